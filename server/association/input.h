/*
 * input.h - what the association room's forms and queries send.
 */
#ifndef THROUGHLINE_ASSOCIATION_INPUT_H
#define THROUGHLINE_ASSOCIATION_INPUT_H

#include "input/input.h"

extern const struct input_table association_query;
extern const struct input_table association_new_input;
extern const struct input_table association_change_input;
extern const struct input_table association_end_input;

#endif
