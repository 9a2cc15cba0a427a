/*
 * rooms.h - the list of rooms, and of the long work they offer: one line in
 * rooms.c for each.
 */
#ifndef THROUGHLINE_ROOMS_H
#define THROUGHLINE_ROOMS_H

struct job_kind;
struct room;

/* NULL-terminated. */
extern const struct room *const server_rooms[];
extern const struct job_kind *const server_jobs[];

#endif
