/*
 * tx.h - one transaction on a worker's connection, sent as one pipeline.
 *
 *     tx_begin()    queues BEGIN and the access context; sends nothing yet
 *     <store>()     queue statements; their rows are filled later
 *     tx_flush()    sends what is queued and waits for its rows (optional:
 *                   only a handler that must look before it goes on)
 *     tx_commit()   queues COMMIT, sends all, waits for everything
 *
 * A handler that never flushes costs one round trip in all. The first
 * statement that fails decides the error; the rest did not happen. Every wait
 * has the deadline given at tx_begin; past it the connection is dropped and
 * ERR_BUSY returned, for PQexec would wait for ever on a dead network.
 * A COMMIT whose answer is lost is *unknown*: ERR_BUSY, and the caller's
 * Idempotency-Key decides when the request comes again.
 */
#ifndef THROUGHLINE_DB_TX_H
#define THROUGHLINE_DB_TX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/rows.h"

struct connection; /* db/pool.h */
struct stmt;
struct tx;

enum tx_mode {
    TX_READ = 1, /* REPEATABLE READ, one snapshot; its access-log row commits
                  * without waiting for the disk */
    TX_WRITE,    /* READ COMMITTED, durable */
};

/* What the database must know before it shows anything. All texts may be
 * NULL but `request_id`; see access.enter() in migrations/functions. */
struct tx_context {
    enum tx_mode mode;
    const char *token;      /* the session token as the client sent it */
    const char *permission; /* the route's: "referral.write", "public" */
    const char *request_id; /* uuid */
    const char *operation;  /* the route's name for the access log */
    const char *purpose;    /* why, where the person was asked */
    bool recent_sign_in;    /* who asks must have shown lately who they are */
    int64_t deadline_ms;    /* clock_monotonic_ms() at which to give up */

    /* Why the operation was refused: the transaction writes that down, and
     * nothing else. `ids`: of the records it was about, as a uuid[]. */
    const char *refused;
    const char *ids;
};

struct err *tx_begin(struct connection *connection, struct arena *arena,
                     const struct tx_context *context, struct tx **ret_tx);

/* For generated store functions only. */
struct err *tx_queue(struct tx *tx, const struct stmt *stmt,
                     const char *const *arguments, struct rows **ret_rows);

struct err *tx_flush(struct tx *tx);

/* After success every queued `rows` is filled. Once only. */
struct err *tx_commit(struct tx *tx);

/* True once tx_commit() succeeded. */
bool tx_committed(const struct tx *tx);

/* Rolls back unless committed; leaves the connection clean or dropped. Safe
 * on NULL and after commit. */
void tx_end(struct tx *tx);

/* The single row access.enter() answered with: column 0 = user id or NULL.
 * Valid after the first flush. */
const struct rows *tx_entered(const struct tx *tx);

#endif
