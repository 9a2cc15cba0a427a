/*
 * input.h - what the forms and queries of journey audits send.
 */
#ifndef THROUGHLINE_JOURNEY_AUDIT_INPUT_H
#define THROUGHLINE_JOURNEY_AUDIT_INPUT_H

#include "input/input.h"

extern const struct input_table audit_sample_query;
extern const struct input_table audit_sample_input;
extern const struct input_table audit_query;
extern const struct input_table audit_change_input;
extern const struct input_table audit_move_input;
extern const struct input_table audit_set_aside_input;
extern const struct input_table audit_answer_input;
extern const struct input_table audit_open_input;
extern const struct input_table audit_score_input;
extern const struct input_table audit_action_query;
extern const struct input_table audit_action_input;
extern const struct input_table audit_action_change_input;
extern const struct input_table audit_action_done_input;
extern const struct input_table audit_action_cancel_input;
extern const struct input_table audit_report_query;

#endif
