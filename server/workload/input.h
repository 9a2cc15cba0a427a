/*
 * input.h - what the pages of the team's work ask and send.
 */
#ifndef THROUGHLINE_WORKLOAD_INPUT_H
#define THROUGHLINE_WORKLOAD_INPUT_H

#include "input/input.h"

extern const struct input_table workload_query;
extern const struct input_table work_query;
extern const struct input_table reassign_input;

#endif
