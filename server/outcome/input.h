/*
 * input.h - what may be sent to the room of outcomes.
 */
#ifndef THROUGHLINE_OUTCOME_INPUT_H
#define THROUGHLINE_OUTCOME_INPUT_H

#include "input/input.h"

/* In an episode; below an allocation, without allocation_id. */
extern const struct input_table outcome_new_input;
extern const struct input_table outcome_delivered_input;
extern const struct input_table outcome_change_input;

#endif
