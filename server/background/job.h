/*
 * job.h - long work, as a room offers it: imports, large exports, reports made
 * anew. A room lists its kinds as it lists its routes (server/rooms.c names
 * them all); its own SQL queues one:
 *
 *     SELECT jobs.queue(:id, 'import', 'Import of ...', spoke_id,
 *                       'import.write', '{"import": "..."}');
 *
 * A worker then calls the kind's `run`, in its own thread, with its own
 * database connection and the rights of whoever queued it. The run is made of
 * short steps, each one transaction that also records how far it is: after
 * kill -9 the next worker calls `run` again with job->done as last committed,
 * and it goes on from there. So a step must do its work and nothing else.
 *
 *     static struct err *rows_copy(struct job *job, struct job_step *step,
 *                                  void *data)
 *     {
 *         job_progress(job, job->done + 500, total, "Copying rows");
 *         return import_rows_copy(step->tx, job_text(job, "import"), ...);
 *     }
 *     static struct err *import_run(struct job *job)
 *     {
 *         struct err *err = job_do(job, count, NULL);
 *         while (!err && job->done < job->total)
 *             err = job_do(job, rows_copy, NULL);
 *         return err;
 *     }
 *     const struct job_kind import_job = {"import", import_run, NULL};
 */
#ifndef THROUGHLINE_BACKGROUND_JOB_H
#define THROUGHLINE_BACKGROUND_JOB_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/tx.h"

struct worker; /* background/worker.h */

struct job {
    struct arena *arena; /* lives as long as this run */
    const char *id;      /* uuid */
    const json_t *input; /* the object it was queued with */
    size_t done;         /* as last committed; 0 at first */
    size_t total;        /* 0 = not known yet */
    /* The runner's own: */
    struct worker *worker;
    const struct job_kind *kind;
    const char *token;
    const char *permission;
    const char *message; /* as last told */
    const char *result;  /* JSON, or NULL */
    size_t wanted_done;  /* what the step at hand will have recorded */
    size_t wanted_total;
    bool clearing;    /* abandon() runs: nothing interrupts it */
    const char *stop; /* the state it was told to stop in, or NULL */
};

/* One transaction of a job. The arena ends with the step. */
struct job_step {
    struct arena *arena;
    struct tx *tx;
};

/* Queues statements; may tx_flush() and look. May be run again when the
 * database was away or a race was lost: keeps nothing outside. */
typedef struct err *job_body(struct job *job, struct job_step *step,
                             void *data);

struct job_kind {
    const char *name; /* "import": jobs.job.kind */
    struct err *(*run)(struct job *job);
    /* Clears up what a cancelled or failed run has left; or NULL. */
    struct err *(*abandon)(struct job *job);
};

/* Runs one step and commits it with its progress. An error means: return it
 * at once. It may be no failure at all, but somebody's wish to stop; the
 * runner knows. A job whose done equals its total is over and no longer
 * asked to stop. */
struct err *job_do(struct job *job, job_body *body, void *data);

/* For a body: how far this step brings it, and what to tell the person.
 * `message` is a literal or in the step's arena; NULL leaves it. */
void job_progress(struct job *job, size_t done, size_t total,
                  const char *message);

/* For a run: where what it made can be seen, once it is done. */
void job_result(struct job *job, const char *href, const char *text);

/* A member of the input, or NULL. */
const char *job_text(const struct job *job, const char *name);

#endif
