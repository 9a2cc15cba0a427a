/*
 * idempotency.h - one Idempotency-Key, one effect.
 *
 * The key is claimed in the very transaction that does the work, and the
 * answer is kept there before COMMIT, so either all of it happened or none.
 */
#ifndef THROUGHLINE_HTTP_IDEMPOTENCY_H
#define THROUGHLINE_HTTP_IDEMPOTENCY_H

#include "http/request.h"

/* 1 to 255 visible ASCII characters. */
bool idempotency_key_valid(const char *key);

/* Queues the claim. The database raises ERR_KEY_ANSWERED, ERR_KEY_REUSED or
 * ERR_STILL_RUNNING. */
struct err *idempotency_begin(struct call *call, const char *key);

/* Queues the keeping of a finished answer. */
struct err *idempotency_keep(struct call *call, const char *key,
                             const struct reply *out);

/* In a transaction of its own: the kept answer, with Idempotency-Replayed. */
struct err *idempotency_replay(struct call *call, const char *key,
                               struct reply *out);

#endif
