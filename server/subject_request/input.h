/*
 * input.h - what the forms and queries of requests about what is held send.
 */
#ifndef THROUGHLINE_SUBJECT_REQUEST_INPUT_H
#define THROUGHLINE_SUBJECT_REQUEST_INPUT_H

#include "input/input.h"

extern const struct input_table subject_list_query;
extern const struct input_table subject_new_input;
extern const struct input_table subject_identity_input;
extern const struct input_table subject_pause_input;
extern const struct input_table subject_empty_input;
extern const struct input_table subject_refuse_input;
extern const struct input_table subject_withdraw_input;
extern const struct input_table subject_extend_input;
extern const struct input_table subject_outcome_input;
extern const struct input_table subject_items_query;
extern const struct input_table subject_decide_input;
extern const struct input_table subject_redact_input;
extern const struct input_table subject_undo_input;
extern const struct input_table subject_told_input;

#endif
