/*
 * known.h - which statements a connection's backend has prepared; for db/
 * alone. A backend is told of a statement when it is first queued: to prepare
 * all of them takes a cold one a quarter of a second and some megabytes.
 */
#ifndef THROUGHLINE_DB_KNOWN_H
#define THROUGHLINE_DB_KNOWN_H

#include "db/stmt.h"

enum known_state {
    KNOWN_NOT,
    KNOWN_SENT, /* told, not yet answered */
    KNOWN_WELL,
};

struct known {
    struct known_place {
        const struct stmt *stmt; /* NULL = free */
        enum known_state state;
    } * places;
    size_t size; /* a power of two, more than twice the statements */
};

/* Room for all of stmt_table and a few more; aborts without memory. */
void known_init(struct known *known);

/* Where it stands with `stmt`, to be read and written. */
enum known_state *known_of(struct known *known, const struct stmt *stmt);

/* The backend is gone. */
void known_forget(struct known *known);

void known_release(struct known *known);

#endif
