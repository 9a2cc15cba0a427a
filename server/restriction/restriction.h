/*
 * restriction.h - the room of restricted records: staff who may not open a
 * young person's record, or who alone may.
 */
#ifndef THROUGHLINE_RESTRICTION_RESTRICTION_H
#define THROUGHLINE_RESTRICTION_RESTRICTION_H

#include "http/route.h"

extern const struct room restriction_room;

#endif
