/*
 * overdue.h - the room of what is late: the clocks that have run out in a
 * spoke (domain.md 3).
 */
#ifndef THROUGHLINE_OVERDUE_OVERDUE_H
#define THROUGHLINE_OVERDUE_OVERDUE_H

#include "http/route.h"

extern const struct room overdue_room;

#endif
