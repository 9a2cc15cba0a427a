#include "http/metrics.h"

#include <inttypes.h>

static const int64_t bucket_ms[METRICS_BUCKETS] = {1,  2,   5,   10,   25,
                                                   50, 100, 250, 1000, 5000};

static size_t name_hash(const char *name)
{
    size_t hash = 5381;

    while (*name)
        hash = hash * 33 + (unsigned char)*name++;
    return hash;
}

/* NULL when memory is out or the table full: then this is not counted. */
static struct metrics_route *route_of(struct metrics *metrics, const char *name)
{
    size_t at = name_hash(name);

    for (size_t i = 0; i < METRICS_ROUTES_MAX; i++, at++) {
        struct metrics_route **place =
            &metrics->routes[at % METRICS_ROUTES_MAX];

        if (!*place) {
            *place = calloc(1, sizeof(**place));
            if (*place)
                (*place)->name = name;
            return *place;
        }
        if (!strcmp((*place)->name, name))
            return *place;
    }
    return NULL;
}

static void status_count(struct metrics_route *route, int status)
{
    for (size_t i = 0; i < METRICS_STATUSES_MAX; i++) {
        struct metrics_status *place = &route->statuses[i];

        if (place->status && place->status != status)
            continue;
        place->status = status;
        place->count++;
        return;
    }
}

void metrics_answered(struct metrics *metrics, const char *name, int status,
                      int64_t duration_ms)
{
    struct metrics_route *route = route_of(metrics, name);
    size_t bucket = 0;

    if (!route)
        return;
    status_count(route, status);
    while (bucket < METRICS_BUCKETS && duration_ms > bucket_ms[bucket])
        bucket++;
    if (bucket < METRICS_BUCKETS)
        route->buckets[bucket]++;
    route->count++;
    route->sum_ms += (uint64_t)duration_ms;
}

static void requests_write(const struct metrics_route *route, struct str *out)
{
    for (size_t i = 0; i < METRICS_STATUSES_MAX; i++) {
        const struct metrics_status *status = &route->statuses[i];

        if (status->count)
            str_addf(out,
                     "throughline_requests_total{route=\"%s\",status=\"%d\"} "
                     "%" PRIu64 "\n",
                     route->name, status->status, status->count);
    }
}

static void durations_write(const struct metrics_route *route, struct str *out)
{
    static const char name[] = "throughline_request_duration_seconds";
    uint64_t below = 0;

    for (size_t i = 0; i < METRICS_BUCKETS; i++) {
        below += route->buckets[i];
        str_addf(out, "%s_bucket{route=\"%s\",le=\"%g\"} %" PRIu64 "\n", name,
                 route->name, (double)bucket_ms[i] / 1000, below);
    }
    str_addf(out, "%s_bucket{route=\"%s\",le=\"+Inf\"} %" PRIu64 "\n", name,
             route->name, route->count);
    str_addf(out, "%s_sum{route=\"%s\"} %g\n", name, route->name,
             (double)route->sum_ms / 1000);
    str_addf(out, "%s_count{route=\"%s\"} %" PRIu64 "\n", name, route->name,
             route->count);
}

static void routes_write(const struct metrics *metrics, struct str *out,
                         void (*write)(const struct metrics_route *route,
                                       struct str *out))
{
    for (size_t i = 0; i < METRICS_ROUTES_MAX; i++) {
        if (metrics->routes[i])
            write(metrics->routes[i], out);
    }
}

void metrics_write_one(struct str *out, const char *type, const char *name,
                       uint64_t value)
{
    str_addf(out, "# TYPE throughline_%s %s\nthroughline_%s %" PRIu64 "\n",
             name, type, name, value);
}

void metrics_write(const struct metrics *metrics, struct str *out)
{
    str_add(out, "# TYPE throughline_requests_total counter\n");
    routes_write(metrics, out, requests_write);
    str_add(out, "# TYPE throughline_request_duration_seconds histogram\n");
    routes_write(metrics, out, durations_write);
    metrics_write_one(out, "counter", "connections_total",
                      metrics->connections);
    metrics_write_one(out, "gauge", "connections", metrics->peers);
    metrics_write_one(out, "counter", "malformed_requests_total",
                      metrics->refused);
    metrics_write_one(out, "counter", "client_timeouts_total",
                      metrics->expired);
    metrics_write_one(out, "counter", "rejected_requests_total",
                      metrics->rejected);
}

void metrics_release(struct metrics *metrics)
{
    for (size_t i = 0; i < METRICS_ROUTES_MAX; i++)
        free(metrics->routes[i]);
    *metrics = (struct metrics){0};
}
