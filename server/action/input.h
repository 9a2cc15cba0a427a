/*
 * input.h - what may be sent to the room of actions.
 */
#ifndef THROUGHLINE_ACTION_INPUT_H
#define THROUGHLINE_ACTION_INPUT_H

#include "input/input.h"

extern const struct input_table action_query;
extern const struct input_table task_query;
extern const struct input_table change_query;
extern const struct input_table action_set_input;
extern const struct input_table action_change_input;

/* Of the moves; `start` needs none. */
extern const struct input_table action_complete_input;
extern const struct input_table action_cancel_input;
extern const struct input_table action_supersede_input;
extern const struct input_table action_reopen_input;

#endif
