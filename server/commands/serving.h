/*
 * serving.h - what `serve` and `demo` have in common.
 */
#ifndef THROUGHLINE_COMMANDS_SERVING_H
#define THROUGHLINE_COMMANDS_SERVING_H

#include "background/worker.h"
#include "base/arena.h"
#include "base/err.h"
#include "http/listener.h"

/* Checks the rooms and the database, then serves until SIGTERM, SIGINT,
 * SIGHUP or the end of a child process. `ready` is called once the port is
 * open. Where `jobs` has a conninfo, long work is done beside. A database that
 * cannot be reached yet is no error: /readyz tells. */
struct err *serving_run(struct arena *arena,
                        const struct listener_options *options,
                        const struct worker_options *jobs,
                        void (*ready)(int port, void *data), void *data);

#endif
