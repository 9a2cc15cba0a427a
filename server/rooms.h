/*
 * rooms.h - the list of rooms: one line in rooms.c for each.
 */
#ifndef THROUGHLINE_ROOMS_H
#define THROUGHLINE_ROOMS_H

struct room;

/* NULL-terminated. */
extern const struct room *const server_rooms[];

#endif
