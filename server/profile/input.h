/*
 * input.h - what the forms of the account page send.
 */
#ifndef THROUGHLINE_PROFILE_INPUT_H
#define THROUGHLINE_PROFILE_INPUT_H

#include "input/input.h"

extern const struct input_table code_input;
extern const struct input_table password_input;
extern const struct input_table factor_reason_input;
extern const struct input_table role_factor_input;
extern const struct input_table sign_out_input;

#endif
