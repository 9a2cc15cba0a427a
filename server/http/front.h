/*
 * front.h - what the parts on the HTTP thread share. Private to the listener,
 * the exchanges and the monitor.
 */
#ifndef THROUGHLINE_HTTP_FRONT_H
#define THROUGHLINE_HTTP_FRONT_H

#include <microhttpd.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "http/deadline.h"
#include "http/health.h"
#include "http/lane.h"
#include "http/listener.h"
#include "http/metrics.h"
#include "http/static.h"
#include "http/tap.h"

#define FRONT_LANES (LANE_PASSWORD + 1)

struct front {
    const struct listener_options *options;
    struct MHD_Daemon *daemon;
    struct MHD_Daemon *monitor;
    struct site *site;
    struct work_lane *lanes[FRONT_LANES]; /* by enum lane */
    struct health *health;
    struct deadlines deadlines;
    struct tap tap;
    struct metrics metrics;
    size_t open;       /* requests begun and not yet completed */
    size_t body_bytes; /* held for them */
    bool draining;
    int wake_fd;       /* a worker's way to end the loop's wait */
    atomic_bool woken; /* wake_fd has been written and not yet read */
};

/* True if /readyz may say so. */
bool front_ready(const struct front *front);

/* From any thread: a connection has been resumed; let the loop look. (The
 * library signals that only where it has threads of its own.) */
void front_wake(struct front *front);

#endif
