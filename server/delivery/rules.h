/*
 * rules.h - what a session of a group and a delivery without names must say,
 * whatever else is known (domain.md 6). Pure.
 */
#ifndef THROUGHLINE_DELIVERY_RULES_H
#define THROUGHLINE_DELIVERY_RULES_H

#include "input/input.h"

/* A logged session says of each whether they attended; nobody attends one
 * that did not happen; engagement is of those who came. */
input_check group_check;

/* It ends after it began, and somebody was there. */
input_check delivery_check;

/* The same of a correction, which says why. */
input_check delivery_change_check;

#endif
