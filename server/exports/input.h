#ifndef THROUGHLINE_EXPORTS_INPUT_H
#define THROUGHLINE_EXPORTS_INPUT_H

#include "input/input.h"

extern const struct input_table exports_query;
extern const struct input_table exports_input;
extern const struct input_table exports_refuse_input;

#endif
