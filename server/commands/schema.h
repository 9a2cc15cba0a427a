/*
 * schema.h - migrations and reference lists, as `migrate` and `demo` do it.
 */
#ifndef THROUGHLINE_COMMANDS_SCHEMA_H
#define THROUGHLINE_COMMANDS_SCHEMA_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/migrate.h"
#include "db/owner.h"

struct schema_change {
    struct migrated migrated;
    size_t lists; /* CSV files loaded */
};

/* `data_root` has migrations/ and config/. */
struct err *schema_bring_up(struct arena *arena, struct owner *owner,
                            const char *data_root,
                            struct schema_change *ret_change);

#endif
