/*
 * input.h - what the episode room's forms and queries send.
 */
#ifndef THROUGHLINE_EPISODE_INPUT_H
#define THROUGHLINE_EPISODE_INPUT_H

#include "input/input.h"

extern const struct input_table episode_query;
extern const struct input_table episode_new_input;
extern const struct input_table episode_change_input;
extern const struct input_table episode_move_input;
extern const struct input_table episode_close_input;
extern const struct input_table risk_new_input;
extern const struct input_table risk_amend_input;
extern const struct input_table risk_query;
extern const struct input_table note_query;
extern const struct input_table note_new_input;
extern const struct input_table note_amend_input;
extern const struct input_table note_error_input;
extern const struct input_table note_move_input;

#endif
