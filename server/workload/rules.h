/*
 * rules.h - what holds of asking for work and sharing it out. Pure.
 */
#ifndef THROUGHLINE_WORKLOAD_RULES_H
#define THROUGHLINE_WORKLOAD_RULES_H

#include "input/input.h"

/* Of a worker, of an agency, or what nobody leads: not of two at once. */
void work_query_check(struct arena *arena, const json_t *clean,
                      struct fault **faults);

/* Something is chosen. */
void reassign_check(struct arena *arena, const json_t *clean,
                    struct fault **faults);

#endif
