/*
 * input.h - the forms of the merge room.
 */
#ifndef THROUGHLINE_MERGE_INPUT_H
#define THROUGHLINE_MERGE_INPUT_H

#include "input/input.h"

extern const struct input_table merge_input;
extern const struct input_table unmerge_input;
extern const struct input_table distinct_undo_input;

#endif
