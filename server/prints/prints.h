/*
 * prints.h - the room that hears of prints: what leaves on paper leaves with
 * who, when and why in the access log (domain.md 11).
 */
#ifndef THROUGHLINE_PRINTS_PRINTS_H
#define THROUGHLINE_PRINTS_PRINTS_H

#include "http/route.h"

extern const struct room prints_room;

#endif
