/*
 * rules.h - what the fields of a journey audit say together.
 */
#ifndef THROUGHLINE_JOURNEY_AUDIT_RULES_H
#define THROUGHLINE_JOURNEY_AUDIT_RULES_H

#include "input/input.h"

/* A sample's period runs forwards. */
void audit_sample_check(struct arena *arena, const json_t *clean,
                        struct fault **faults);

/* Who contests an audit says why. */
void audit_answer_check(struct arena *arena, const json_t *clean,
                        struct fault **faults);

/* A score below sound says what was found. */
void audit_score_check(struct arena *arena, const json_t *clean,
                       struct fault **faults);

#endif
