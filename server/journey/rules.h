/*
 * rules.h - what must hold of a question to a journey. Pure.
 */
#ifndef THROUGHLINE_JOURNEY_RULES_H
#define THROUGHLINE_JOURNEY_RULES_H

#include "input/input.h"

/* Kinds there are, each once; a last day that is not before the first. */
input_check journey_check;

/* What a kind of event is called, for people; NULL if there is none such. */
const char *journey_kind_label(const char *kind);

#endif
