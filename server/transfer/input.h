/*
 * input.h - the forms of the transfer room.
 */
#ifndef THROUGHLINE_TRANSFER_INPUT_H
#define THROUGHLINE_TRANSFER_INPUT_H

#include "input/input.h"

extern const struct input_table transfer_query;
extern const struct input_table transfer_offer_input;
extern const struct input_table transfer_accept_input;
extern const struct input_table transfer_refuse_input;
extern const struct input_table transfer_withdraw_input;

#endif
