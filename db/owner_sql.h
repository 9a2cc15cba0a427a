/*
 * owner_sql.h - SQL text on the owner's connection. Only for db/migrate.c,
 * db/reference_load.c and their like: what they pass is a literal or a file
 * of this repository, never text made from input.
 */
#ifndef THROUGHLINE_DB_OWNER_SQL_H
#define THROUGHLINE_DB_OWNER_SQL_H

#include <libpq-fe.h>
#include <stddef.h>

#include "db/owner.h"

/* One statement with text arguments ($1...). `*ret_result` (may be NULL)
 * belongs to the owner's arena. */
struct err *owner_query(struct owner *owner, const char *sql, size_t count,
                        const char *const *arguments, PGresult **ret_result);

/* The same, its result and errors in an arena of the caller's: for loops. */
struct err *owner_query_in(struct arena *arena, struct owner *owner,
                           const char *sql, size_t count,
                           const char *const *arguments, PGresult **ret_result);

/* A whole file: many statements. `name` is for messages, which also tell the
 * line. If the cause was a lock not to be had, err->code is ERR_BUSY. The role
 * and search_path it set are put back, so that each file starts alike. */
struct err *owner_run_file(struct owner *owner, const char *name,
                           const char *text);

/* BEGIN with a short lock_timeout, so that a running server is not held up. */
struct err *owner_begin(struct owner *owner);
struct err *owner_commit(struct owner *owner);
void owner_rollback(struct owner *owner);

#endif
