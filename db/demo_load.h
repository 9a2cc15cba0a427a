/*
 * demo_load.h - the demo partnership: runs the .sql files of `folder` in name
 * order, as the owner, all in one transaction, once in a database's life.
 *
 * The folder's CSV files (and those of names/ in it) stand ready for them
 * as rows of the temporary table demo_source (name text, rows jsonb):
 * names/given_names.csv is the row "given_names", an array of objects. The
 * CSV files of figures/ in it and of config/figures stand whole in demo_file
 * (name text, content text), to be handed in as imports.
 */
#ifndef THROUGHLINE_DB_DEMO_LOAD_H
#define THROUGHLINE_DB_DEMO_LOAD_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/owner.h"

/* Whether this database has had its demo data. */
struct err *demo_loaded(struct arena *arena, struct owner *owner,
                        bool *ret_loaded);

struct err *demo_load(struct arena *arena, struct owner *owner,
                      const char *folder);

#endif
