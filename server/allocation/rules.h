/*
 * rules.h - a session's three facts: whether it happened, whether they
 * attended, how it went (domain.md 6); and why a move is refused. Pure.
 */
#ifndef THROUGHLINE_ALLOCATION_RULES_H
#define THROUGHLINE_ALLOCATION_RULES_H

#include "input/input.h"

/* A logged session (`logging`, or any of the facts) says whether it happened
 * and how they attended; nobody attends one that did not happen; engagement is
 * of those who came. */
input_check session_check;

/* The same of what is sent to change one: the rest of it stands as it was, so
 * only what contradicts itself is refused here. The table's checks look at the
 * whole (allocation.sql). */
input_check session_change_check;

/* What to tell a person whose move `verb` the allocation's state does not
 * allow. Never NULL. */
const char *move_refusal(const char *verb);

#endif
