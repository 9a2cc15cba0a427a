/*
 * rules.h - what must hold between the fields of closing and of a risk
 * assessment. Pure.
 */
#ifndef THROUGHLINE_EPISODE_RULES_H
#define THROUGHLINE_EPISODE_RULES_H

#include "input/input.h"

/* The young person and the referrer were told, or why not (domain.md 4). */
input_check episode_close_check;

/* A panel's other level has its reason; the leading context is one of those
 * chosen (domain.md 5: never a level changed silently). */
input_check risk_check;

#endif
