/*
 * input.h - what may be sent to the imports.
 */
#ifndef THROUGHLINE_IMPORTS_INPUT_H
#define THROUGHLINE_IMPORTS_INPUT_H

#include "input/input.h"

extern const struct input_table import_query;
extern const struct input_table import_input;
extern const struct input_table import_commit_input;
extern const struct input_table import_withdraw_input;

#endif
