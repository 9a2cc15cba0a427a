/*
 * input.h - what the meeting room's forms and queries send.
 */
#ifndef THROUGHLINE_MEETING_INPUT_H
#define THROUGHLINE_MEETING_INPUT_H

#include "input/input.h"

extern const struct input_table meeting_query;
extern const struct input_table meeting_new_input;
extern const struct input_table meeting_change_input;
extern const struct input_table meeting_move_input;
extern const struct input_table meeting_sign_input;
extern const struct input_table meeting_cancel_input;
extern const struct input_table minutes_query;
extern const struct input_table series_query;
extern const struct input_table series_new_input;
extern const struct input_table series_change_input;
extern const struct input_table series_member_input;
extern const struct input_table agenda_new_input;
extern const struct input_table agenda_change_input;
extern const struct input_table attendance_new_input;
extern const struct input_table attendance_change_input;
extern const struct input_table discussion_new_input;
extern const struct input_table discussion_change_input;
extern const struct input_table contribution_new_input;
extern const struct input_table contribution_change_input;
extern const struct input_table decision_new_input;
extern const struct input_table dissent_new_input;
extern const struct input_table action_new_input;
extern const struct input_table addendum_new_input;

#endif
