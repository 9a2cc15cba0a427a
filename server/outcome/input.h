/*
 * input.h - what may be sent to the room of outcomes.
 */
#ifndef THROUGHLINE_OUTCOME_INPUT_H
#define THROUGHLINE_OUTCOME_INPUT_H

#include "input/input.h"

/* In an episode; below an allocation, without allocation_id. */
extern const struct input_table outcome_new_input;
extern const struct input_table outcome_delivered_input;
extern const struct input_table outcome_amend_input;
extern const struct input_table outcome_query;

/* For a group: which spoke, begun between which days. */
extern const struct input_table outcome_group_query;
extern const struct input_table outcome_due_query;

extern const struct input_table voice_new_input;
extern const struct input_table voice_amend_input;

#endif
