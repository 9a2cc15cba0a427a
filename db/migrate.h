/*
 * migrate.h - brings a database to this program's schema.
 *
 * `directory` holds NNNN_name.sql files, each applied once, in order, in its
 * own transaction, and never edited afterwards: the name and SHA-256 of each
 * stand in public.throughline_migration, and a changed or missing one is
 * refused. Then functions/ and policies/ (files that can be applied again),
 * each folder whole and in one transaction when anything in it changed.
 *
 * Safe beside a running server: one migrator at a time (advisory lock), and
 * no statement waits more than five seconds for a lock; it tries again.
 */
#ifndef THROUGHLINE_DB_MIGRATE_H
#define THROUGHLINE_DB_MIGRATE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/owner.h"

struct migrated {
    size_t applied; /* migrations applied now */
    size_t total;   /* in the folder */
    bool renewed;   /* functions or policies were applied again */
};

struct err *migrate_run(struct arena *arena, struct owner *owner,
                        const char *directory, struct migrated *ret_migrated);

#endif
