/*
 * transfer.h - the room between two spokes: handing a young person over.
 */
#ifndef THROUGHLINE_TRANSFER_TRANSFER_H
#define THROUGHLINE_TRANSFER_TRANSFER_H

#include "http/route.h"

extern const struct room transfer_room;

#endif
