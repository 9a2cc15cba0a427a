/*
 * named.h - naming somebody who may open a record with a list of its own (a
 * critical incident, its meeting): who, and why they need it.
 */
#ifndef THROUGHLINE_INPUT_NAMED_H
#define THROUGHLINE_INPUT_NAMED_H

#include "input/input.h"

#define NAMED_FIELDS                                                           \
    {.name = "user_id",                                                        \
     .kind = FIELD_UUID,                                                       \
     .required = true,                                                         \
     .label = "Who",                                                           \
     .missing = "Choose who may open it"},                                     \
    {                                                                          \
        .name = "reason", .kind = FIELD_TEXT, .required = true, .max = 1000,   \
        .label = "Why", .missing = "Enter why they need it"                    \
    }

#endif
