/*
 * input.h - what the forms of users and roles send.
 */
#ifndef THROUGHLINE_ACCOUNT_INPUT_H
#define THROUGHLINE_ACCOUNT_INPUT_H

#include "input/input.h"

extern const struct input_table user_query;
extern const struct input_table role_query;
extern const struct input_table user_new_input;
extern const struct input_table user_change_input;
extern const struct input_table grant_new_input;
extern const struct input_table grant_end_input;
extern const struct input_table proposal_confirm_input;
extern const struct input_table proposal_refuse_input;
extern const struct input_table link_ask_input;
extern const struct input_table link_refuse_input;
extern const struct input_table user_disable_input;
extern const struct input_table link_accept_input;

#endif
