/*
 * merge.h - the room where two records of one young person are found, compared,
 * made one and parted again.
 */
#ifndef THROUGHLINE_MERGE_MERGE_H
#define THROUGHLINE_MERGE_MERGE_H

#include "http/route.h"

extern const struct room merge_room;

#endif
