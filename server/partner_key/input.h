#ifndef THROUGHLINE_PARTNER_KEY_INPUT_H
#define THROUGHLINE_PARTNER_KEY_INPUT_H

#include "input/input.h"

extern const struct input_table key_new_input;
extern const struct input_table key_renew_input;
extern const struct input_table key_revoke_input;

#endif
