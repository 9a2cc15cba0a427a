/*
 * input.h - what the restriction room's forms and queries send.
 */
#ifndef THROUGHLINE_RESTRICTION_INPUT_H
#define THROUGHLINE_RESTRICTION_INPUT_H

#include "input/input.h"

extern const struct input_table restriction_query;
extern const struct input_table restriction_new_input;
extern const struct input_table restriction_change_input;
extern const struct input_table restriction_user_input;
extern const struct input_table restriction_end_input;

#endif
