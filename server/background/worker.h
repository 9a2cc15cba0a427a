/*
 * worker.h - who works jobs off: a thread beside the server with the lowest
 * priority, or a command in the terminal.
 */
#ifndef THROUGHLINE_BACKGROUND_WORKER_H
#define THROUGHLINE_BACKGROUND_WORKER_H

#include <stdatomic.h>

#include "background/job.h"

struct worker_options {
    const char *conninfo;                /* as throughline_worker */
    const struct job_kind *const *kinds; /* NULL-terminated */
    int lease_seconds; /* silent for longer = taken for dead: 30 */
};

/* Told after each step and at the end, in the terminal. */
typedef void worker_watch(const struct job *job, void *data);

struct worker {
    struct worker_options options;
    struct connection *connection;
    atomic_bool stop;        /* put back what is at hand, and come home */
    volatile bool calls_off; /* what is at hand is cancelled instead */
    worker_watch *watch;
    void *watch_data;
};

void worker_init(struct worker *worker, const struct worker_options *options);
void worker_release(struct worker *worker);

/* Connects now rather than at the first job. */
struct err *worker_ready(struct worker *worker, struct arena *arena);

/* Takes up the next job, or the one named, and works it off. `*ret_found` says
 * whether there was one to be had. An error means that the database cannot be
 * reached, not that the job failed. */
struct err *worker_next(struct worker *worker, struct arena *arena,
                        const char *only, bool *ret_found);

/* Puts away what is out of date (jobs.tidy), once a day whoever asks. */
struct err *worker_tidy(struct worker *worker, struct arena *arena,
                        bool *ret_more);

/* One step of keeping the figures of returns (reporting.figures_keep). */
struct err *worker_figures(struct worker *worker, struct arena *arena,
                           bool *ret_more);

/* The thread beside the server. */
struct background;
struct err *background_start(struct arena *arena,
                             const struct worker_options *options,
                             struct background **ret_background);

/* Puts back what is at hand; returns when the thread has ended. NULL is
 * ignored. */
void background_stop(struct background *background);

#endif
