/*
 * input.h - what the sign-in form sends.
 */
#ifndef THROUGHLINE_SESSION_INPUT_H
#define THROUGHLINE_SESSION_INPUT_H

#include "input/input.h"

extern const struct input_table sign_in_input;
extern const struct input_table confirm_input;

#endif
