/*
 * allocation.h - the room of what a young person was offered: the allocation
 * and its state table, and each session of it.
 */
#ifndef THROUGHLINE_ALLOCATION_ALLOCATION_H
#define THROUGHLINE_ALLOCATION_ALLOCATION_H

#include "http/route.h"

extern const struct room allocation_room;

#endif
