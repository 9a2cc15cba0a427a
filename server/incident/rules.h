/*
 * rules.h - what the parts of a critical incident say of one another.
 */
#ifndef THROUGHLINE_INCIDENT_RULES_H
#define THROUGHLINE_INCIDENT_RULES_H

#include "input/input.h"

/* A level of risk has its reason, and the day it was agreed. */
void incident_check(struct arena *arena, const json_t *clean,
                    struct fault **faults);

/* A young person on the system, or a name: one of the two. */
void incident_person_check(struct arena *arena, const json_t *clean,
                           struct fault **faults);

#endif
