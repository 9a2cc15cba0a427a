/*
 * cluster_process.h - PostgreSQL's programs as children. Only for
 * db/cluster*.c.
 */
#ifndef THROUGHLINE_DB_CLUSTER_PROCESS_H
#define THROUGHLINE_DB_CLUSTER_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/cluster_home.h"

/* Folder of the newest PostgreSQL of at least version 15, or of exactly
 * `wanted` if that is not 0. NULL if there is none; `*ret_major` says which
 * it is. */
const char *postgres_programs(struct arena *arena, int wanted, int *ret_major);

/* Starts `arguments[0]` as the account, with a small environment of its own
 * and its output appended to `log`. A lasting child leaves our terminal (so
 * that Ctrl-C is ours to act on) and dies with us. */
struct err *child_start(struct arena *arena, const struct account *account,
                        const char *const *arguments, const char *log,
                        bool lasting, pid_t *ret_child);

/* Waits for it; true if it ended with exit code 0. */
bool child_succeeded(pid_t child);

/* True once it has ended; collects it. */
bool child_ended(pid_t child);

/* Ends what a killed server may have left running on `data`, and removes a
 * stale postmaster.pid, whose number may by now be somebody else's. */
struct err *leftovers_end(struct arena *arena, const char *data);

#endif
