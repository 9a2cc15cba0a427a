/*
 * correction.h - what every correction says: why, as a code of the vocabulary
 * correction_reason, and in words. Nothing is overwritten (domain.md 11).
 */
#ifndef THROUGHLINE_INPUT_CORRECTION_H
#define THROUGHLINE_INPUT_CORRECTION_H

#include "input/input.h"

#define CORRECTION_FIELDS                                                      \
    {.name = "reason",                                                         \
     .kind = FIELD_CODE,                                                       \
     .required = true,                                                         \
     .label = "Why it is corrected",                                           \
     .missing = "Select why it is corrected"},                                 \
    {                                                                          \
        .name = "reason_note", .kind = FIELD_TEXT, .max = 4000,                \
        .label = "More about why"                                              \
    }

/* A record struck from view: why, and nothing else. */
extern const struct input_table in_error_input;

#endif
