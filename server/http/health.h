/*
 * health.h - is the database there, and is it one we may run on?
 *
 * Asked by a thread of its own with a connection of its own, so that the
 * answer to /readyz is a look at a flag and never waits.
 */
#ifndef THROUGHLINE_HTTP_HEALTH_H
#define THROUGHLINE_HTTP_HEALTH_H

#include <stdbool.h>

#include "base/err.h"

struct health;

/* Starts asking. `conninfo` must outlive it. */
struct err *health_start(struct arena *arena, const char *conninfo,
                         struct health **ret_health);

/* True once, and as long as, the database answers and is fit (db/pool.h,
 * connection_check). */
bool health_ready(const struct health *health);

/* How many checks have failed since the start. */
unsigned long health_failures(const struct health *health);

/* Waits for the check under way, then frees. NULL is ignored. */
void health_stop(struct health *health);

#endif
