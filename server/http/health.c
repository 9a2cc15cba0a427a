#include "http/health.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/clock.h"
#include "base/log.h"
#include "db/pool.h"

/* Seldom while all is well; often while not, to be back soon (R29). */
#define WELL_INTERVAL_MS 2000
#define ILL_INTERVAL_MS 250
#define CHECK_MS 1500
#define STACK_SIZE ((size_t)512 * 1024)

struct health {
    const char *conninfo;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    bool stopping;
    atomic_bool ready;
    atomic_ulong failures;
};

/* After an interruption it may be another database: look at it whole. */
static struct err *database_check(struct connection *connection,
                                  struct arena *arena, bool was_ready)
{
    int64_t deadline = clock_monotonic_ms() + CHECK_MS;
    struct err *err = NULL;

    if (!was_ready)
        err = connection_check(connection, arena, deadline);
    return err ? err : connection_ready(connection, arena, deadline);
}

static void health_note(struct health *health, bool was_ready,
                        const struct err *err)
{
    atomic_store(&health->ready, !err);
    if (err)
        atomic_fetch_add(&health->failures, 1);
    if (err && was_ready)
        log_write(LOG_ERROR, "health.lost", "%s", err->log ? err->log : "");
    else if (!err && !was_ready)
        log_write(LOG_INFO, "health.ready", "the database is there");
}

static void health_check(struct health *health, struct connection *connection)
{
    bool was_ready = atomic_load(&health->ready);
    struct arena arena;
    jmp_buf guard;

    arena_init(&arena);
    if (setjmp(guard)) {
        health_note(health, atomic_load(&health->ready), err_no_memory());
    } else {
        arena_guard(&arena, &guard);
        health_note(health, was_ready,
                    database_check(connection, &arena, was_ready));
    }
    arena_release(&arena);
}

/* False when it is time to stop. */
static bool health_pause(struct health *health)
{
    int64_t until =
        clock_monotonic_ms() +
        (atomic_load(&health->ready) ? WELL_INTERVAL_MS : ILL_INTERVAL_MS);
    struct timespec at = {.tv_sec = until / 1000,
                          .tv_nsec = until % 1000 * 1000000};
    bool going_on;
    int failure = 0;

    pthread_mutex_lock(&health->mutex);
    while (!health->stopping && !failure)
        failure = pthread_cond_timedwait(&health->wake, &health->mutex, &at);
    going_on = !health->stopping;
    pthread_mutex_unlock(&health->mutex);
    return going_on;
}

static void *health_main(void *data)
{
    struct health *health = data;
    struct connection *connection = connection_new(health->conninfo);

    do
        health_check(health, connection);
    while (health_pause(health));
    connection_free(connection);
    return NULL;
}

static bool thread_start(struct health *health)
{
    pthread_attr_t attributes;
    bool good;

    if (pthread_attr_init(&attributes))
        return false;
    pthread_attr_setstacksize(&attributes, STACK_SIZE);
    good = !pthread_create(&health->thread, &attributes, health_main, health);
    pthread_attr_destroy(&attributes);
    if (good)
        pthread_setname_np(health->thread, "health");
    return good;
}

static void health_free(struct health *health)
{
    pthread_cond_destroy(&health->wake);
    pthread_mutex_destroy(&health->mutex);
    free(health);
}

struct err *health_start(struct arena *arena, const char *conninfo,
                         struct health **ret_health)
{
    struct health *health = calloc(1, sizeof(*health));
    pthread_condattr_t monotonic;

    if (!health)
        return err_no_memory();
    health->conninfo = conninfo;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&health->mutex, NULL);
    pthread_cond_init(&health->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (!thread_start(health)) {
        health_free(health);
        return err_logged(arena, ERR_INTERNAL, "health: no thread to be had");
    }
    *ret_health = health;
    return NULL;
}

bool health_ready(const struct health *health)
{
    return atomic_load(&health->ready);
}

unsigned long health_failures(const struct health *health)
{
    return atomic_load(&health->failures);
}

void health_stop(struct health *health)
{
    if (!health)
        return;
    pthread_mutex_lock(&health->mutex);
    health->stopping = true;
    pthread_cond_signal(&health->wake);
    pthread_mutex_unlock(&health->mutex);
    pthread_join(health->thread, NULL);
    health_free(health);
}
