/*
 * rules.h - what must hold between the fields of a letter. Pure.
 */
#ifndef THROUGHLINE_LETTER_RULES_H
#define THROUGHLINE_LETTER_RULES_H

#include "input/input.h"

/* A letter is to somebody: the addressee is not emptied. */
input_check letter_change_check;

/* Nobody sends a letter unread: it must name no other child. */
input_check letter_issue_check;

/* "Another reason" is told. */
input_check letter_aside_check;

#endif
