/*
 * pool.h - connections to PostgreSQL. One worker owns one connection; there
 * is no sharing, so one user's context cannot reach another's request (R8).
 */
#ifndef THROUGHLINE_DB_POOL_H
#define THROUGHLINE_DB_POOL_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

struct connection;

/* Makes a connection that is not yet open; it opens (and reopens, after a
 * drop) on first use: tx_begin() and connection_ready() do so.
 * `conninfo` is a libpq string or URI and must outlive the connection. */
struct connection *connection_new(const char *conninfo);

/* Closes and frees; NULL is ignored. */
void connection_free(struct connection *connection);

/* Opens if need be, checks that the server answers. ERR_BUSY when it
 * cannot by the deadline. */
struct err *connection_ready(struct connection *connection, struct arena *arena,
                             int64_t deadline_ms);

/* Refuses a database the server must not run on: role is superuser, owns a
 * table, or may bypass row security (R2); schema older or newer than this
 * program; PostgreSQL below 15. The text says which and what to do. */
struct err *connection_check(struct connection *connection, struct arena *arena,
                             int64_t deadline_ms);

#endif
