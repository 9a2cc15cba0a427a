/*
 * rules.h - what must go together in the forms of users and roles.
 */
#ifndef THROUGHLINE_ACCOUNT_RULES_H
#define THROUGHLINE_ACCOUNT_RULES_H

#include "input/input.h"

/* A role's last day is not before its first. */
void grant_dates_check(struct arena *arena, const json_t *clean,
                       struct fault **faults);

/* An account keeps a name, an address and an agency. */
void user_change_check(struct arena *arena, const json_t *clean,
                       struct fault **faults);

#endif
