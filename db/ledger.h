/*
 * ledger.h - public.throughline_migration: which files this database has
 * taken in, and their SHA-256. Only for db/migrate.c and
 * db/reference_load.c.
 */
#ifndef THROUGHLINE_DB_LEDGER_H
#define THROUGHLINE_DB_LEDGER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "db/owner.h"

/* One file, in the repository or in the ledger. */
struct ledger_file {
    const char *name; /* "0001_access.sql", "reference/concern.csv" */
    const char *sha256;
    struct slice text; /* empty when read from the ledger */
};

struct ledger_files {
    struct ledger_file *items;
    size_t count;
};

/* Makes the table if need be; it belongs to the connection's role, and only
 * that role writes it. */
struct err *ledger_open(struct owner *owner);

/* What the database has of a kind ("migration", "function", "policy",
 * "reference"), by name. */
struct err *ledger_taken(struct arena *arena, struct owner *owner,
                         const char *kind, struct ledger_files *ret_files);

/* The files of a folder that end in `suffix`, by name, read and summed. */
struct err *ledger_present(struct arena *arena, const char *directory,
                           const char *suffix, struct ledger_files *ret_files);

/* Same names with the same sums? */
bool ledger_same(const struct ledger_files *a, const struct ledger_files *b);

/* The file of that name, or NULL. */
const struct ledger_file *ledger_find(const struct ledger_files *files,
                                      const char *name);

struct err *ledger_record(struct owner *owner, const char *kind,
                          const struct ledger_file *file);

struct err *ledger_forget(struct owner *owner, const char *kind);

#endif
