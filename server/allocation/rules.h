/*
 * rules.h - a session's three facts: whether it happened, whether they
 * attended, how it went (domain.md 6). Pure.
 */
#ifndef THROUGHLINE_ALLOCATION_RULES_H
#define THROUGHLINE_ALLOCATION_RULES_H

#include "input/input.h"

/* A logged session says whether it happened and how they attended; nobody
 * attends one that did not happen; engagement is of those who came. */
input_check session_check;

#endif
