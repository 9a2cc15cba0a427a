/*
 * input.h - what the pages send of a form that is not sent yet.
 */
#ifndef THROUGHLINE_DRAFT_INPUT_H
#define THROUGHLINE_DRAFT_INPUT_H

#include "input/input.h"

extern const struct input_table draft_query;
extern const struct input_table draft_new_input;
extern const struct input_table draft_change_input;

#endif
