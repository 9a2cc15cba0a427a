/*
 * reference_load.h - the partnership's lists, from CSV files in `config`:
 *
 *     reference/<vocabulary>.csv   code,label,position,active_from,active_to
 *         and further columns, into reference.term (further ones into detail)
 *     partnership/<name>.csv       handed as a JSON array of objects to the
 *         database function reference.load_<name>(jsonb), in the order of
 *         partnership/order.txt (one name a line, # for comments)
 *
 *     access/<name>.csv, governance/<name>.csv   what is reviewed of the product,
 *         line by line into reference.reviewed_row, sheet "access_<name>"
 *
 * A file is loaded when it is new or has changed; it then wins over what was
 * changed on the pages. A code that left its file stays, for records use it.
 * All in one transaction. Faults tell file and line.
 */
#ifndef THROUGHLINE_DB_REFERENCE_LOAD_H
#define THROUGHLINE_DB_REFERENCE_LOAD_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/owner.h"

struct err *reference_load(struct arena *arena, struct owner *owner,
                           const char *config, size_t *ret_loaded);

#endif
