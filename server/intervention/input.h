/*
 * input.h - what the catalogue's forms and queries send.
 */
#ifndef THROUGHLINE_INTERVENTION_INPUT_H
#define THROUGHLINE_INTERVENTION_INPUT_H

#include "input/input.h"

extern const struct input_table intervention_query;
extern const struct input_table intervention_new_input;
extern const struct input_table intervention_change_input;

#endif
