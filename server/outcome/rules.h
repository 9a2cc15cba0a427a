/*
 * rules.h - what must hold between the fields of an outcome. Pure. Whether a
 * value lies in its measure's range is the database's to say, which holds the
 * measures: casework.outcome_guard().
 */
#ifndef THROUGHLINE_OUTCOME_RULES_H
#define THROUGHLINE_OUTCOME_RULES_H

#include "input/input.h"

/* A value, the items it is worked out from, or why there is none. */
input_check outcome_new_check;

/* A period ends after it begins. */
input_check outcome_group_check;

/* Who was not asked was asked on no day. */
input_check voice_check;

#endif
