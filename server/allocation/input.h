/*
 * input.h - what the allocation room's forms and queries send.
 */
#ifndef THROUGHLINE_ALLOCATION_INPUT_H
#define THROUGHLINE_ALLOCATION_INPUT_H

#include "input/input.h"

extern const struct input_table allocation_query;
extern const struct input_table allocation_new_input;
extern const struct input_table allocation_change_input;

/* Three forms serve all moves: going on, stopping short, ending. */
extern const struct input_table allocation_step_input;
extern const struct input_table allocation_stop_input;
extern const struct input_table allocation_end_input;

extern const struct input_table session_query;
extern const struct input_table session_new_input;
extern const struct input_table session_change_input;

#endif
