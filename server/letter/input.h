/* input.h - the forms of a letter. */
#ifndef THROUGHLINE_LETTER_INPUT_H
#define THROUGHLINE_LETTER_INPUT_H

#include "input/input.h"

extern const struct input_table letter_new_input;
extern const struct input_table letter_change_input;
extern const struct input_table letter_issue_input;
extern const struct input_table letter_aside_input;

#endif
