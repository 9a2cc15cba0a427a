/*
 * rules.h - two different young people, and nothing that is only inferred
 * (domain.md 10). Pure.
 */
#ifndef THROUGHLINE_ASSOCIATION_RULES_H
#define THROUGHLINE_ASSOCIATION_RULES_H

#include "input/input.h"

input_check association_check;

#endif
