/*
 * intervention.h - the catalogue: what can be offered, by whom, to how many.
 */
#ifndef THROUGHLINE_INTERVENTION_INTERVENTION_H
#define THROUGHLINE_INTERVENTION_INTERVENTION_H

#include "http/route.h"

extern const struct room intervention_room;

#endif
