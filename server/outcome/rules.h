/*
 * rules.h - what must hold between the fields of an outcome. Pure. Whether a
 * value lies in its measure's range is the database's to say, which holds the
 * measures: casework.outcome_guard().
 */
#ifndef THROUGHLINE_OUTCOME_RULES_H
#define THROUGHLINE_OUTCOME_RULES_H

#include "input/input.h"

/* A value, or why there is none: one of the two. */
input_check outcome_new_check;

/* A change says at most one of the two. */
input_check outcome_change_check;

#endif
