/*
 * rules.h - what must hold between the fields of an intervention. Pure.
 */
#ifndef THROUGHLINE_INTERVENTION_RULES_H
#define THROUGHLINE_INTERVENTION_RULES_H

#include "input/input.h"

/* It runs to no earlier than from; the oldest age is not below the youngest. */
input_check intervention_check;

#endif
