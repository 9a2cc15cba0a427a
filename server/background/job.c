#include "background/job.h"

#include <time.h>

#include "background/worker.h"
#include "base/clock.h"
#include "base/uuid.h"
#include "job_store.h"

/* The database is given this long to come back before a job fails. */
#define PATIENCE_MS 15000
#define AGAIN_MS 300
#define RACES_MOST 5
#define PAUSE_MOST_MS 250

void job_progress(struct job *job, size_t done, size_t total,
                  const char *message)
{
    job->wanted_done = done;
    job->wanted_total = total;
    if (message)
        job->message = arena_strdup(job->arena, message);
}

void job_result(struct job *job, const char *href, const char *text)
{
    struct str json;

    str_init(&json, job->arena);
    str_add(&json, "{\"href\":");
    str_add_json(&json, href);
    str_add(&json, ",\"text\":");
    str_add_json(&json, text);
    str_add_char(&json, '}');
    job->result = json.data;
}

const char *job_text(const struct job *job, const char *name)
{
    return json_string_value(json_object_get(job->input, name));
}

static void pause_ms(int64_t ms)
{
    nanosleep(
        &(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000},
        NULL);
}

static const char *number(struct arena *arena, size_t value)
{
    return arena_printf(arena, "%zu", value);
}

/* Asked to stop: by the person, or because the server goes. Never once the
 * last step is committed, nor while clearing up. */
static struct err *stopped(struct job *job, struct job_step *step,
                           const struct rows *beat)
{
    if (job->clearing)
        return NULL;
    if (rows_true(beat, 0, 0))
        job->stop = "cancelled";
    else if (atomic_load(&job->worker->stop))
        job->stop = job->worker->calls_off ? "cancelled" : "queued";
    return job->stop ? err_new(step->arena, ERR_CONFLICT, "Stopped.") : NULL;
}

static struct err *step_begin(struct job *job, struct job_step *step)
{
    const struct worker *worker = job->worker;
    const struct tx_context context = {
        .mode = TX_WRITE,
        .token = job->token,
        .permission = job->permission,
        .request_id = uuid_new(step->arena),
        .operation = arena_printf(step->arena, "job.%s", job->kind->name),
        .deadline_ms = clock_monotonic_ms() +
                       (int64_t)worker->options.lease_seconds * 1000 * 2 / 3,
    };

    return tx_begin(worker->connection, step->arena, &context, &step->tx);
}

static struct err *beat(struct job *job, struct job_step *step, bool with,
                        struct rows **ret_rows)
{
    struct arena *arena = step->arena;
    bool total = with && job->wanted_total > 0;

    return job_beat(
        step->tx, job->id, with ? number(arena, job->wanted_done) : NULL,
        total ? number(arena, job->wanted_total) : NULL,
        with ? job->message : NULL,
        number(arena, (size_t)job->worker->options.lease_seconds), ret_rows);
}

/* The beat before tells whether to go on; after a lost COMMIT it also tells
 * that the step had been done after all. */
static struct err *step_once(struct job *job, struct job_step *step,
                             job_body *body, void *data, bool again)
{
    struct rows *before;
    size_t recorded;
    struct err *err = step_begin(job, step);

    if (!err)
        err = beat(job, step, false, &before);
    if (!err)
        err = tx_flush(step->tx);
    if (!err)
        err = stopped(job, step, before);
    if (err)
        return err;
    recorded = strtoul(rows_known(before, 0, 1), NULL, 10);
    if (again && recorded != job->done && recorded == job->wanted_done)
        return NULL;
    job->wanted_done = job->done;
    job->wanted_total = job->total;
    err = body(job, step, data);
    if (!err)
        err = beat(job, step, true, NULL);
    return err ? err : tx_commit(step->tx);
}

/* One try in an arena of its own; what must outlive it is copied. */
static struct err *step_try(struct job *job, job_body *body, void *data,
                            bool again)
{
    struct arena arena;
    struct job_step step = {.arena = &arena};
    struct err *err;

    arena_init(&arena);
    arena_guard(&arena, job->arena->guard);
    err = step_once(job, &step, body, data, again);
    tx_end(step.tx);
    if (err) {
        struct err *kept =
            err_new(job->arena, err->code,
                    err->detail ? arena_strdup(job->arena, err->detail) : NULL);
        kept->log = err->log ? arena_strdup(job->arena, err->log) : NULL;
        for (const struct fault *fault = err->faults; fault && !kept->detail;
             fault = fault->next)
            kept->detail = arena_strdup(job->arena, fault->detail);
        err = kept;
    }
    arena_release(&arena);
    return err;
}

static bool worth_again(const struct err *err, int64_t since, int races)
{
    if (err->code == ERR_RETRY)
        return races < RACES_MOST;
    return err->code == ERR_BUSY && clock_monotonic_ms() - since < PATIENCE_MS;
}

struct err *job_do(struct job *job, job_body *body, void *data)
{
    int64_t start = clock_monotonic_ms(), took;
    int races = 0;
    struct err *err = step_try(job, body, data, false);

    while (err && !job->stop && worth_again(err, start, races)) {
        races += err->code == ERR_RETRY;
        pause_ms(AGAIN_MS);
        err = step_try(job, body, data, true);
    }
    if (err)
        return err;
    job->done = job->wanted_done;
    job->total = job->wanted_total;
    if (job->worker->watch)
        job->worker->watch(job, job->worker->watch_data);
    /* Requests come first: a job takes two thirds of the time at most. */
    took = (clock_monotonic_ms() - start) / 2;
    if (job->done < job->total)
        pause_ms(took < PAUSE_MOST_MS ? took : PAUSE_MOST_MS);
    return NULL;
}
