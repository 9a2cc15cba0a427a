/*
 * rules.h - what must hold between the fields of a quarterly return. Pure.
 */
#ifndef THROUGHLINE_RETURNS_RULES_H
#define THROUGHLINE_RETURNS_RULES_H

#include "input/input.h"

/* A return is of a quarter: 1 January, April, July or October. */
input_check returns_new_check;

/* Money: a line once, "other" told, no match funding among the grants. A case
 * study says whether it may be published. */
input_check returns_change_check;

#endif
