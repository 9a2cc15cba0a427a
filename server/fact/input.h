/*
 * input.h - what the forms of the fact room send.
 */
#ifndef THROUGHLINE_FACT_INPUT_H
#define THROUGHLINE_FACT_INPUT_H

#include "input/input.h"

extern const struct input_table identifier_input;
extern const struct input_table address_input;
extern const struct input_table carer_input;
extern const struct input_table professional_input;
extern const struct input_table care_status_input;
extern const struct input_table education_status_input;
extern const struct input_table disability_input;
extern const struct input_table marker_input;
extern const struct input_table safety_input;

/* A correction: any of those fields, and why. */
extern const struct input_table fact_correct_input;
extern const struct input_table fact_end_input;
extern const struct input_table fact_in_error_input;
extern const struct input_table fact_page_query;

#endif
