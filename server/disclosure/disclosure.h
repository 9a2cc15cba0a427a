/*
 * disclosure.h - the room of what is shared with whom and on what power, and
 * of agreement that is withdrawn or given again.
 */
#ifndef THROUGHLINE_DISCLOSURE_DISCLOSURE_H
#define THROUGHLINE_DISCLOSURE_DISCLOSURE_H

#include "http/route.h"

extern const struct room disclosure_room;

#endif
