/*
 * stmt.h - the named SQL statements, embedded at build time.
 *
 * Each room's SQL is db/<room>/<room>.sql. A statement is announced by
 *
 *     -- The referral as its reader may see it.
 *     -- name: referral_load(id uuid)
 *     -- plan: seq scan on spoke      (only where one is right; else refused)
 *     SELECT ... WHERE referral.id = :id;
 *
 * and ended by its semicolon. Comment lines right above the name become the
 * function's documentation. db/tools/embed_sql turns every file into
 * `<room>_store.h`, one typed function a statement:
 *
 *     struct err *referral_load(struct tx *tx, const char *id,
 *                               struct rows **ret_rows);
 *
 * Arguments are texts in PostgreSQL's input form, NULL for SQL NULL; the
 * parameter's type is the one announced. `ret_rows` may be NULL where only
 * success matters. There is no function anywhere that
 * takes SQL text at run time. A connection prepares a statement when
 * it first queues it (db/known.h).
 */
#ifndef THROUGHLINE_DB_STMT_H
#define THROUGHLINE_DB_STMT_H

#include <stddef.h>

#define STMT_PARAMETERS_MAX 16

struct stmt {
    const char *room; /* "referral" */
    const char *name; /* "referral_load", also its prepared name */
    const char *text; /* with $1, $2, ... */
    size_t parameter_count;
    const unsigned *types; /* PostgreSQL type oids, parameter_count */
    const char *plan_note; /* the text after "plan:", or NULL */
};

/* All statements, in an order fixed at build time. */
extern const struct stmt stmt_table[];
extern const size_t stmt_count;

#endif
