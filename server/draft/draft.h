/*
 * draft.h - the room of what somebody typed and has not sent: kept by the
 * server, because the computer may be shared, and for its writer alone.
 */
#ifndef THROUGHLINE_DRAFT_DRAFT_H
#define THROUGHLINE_DRAFT_DRAFT_H

#include "http/route.h"

extern const struct room draft_room;

#endif
