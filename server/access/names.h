/*
 * names.h - the names behind ids and codes: colleagues, agencies, labels of
 * vocabulary terms. A dictionary of a few thousand short texts, held by the
 * server so that a journey need not join to them (half of its cost).
 *
 * It is filled from access.directory(), which answers only under a live
 * session, and is shared by all workers. Staff names are on every record
 * their owners sign; no young person's name is ever in it.
 */
#ifndef THROUGHLINE_ACCESS_NAMES_H
#define THROUGHLINE_ACCESS_NAMES_H

#include <stdbool.h>

#include "base/err.h"
#include "db/rows.h"
#include "db/tx.h"

/* Holds the dictionary steady while it is read; release soon. */
struct names;

/* True when it was never filled or is older than a minute: queue a reload. */
bool names_due(void);

/* Queues the reload in `tx`; give `*ret_rows` to names_fill after commit. */
struct err *names_queue(struct tx *tx, struct rows **ret_rows);

/* Replaces the dictionary by `rows`. Readers keep the one they hold. */
void names_fill(const struct rows *rows);

const struct names *names_hold(void);
void names_release(const struct names *names);

/* NULL when unknown. `kind` is "user", "agency" or a vocabulary. */
const char *names_find(const struct names *names, const char *kind,
                       const char *id);

/* A user's agency name, an agency's code; NULL when unknown or none. */
const char *names_detail(const struct names *names, const char *kind,
                         const char *id);

#endif
