/*
 * input.h - what the delivery room's forms and queries send.
 */
#ifndef THROUGHLINE_DELIVERY_INPUT_H
#define THROUGHLINE_DELIVERY_INPUT_H

#include "input/input.h"

extern const struct input_table group_query;
extern const struct input_table group_candidate_query;
extern const struct input_table group_new_input;
extern const struct input_table group_change_input;

extern const struct input_table delivery_query;
extern const struct input_table delivery_new_input;
extern const struct input_table delivery_change_input;
extern const struct input_table delivery_link_input;

#endif
