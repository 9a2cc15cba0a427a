/*
 * rules.h - what must hold between the fields of a fact, and what is doubted
 * but taken. Pure.
 */
#ifndef THROUGHLINE_FACT_RULES_H
#define THROUGHLINE_FACT_RULES_H

#include "input/input.h"

/* It ends on or after the day it began. */
input_check fact_dates_check;

/* An address says where, unless they have none; and its dates. */
input_check address_check;

/* A correction says why; and its dates. */
input_check fact_correct_check;

/* [{"pointer","code","detail"}] as text: what of `clean` cannot be right.
 * `code` and `value` stand in for what a correction leaves out. */
const char *fact_warnings(struct arena *arena, const json_t *clean,
                          const char *code, const char *value);

#endif
