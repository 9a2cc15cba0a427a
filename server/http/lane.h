/*
 * lane.h - a bounded queue and the worker threads that empty it.
 *
 * Each worker owns one database connection for its whole life. A full queue
 * refuses at once: the caller answers 503, which costs nothing, instead of
 * letting everybody wait.
 */
#ifndef THROUGHLINE_HTTP_LANE_H
#define THROUGHLINE_HTTP_LANE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct connection;
struct work_lane;

struct lane_options {
    const char *name; /* "read"; also the threads' name */
    int workers;
    int queue_length;
    const char *conninfo; /* must outlive the lane */
    /* Serves one job on a worker thread. */
    void (*work)(void *job, struct connection *connection);
};

/* ERR_INTERNAL when threads or memory are not to be had. */
struct err *lane_start(struct arena *arena, const struct lane_options *options,
                       struct work_lane **ret_lane);

/* False when the queue is full or the lane is stopping; the job stays the
 * caller's. */
bool lane_push(struct work_lane *lane, void *job);

/* Jobs waiting, not yet taken by a worker. */
size_t lane_length(struct work_lane *lane);

/* Jobs a worker is at. */
size_t lane_busy(struct work_lane *lane);

/* Lets the workers finish what is queued, then frees the lane. False if they
 * had not by `deadline_ms` (monotonic): the lane is then left as it is, for
 * its threads still use it. NULL is ignored. */
bool lane_stop(struct work_lane *lane, int64_t deadline_ms);

#endif
