/*
 * rules.h - what must hold between the fields of an action. Pure.
 */
#ifndef THROUGHLINE_ACTION_RULES_H
#define THROUGHLINE_ACTION_RULES_H

#include "input/input.h"

/* An action has an owner, person *and* agency (domain.md 4): a user, who
 * brings their agency, or somebody's name and their agency. */
input_check action_set_check;

/* A change names one of the two at most. */
input_check action_change_check;

/* A list is of one spoke, or of the reader's own open actions. */
input_check action_query_check;

#endif
