/*
 * input.h - what the retention room's forms and queries send.
 */
#ifndef THROUGHLINE_RETENTION_INPUT_H
#define THROUGHLINE_RETENTION_INPUT_H

#include "input/input.h"

extern const struct input_table retention_due_query;
extern const struct input_table retention_query;
extern const struct input_table retention_hold_input;
extern const struct input_table retention_lift_input;
extern const struct input_table disposal_query;
extern const struct input_table disposal_input;
extern const struct input_table disposal_refuse_input;
extern const struct input_table disposal_move_input;

#endif
