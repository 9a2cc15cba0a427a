#include "http/lane.h"

#include <pthread.h>

#include "base/clock.h"
#include "db/pool.h"

#define STACK_SIZE ((size_t)512 * 1024)

struct work_lane {
    struct lane_options options;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    pthread_cond_t idle; /* a worker has ended */
    void **ring;
    size_t first;
    size_t count;
    size_t busy;
    int started;
    int running;
    bool stopping;
    pthread_t *threads;
};

/* The next job, or NULL when the lane stops and the queue is empty. */
static void *job_take(struct work_lane *lane)
{
    void *job = NULL;

    pthread_mutex_lock(&lane->mutex);
    while (!lane->count && !lane->stopping)
        pthread_cond_wait(&lane->wake, &lane->mutex);
    if (lane->count) {
        job = lane->ring[lane->first];
        lane->first = (lane->first + 1) % (size_t)lane->options.queue_length;
        lane->count--;
        lane->busy++;
    }
    pthread_mutex_unlock(&lane->mutex);
    return job;
}

static void job_done(struct work_lane *lane)
{
    pthread_mutex_lock(&lane->mutex);
    lane->busy--;
    pthread_mutex_unlock(&lane->mutex);
}

static void worker_end(struct work_lane *lane)
{
    pthread_mutex_lock(&lane->mutex);
    lane->running--;
    pthread_cond_broadcast(&lane->idle);
    pthread_mutex_unlock(&lane->mutex);
}

static void *worker_main(void *data)
{
    struct work_lane *lane = data;
    struct connection *connection = connection_new(lane->options.conninfo);
    void *job;

    while ((job = job_take(lane))) {
        lane->options.work(job, connection);
        job_done(lane);
    }
    connection_free(connection);
    worker_end(lane);
    return NULL;
}

static bool worker_start(struct work_lane *lane,
                         const pthread_attr_t *attributes)
{
    pthread_t *thread = &lane->threads[lane->started];

    if (pthread_create(thread, attributes, worker_main, lane))
        return false;
    pthread_setname_np(*thread, lane->options.name);
    pthread_mutex_lock(&lane->mutex);
    lane->started++;
    lane->running++;
    pthread_mutex_unlock(&lane->mutex);
    return true;
}

static bool workers_start(struct work_lane *lane)
{
    pthread_attr_t attributes;
    bool good = true;

    if (pthread_attr_init(&attributes))
        return false;
    pthread_attr_setstacksize(&attributes, STACK_SIZE);
    while (good && lane->started < lane->options.workers)
        good = worker_start(lane, &attributes);
    pthread_attr_destroy(&attributes);
    return good;
}

static void lane_free(struct work_lane *lane)
{
    pthread_cond_destroy(&lane->wake);
    pthread_cond_destroy(&lane->idle);
    pthread_mutex_destroy(&lane->mutex);
    free(lane->ring);
    free(lane->threads);
    free(lane);
}

static struct work_lane *lane_new(const struct lane_options *options)
{
    struct work_lane *lane = calloc(1, sizeof(*lane));
    pthread_condattr_t monotonic;

    if (!lane)
        return NULL;
    lane->options = *options;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&lane->mutex, NULL);
    pthread_cond_init(&lane->wake, NULL);
    pthread_cond_init(&lane->idle, &monotonic);
    pthread_condattr_destroy(&monotonic);
    lane->ring = calloc((size_t)options->queue_length, sizeof(void *));
    lane->threads = calloc((size_t)options->workers, sizeof(pthread_t));
    if (lane->ring && lane->threads)
        return lane;
    lane_free(lane);
    return NULL;
}

struct err *lane_start(struct arena *arena, const struct lane_options *options,
                       struct work_lane **ret_lane)
{
    struct work_lane *lane;

    if (options->workers < 1 || options->queue_length < 1)
        return err_logged(arena, ERR_INTERNAL,
                          "lane %s: workers and queue_length must be 1 or more",
                          options->name);
    lane = lane_new(options);
    if (!lane)
        return err_no_memory();
    if (!workers_start(lane)) {
        lane_stop(lane, INT64_MAX);
        return err_logged(arena, ERR_INTERNAL, "lane %s: no threads to be had",
                          options->name);
    }
    *ret_lane = lane;
    return NULL;
}

bool lane_push(struct work_lane *lane, void *job)
{
    size_t capacity = (size_t)lane->options.queue_length;
    bool taken;

    pthread_mutex_lock(&lane->mutex);
    taken = !lane->stopping && lane->count < capacity;
    if (taken) {
        lane->ring[(lane->first + lane->count) % capacity] = job;
        lane->count++;
        pthread_cond_signal(&lane->wake);
    }
    pthread_mutex_unlock(&lane->mutex);
    return taken;
}

static size_t size_read(struct work_lane *lane, const size_t *size)
{
    size_t value;

    pthread_mutex_lock(&lane->mutex);
    value = *size;
    pthread_mutex_unlock(&lane->mutex);
    return value;
}

size_t lane_length(struct work_lane *lane)
{
    return size_read(lane, &lane->count);
}

size_t lane_busy(struct work_lane *lane)
{
    return size_read(lane, &lane->busy);
}

/* True when all workers have ended in time. */
static bool workers_await(struct work_lane *lane, int64_t deadline_ms)
{
    struct timespec until = {.tv_sec = deadline_ms / 1000,
                             .tv_nsec = deadline_ms % 1000 * 1000000};
    bool ended;
    int failure = 0;

    pthread_mutex_lock(&lane->mutex);
    lane->stopping = true;
    pthread_cond_broadcast(&lane->wake);
    while (lane->running && !failure)
        failure = pthread_cond_timedwait(&lane->idle, &lane->mutex, &until);
    ended = !lane->running;
    pthread_mutex_unlock(&lane->mutex);
    return ended;
}

bool lane_stop(struct work_lane *lane, int64_t deadline_ms)
{
    if (!lane)
        return true;
    if (!workers_await(lane, deadline_ms))
        return false;
    for (int i = 0; i < lane->started; i++)
        pthread_join(lane->threads[i], NULL);
    lane_free(lane);
    return true;
}
