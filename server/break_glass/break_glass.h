/*
 * break_glass.h - the room of emergencies (R21): one record of another spoke,
 * opened with a reason for at most an hour, told to its spoke and reviewed.
 */
#ifndef THROUGHLINE_BREAK_GLASS_BREAK_GLASS_H
#define THROUGHLINE_BREAK_GLASS_BREAK_GLASS_H

#include "http/route.h"

extern const struct room break_glass_room;

#endif
