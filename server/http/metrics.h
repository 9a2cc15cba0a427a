/*
 * metrics.h - what /metrics tells, in Prometheus' text format.
 *
 * Counted and read on the HTTP thread alone, so nothing here is locked.
 */
#ifndef THROUGHLINE_HTTP_METRICS_H
#define THROUGHLINE_HTTP_METRICS_H

#include <stdint.h>

#include "base/str.h"

#define METRICS_ROUTES_MAX 512
#define METRICS_STATUSES_MAX 24
#define METRICS_BUCKETS 10

struct metrics_status {
    int status;
    uint64_t count;
};

struct metrics_route {
    const char *name; /* a literal, or as long-lived */
    struct metrics_status statuses[METRICS_STATUSES_MAX];
    uint64_t buckets[METRICS_BUCKETS];
    uint64_t count;
    uint64_t sum_ms;
};

struct metrics {
    struct metrics_route *routes[METRICS_ROUTES_MAX]; /* by hash of name */
    uint64_t connections; /* accepted since the start */
    uint64_t peers;       /* open now */
    uint64_t refused;     /* by the gate */
    uint64_t expired;     /* deadlines missed by clients */
    uint64_t rejected;    /* full queues */
};

/* One answer of `route` (the route's name; "static", "health", "none"). */
void metrics_answered(struct metrics *metrics, const char *route, int status,
                      int64_t duration_ms);

/* Appends all of the above. */
void metrics_write(const struct metrics *metrics, struct str *out);

/* Appends "# TYPE" and one line `name value`, for what is read elsewhere. */
void metrics_write_one(struct str *out, const char *type, const char *name,
                       uint64_t value);

void metrics_release(struct metrics *metrics);

#endif
