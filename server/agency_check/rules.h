/*
 * rules.h - what must hold between the fields of an agency check.
 */
#ifndef THROUGHLINE_AGENCY_CHECK_RULES_H
#define THROUGHLINE_AGENCY_CHECK_RULES_H

#include "input/input.h"

/* An answer that says something says what; "nothing known" says it all. */
input_check check_answer_check;

#endif
