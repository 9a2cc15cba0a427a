/*
 * sealing.h - the sealer: `throughline audit seal`, and the child process that
 * `throughline demo` runs beside the server.
 */
#ifndef THROUGHLINE_COMMANDS_SEALING_H
#define THROUGHLINE_COMMANDS_SEALING_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/checkpoint.h"
#include "db/cluster.h"

struct sealing_options {
    const char *conninfo; /* as throughline_sealer */
    const char *folder;   /* for each day's last checkpoint; NULL: none */
    struct seal_key key;
    bool once; /* until nothing is left, then return */
};

/* Seals every few seconds, for ever unless `once`. A database that cannot be
 * reached is tried again. False: `once`, and it could not be done; the log
 * says why. */
bool sealing_run(const struct sealing_options *options);

/* The same in a child process that becomes the cluster's account and dies with
 * this one. Call it before there is a second thread. */
struct err *sealing_start(struct arena *arena,
                          const struct sealing_options *options,
                          const struct cluster *cluster, pid_t *ret_child);

/* Ends that child and waits for it; 0 is fine. */
void sealing_stop(pid_t child);

#endif
