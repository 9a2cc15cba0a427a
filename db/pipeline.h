/*
 * pipeline.h - the wire under pool.c and tx.c; for db/ alone.
 *
 * A connection stays in libpq's pipeline mode for life. libpq is told never
 * to block, and every wait here is a poll() with a deadline that also sends
 * what is still to be sent, so that two full buffers cannot wait for each
 * other.
 */
#ifndef THROUGHLINE_DB_PIPELINE_H
#define THROUGHLINE_DB_PIPELINE_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/known.h"

struct connection {
    const char *conninfo;
    PGconn *pg;          /* NULL = closed */
    bool in_use;         /* a transaction has not ended cleanly */
    int64_t retry_at_ms; /* no attempt to connect before this */
    int64_t backoff_ms;  /* the last pause; 0 after success */
    struct known known;
};

struct rows {
    struct arena *arena; /* the transaction's */
    PGresult *result;    /* NULL until the answer is in */
    const struct stmt *stmt;
    bool prepares; /* no rows: the answer is whether `stmt` is known now */
    struct rows *next;
};

enum pipeline_end {
    PIPELINE_FINE,
    PIPELINE_LATE, /* the deadline came first */
    PIPELINE_LOST, /* the connection is gone or talks nonsense */
};

/* Waits for `events` of poll(2) on the connection's socket. */
enum pipeline_end pipeline_wait(PGconn *pg, short events, int64_t deadline_ms);

/* Queues the preparing of a statement; false = lost. */
bool pipeline_prepare(struct connection *connection, const struct stmt *stmt);

/* Queues one prepared statement; false = lost. */
bool pipeline_send(struct connection *connection, const struct stmt *stmt,
                   const char *const *arguments);

/* The answer to the statement next in line, whatever it says. */
enum pipeline_end pipeline_answer(struct connection *connection,
                                  int64_t deadline_ms, PGresult **ret_result);

/* The answer to a PQpipelineSync(), once all answers before it are taken. */
enum pipeline_end pipeline_synced(struct connection *connection,
                                  int64_t deadline_ms);

/* Takes and forgets all answers up to and with the `syncs`th sync. */
enum pipeline_end pipeline_drain(struct connection *connection, int syncs,
                                 int64_t deadline_ms);

/* Opens or reopens; does not ask the server anything when already open. */
struct err *connection_open(struct connection *connection, struct arena *arena,
                            int64_t deadline_ms);

/* Closes at once; the next use reopens. */
void connection_drop(struct connection *connection);

/* Drops the connection and says so: ERR_BUSY with retry_after. */
struct err *connection_lost(struct connection *connection, struct arena *arena,
                            enum pipeline_end end);

/* Drops the connection, whose backend refuses to prepare `stmt` (the schema is
 * not the one it was written for), and says so: ERR_BUSY. */
struct err *connection_unfit(struct connection *connection, struct arena *arena,
                             const struct stmt *stmt, const PGresult *result);

#endif
