/*
 * outcome.h - the room of outcomes: what was measured, when in the work and by
 * whom it was told, and the distance travelled (domain.md 8).
 */
#ifndef THROUGHLINE_OUTCOME_OUTCOME_H
#define THROUGHLINE_OUTCOME_OUTCOME_H

#include "http/route.h"

extern const struct room outcome_room;

#endif
