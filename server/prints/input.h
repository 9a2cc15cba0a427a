/*
 * input.h - what a page says before it is printed.
 */
#ifndef THROUGHLINE_PRINTS_INPUT_H
#define THROUGHLINE_PRINTS_INPUT_H

#include "input/input.h"

extern const struct input_table print_input;

#endif
