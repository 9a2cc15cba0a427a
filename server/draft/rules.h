/*
 * rules.h - what holds of a draft. Pure.
 */
#ifndef THROUGHLINE_DRAFT_RULES_H
#define THROUGHLINE_DRAFT_RULES_H

#include "input/input.h"

/* Its subject is a page of this site. */
void draft_subject_check(struct arena *arena, const json_t *clean,
                         struct fault **faults);

#endif
