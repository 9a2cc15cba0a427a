/*
 * cursor.h - where a list goes on: opaque to the client, and of use only with
 * the operation and filter it was made for. Pure.
 *
 * base64url(hash || JSON). The hash keeps a cursor from being used with
 * another filter by mistake; it is no secret, for what a cursor can reach is
 * decided by the database like everything else.
 */
#ifndef THROUGHLINE_HTTP_CURSOR_H
#define THROUGHLINE_HTTP_CURSOR_H

#include "base/str.h"

/* `place` is the JSON array of the last row's sort values. */
const char *cursor_encode(struct arena *arena, const char *operation,
                          const char *filter, struct slice place);

/* The place, or NULL if the cursor was not made for this. */
const char *cursor_decode(struct arena *arena, const char *operation,
                          const char *filter, const char *cursor);

#endif
