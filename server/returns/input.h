/* input.h - the forms of a quarterly return. */
#ifndef THROUGHLINE_RETURNS_INPUT_H
#define THROUGHLINE_RETURNS_INPUT_H

#include "input/input.h"

extern const struct input_table returns_query;
extern const struct input_table returns_rows_query;
extern const struct input_table returns_export_query;
extern const struct input_table returns_new_input;
extern const struct input_table returns_change_input;
extern const struct input_table returns_move_input;
extern const struct input_table returns_question_input;
extern const struct input_table returns_answer_input;
extern const struct input_table returns_restate_input;

#endif
