/*
 * place.h - the room of places of concern and their problem-solving plans.
 */
#ifndef THROUGHLINE_PLACE_PLACE_H
#define THROUGHLINE_PLACE_PLACE_H

#include "http/route.h"

extern const struct room place_room;

#endif
