/*
 * rules.h - what must hold between the fields of a person. Pure.
 */
#ifndef THROUGHLINE_PERSON_RULES_H
#define THROUGHLINE_PERSON_RULES_H

#include "input/input.h"

/* A given or family name; where it is said how exact the date of birth is, a
 * date unless it is unknown, and none when it is (domain.md 2); an identifier
 * with its kind. */
input_check person_new_check;

/* What is doubted of the identifier a new record comes with, and taken all
 * the same: [{"pointer","code","detail"}] as text. */
const char *person_identifier_warnings(struct arena *arena,
                                       const json_t *clean);

/* The same of what a change sends: what it leaves out stays. */
input_check person_change_check;

/* A name has a given or a family part. */
input_check person_name_check;

/* A correction says why, and leaves a part of the name. */
input_check name_correct_check;

/* A match needs something to match with. */
input_check match_check;

#endif
