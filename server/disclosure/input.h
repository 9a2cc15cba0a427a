/*
 * input.h - what the disclosure room's forms and queries send.
 */
#ifndef THROUGHLINE_DISCLOSURE_INPUT_H
#define THROUGHLINE_DISCLOSURE_INPUT_H

#include "input/input.h"

extern const struct input_table disclosure_query;
extern const struct input_table disclosure_new_input;
extern const struct input_table disclosure_review_input;
extern const struct input_table agreement_new_input;

#endif
