/*
 * returns.h - the room of quarterly returns: filled in by a spoke, handed in
 * with its figures as they stand, reviewed by the hub (domain.md 9).
 */
#ifndef THROUGHLINE_RETURNS_RETURNS_H
#define THROUGHLINE_RETURNS_RETURNS_H

#include "http/route.h"

extern const struct room returns_room;

#endif
