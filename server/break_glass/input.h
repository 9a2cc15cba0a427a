/*
 * input.h - what the break-glass room's forms and queries send.
 */
#ifndef THROUGHLINE_BREAK_GLASS_INPUT_H
#define THROUGHLINE_BREAK_GLASS_INPUT_H

#include "input/input.h"

extern const struct input_table break_glass_query;
extern const struct input_table break_glass_new_input;
extern const struct input_table break_glass_review_input;

#endif
