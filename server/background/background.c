#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "background/worker.h"
#include "base/clock.h"
#include "base/log.h"

#define LOOK_MS 500
#define HOUR_MS ((int64_t)60 * 60 * 1000)
#define HALF_MINUTE_MS ((int64_t)30 * 1000)
#define STACK_SIZE ((size_t)1024 * 1024)
#define LEAST_URGENT 19

struct background {
    struct worker worker;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    int64_t next_at_ms[2]; /* of each chore: look then whether it is time */
};

/* When there is nothing else to do, each so often; at once again while there
 * is more of it. */
static const struct chore {
    const char *failed;
    int64_t every_ms;
    struct err *(*run)(struct worker *, struct arena *, bool *ret_more);
} chores[] = {
    {"not put away",     HOUR_MS,        worker_tidy   },
    {"figures not kept", HALF_MINUTE_MS, worker_figures},
};
_Static_assert(sizeof chores / sizeof *chores ==
                   sizeof((struct background *)0)->next_at_ms / sizeof(int64_t),
               "each chore has its time");

/* Until it is time to look again, or to stop. */
static void rest(struct background *background)
{
    struct timespec until;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += LOOK_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    pthread_mutex_lock(&background->mutex);
    if (!atomic_load(&background->worker.stop))
        pthread_cond_timedwait(&background->wake, &background->mutex, &until);
    pthread_mutex_unlock(&background->mutex);
}

static bool look(struct background *background)
{
    struct arena arena;
    bool found;
    struct err *err;

    arena_init(&arena);
    err = worker_next(&background->worker, &arena, NULL, &found);
    if (err && err->code != ERR_BUSY)
        log_write(LOG_WARNING, "job", "no job to be had: %s",
                  err->log ? err->log : "");
    arena_release(&arena);
    return found;
}

static void chore_do(struct background *background, size_t which)
{
    const struct chore *chore = &chores[which];
    struct arena arena;
    jmp_buf guard;
    bool more = false;
    struct err *err;

    background->next_at_ms[which] = clock_monotonic_ms() + chore->every_ms;
    arena_init(&arena);
    if (setjmp(guard) == 0) {
        arena_guard(&arena, &guard);
        err = chore->run(&background->worker, &arena, &more);
        if (err && err->code != ERR_BUSY)
            log_write(LOG_WARNING, "job", "%s: %s", chore->failed,
                      err->log ? err->log : "");
        else if (!err && more)
            background->next_at_ms[which] = 0;
    }
    arena_release(&arena);
}

static void chores_do(struct background *background)
{
    for (size_t i = 0; i < sizeof chores / sizeof *chores; i++)
        if (clock_monotonic_ms() >= background->next_at_ms[i])
            chore_do(background, i);
}

/* On Linux a thread has a priority of its own. */
static void *background_main(void *data)
{
    struct background *background = data;

    setpriority(PRIO_PROCESS, (id_t)gettid(), LEAST_URGENT);
    rest(background); /* the first requests come first */
    while (!atomic_load(&background->worker.stop))
        if (!look(background)) {
            chores_do(background);
            rest(background);
        }
    worker_release(&background->worker);
    return NULL;
}

static bool thread_start(struct background *background)
{
    pthread_attr_t attributes;
    sigset_t all, before;
    bool good;

    if (pthread_attr_init(&attributes))
        return false;
    pthread_attr_setstacksize(&attributes, STACK_SIZE);
    sigfillset(&all); /* signals are the front's */
    pthread_sigmask(SIG_SETMASK, &all, &before);
    good = !pthread_create(&background->thread, &attributes, background_main,
                           background);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (good)
        pthread_setname_np(background->thread, "jobs");
    pthread_attr_destroy(&attributes);
    return good;
}

struct err *background_start(struct arena *arena,
                             const struct worker_options *options,
                             struct background **ret_background)
{
    struct background *background = arena_alloc(arena, sizeof *background);
    pthread_condattr_t monotonic;

    worker_init(&background->worker, options);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&background->mutex, NULL);
    pthread_cond_init(&background->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (!thread_start(background)) {
        worker_release(&background->worker);
        return err_logged(arena, ERR_INTERNAL, "no thread for jobs to be had");
    }
    *ret_background = background;
    return NULL;
}

void background_stop(struct background *background)
{
    if (!background)
        return;
    pthread_mutex_lock(&background->mutex);
    atomic_store(&background->worker.stop, true);
    pthread_cond_signal(&background->wake);
    pthread_mutex_unlock(&background->mutex);
    pthread_join(background->thread, NULL);
    pthread_cond_destroy(&background->wake);
    pthread_mutex_destroy(&background->mutex);
}
