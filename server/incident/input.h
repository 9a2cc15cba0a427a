/*
 * input.h - what the critical incident room's forms and queries send.
 */
#ifndef THROUGHLINE_INCIDENT_INPUT_H
#define THROUGHLINE_INCIDENT_INPUT_H

#include "input/input.h"

extern const struct input_table incident_query;
extern const struct input_table incident_open_query;
extern const struct input_table incident_new_input;
extern const struct input_table incident_change_input;
extern const struct input_table incident_person_input;
extern const struct input_table incident_end_input;
extern const struct input_table incident_place_input;
extern const struct input_table incident_entry_input;
extern const struct input_table incident_access_input;

#endif
