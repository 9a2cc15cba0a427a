/*
 * rules.h - what the parts of a contact say of one another.
 */
#ifndef THROUGHLINE_CONTACT_RULES_H
#define THROUGHLINE_CONTACT_RULES_H

#include "input/input.h"

/* About one young person, one identified, or nobody in particular; a school
 * input that is about nobody says where and how many. */
void contact_new_check(struct arena *arena, const json_t *clean,
                       struct fault **faults);

/* A follow-up day belongs to a follow-up. */
void contact_change_check(struct arena *arena, const json_t *clean,
                          struct fault **faults);

/* The last day is not before the first. */
void contact_period_check(struct arena *arena, const json_t *clean,
                          struct fault **faults);

#endif
