/*
 * input.h - what the contact room's forms and queries send.
 */
#ifndef THROUGHLINE_CONTACT_INPUT_H
#define THROUGHLINE_CONTACT_INPUT_H

#include "input/input.h"

extern const struct input_table contact_query;
extern const struct input_table contact_new_input;
extern const struct input_table contact_change_input;

#endif
