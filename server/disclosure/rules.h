/*
 * rules.h - what a sharing, its review and a change of agreement must say
 * together. Pure.
 */
#ifndef THROUGHLINE_DISCLOSURE_RULES_H
#define THROUGHLINE_DISCLOSURE_RULES_H

#include "input/input.h"

input_check disclosure_check;
input_check disclosure_review_check;
input_check agreement_check;

#endif
