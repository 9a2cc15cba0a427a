/*
 * rules.h - what must hold between the fields of a person. Pure.
 */
#ifndef THROUGHLINE_PERSON_RULES_H
#define THROUGHLINE_PERSON_RULES_H

#include "input/input.h"

/* A given or family name; a date of birth unless it is unknown, and none when
 * it is; nobody is over 130 (domain.md 2). */
input_check person_new_check;
input_check person_change_check;

/* A name has a given or a family part; the legal name is not added twice. */
input_check person_name_check;

/* A match needs something to match with. */
input_check match_check;

#endif
