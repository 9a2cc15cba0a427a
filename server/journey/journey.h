/*
 * journey.h - the room the house is named for: one young person's way from the
 * first worry to the last outcome, over every other room.
 */
#ifndef THROUGHLINE_JOURNEY_JOURNEY_H
#define THROUGHLINE_JOURNEY_JOURNEY_H

#include "http/route.h"

extern const struct room journey_room;

#endif
