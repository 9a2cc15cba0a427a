/*
 * input.h - what the person room's forms and queries send.
 */
#ifndef THROUGHLINE_PERSON_INPUT_H
#define THROUGHLINE_PERSON_INPUT_H

#include "input/input.h"

extern const struct input_table person_new_input;
extern const struct input_table person_change_input;
extern const struct input_table person_name_input;
extern const struct input_table name_correct_input;
extern const struct input_table name_in_error_input;
extern const struct input_table person_distinct_input;
extern const struct input_table caseload_query;
extern const struct input_table search_query;
extern const struct input_table match_query;

#endif
