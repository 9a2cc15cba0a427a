/*
 * rules.h - what must hold between the fields of a referral. Pure.
 */
#ifndef THROUGHLINE_REFERRAL_RULES_H
#define THROUGHLINE_REFERRAL_RULES_H

#include "input/input.h"

/* Even of a draft: no concern twice, the main one among them, the date of
 * birth and how exact it is agree, the concern is not older than the person.
 * Where `submit` is true also all that referral_complete_check asks. */
input_check referral_new_check;

/* Of a change by itself, before it is laid over what is stored. */
input_check referral_change_check;

/* What a referral needs before it can be sent, whoever wrote it: who, what,
 * when, how urgent, from where, and the three records of consent. Young people
 * under 16 are not presumed competent: where one was judged to be, their view
 * must be told (domain.md 3). */
input_check referral_complete_check;

/* One that repeats another says which: chosen, or by its reference. */
input_check referral_duplicate_check;

/* The person is either chosen or made, not both. */
input_check referral_person_check;

/* A stored referral, in the shape of its form, with a change laid over it: a
 * null empties. A new date of birth is exact unless the change says else. */
json_t *referral_merged(struct arena *arena, const json_t *held,
                        const json_t *change);

#endif
