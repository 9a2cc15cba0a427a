/*
 * told.h - a pair of fields of which one is filled in: a fact, or why there is
 * none. Pure.
 */
#ifndef THROUGHLINE_INPUT_TOLD_H
#define THROUGHLINE_INPUT_TOLD_H

#include "input/input.h"

struct told_pair {
    const char *fact;    /* "young_person_told_on" */
    const char *why_not; /* "young_person_not_told" */
    const char *missing; /* wording where neither is there */
    const char *both;    /* wording where both are */
};

/* The fields of told_closing_check in a table. */
#define TOLD_CLOSING_FIELDS                                                    \
    {.name = "young_person_told_on",                                           \
     .kind = FIELD_DATE,                                                       \
     .past = true,                                                             \
     .label = "Young person told on"},                                         \
        {.name = "young_person_not_told",                                      \
         .kind = FIELD_LINE,                                                   \
         .max = 1000,                                                          \
         .label = "Why the young person was not told"},                        \
        {.name = "referrer_told_on",                                           \
         .kind = FIELD_DATE,                                                   \
         .past = true,                                                         \
         .label = "Referrer told on"},                                         \
    {                                                                          \
        .name = "referrer_not_told", .kind = FIELD_LINE, .max = 1000,          \
        .label = "Why the referrer was not told"                               \
    }

/* Adds a fault unless exactly one of the two is there. */
void told_check(struct arena *arena, const json_t *clean,
                const struct told_pair *pair, struct fault **faults);

/* Telling the young person and the referrer when an episode ends: the same
 * checklist whether it closes or is handed over (domain.md 4). */
void told_closing_check(struct arena *arena, const json_t *clean,
                        struct fault **faults);

#endif
