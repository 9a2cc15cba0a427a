/*
 * input.h - what the place room's forms and queries send.
 */
#ifndef THROUGHLINE_PLACE_INPUT_H
#define THROUGHLINE_PLACE_INPUT_H

#include "input/input.h"

extern const struct input_table place_query;
extern const struct input_table place_new_input;
extern const struct input_table place_change_input;
extern const struct input_table place_person_input;
extern const struct input_table place_person_end_input;
extern const struct input_table place_contact_input;
extern const struct input_table plan_new_input;
extern const struct input_table plan_change_input;
extern const struct input_table plan_action_input;
extern const struct input_table plan_done_input;

#endif
