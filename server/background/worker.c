#include "background/worker.h"

#include <setjmp.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/uuid.h"
#include "db/pool.h"
#include "http/route.h"
#include "job_store.h"

#define CLAIM_MS 5000
#define READY_MS 20000
#define CHORE_MS ((int64_t)10 * 60 * 1000)

void worker_init(struct worker *worker, const struct worker_options *options)
{
    *worker = (struct worker){.options = *options,
                              .connection = connection_new(options->conninfo)};
}

void worker_release(struct worker *worker)
{
    connection_free(worker->connection);
    worker->connection = NULL;
}

struct err *worker_ready(struct worker *worker, struct arena *arena)
{
    return connection_ready(worker->connection, arena,
                            clock_monotonic_ms() + READY_MS);
}

static const char *kinds_list(struct arena *arena, const struct worker *worker)
{
    struct str list;
    const struct job_kind *const *kind = worker->options.kinds;

    str_init(&list, arena);
    str_add_char(&list, '{');
    for (size_t i = 0; kind[i]; i++)
        str_addf(&list, "%s%s", i ? "," : "", kind[i]->name);
    str_add_char(&list, '}');
    return list.data;
}

static const struct job_kind *kind_find(const struct worker *worker,
                                        const char *name)
{
    const struct job_kind *const *kind = worker->options.kinds;

    while (*kind && strcmp((*kind)->name, name) != 0)
        kind++;
    return *kind;
}

static size_t count_read(const struct rows *rows, size_t column)
{
    const char *text = rows_text(rows, 0, column);

    return text ? strtoul(text, NULL, 10) : 0;
}

/* What claim gave; `*ret_verdict` when it is only to be cleared up. */
static void job_fill(struct job *job, const struct rows *rows,
                     const char **ret_verdict)
{
    json_t *input =
        json_loads(rows_known(rows, 0, 4), JSON_REJECT_DUPLICATES, NULL);

    arena_on_release(job->arena, (void (*)(void *))json_decref, input);
    job->id = rows_text(rows, 0, 0);
    job->kind = kind_find(job->worker, rows_text(rows, 0, 1));
    job->token = rows_text(rows, 0, 2);
    job->permission = rows_text(rows, 0, 3);
    job->input = input;
    job->done = count_read(rows, 5);
    job->total = count_read(rows, 6);
    *ret_verdict = rows_text(rows, 0, 7);
}

static struct err *claim(struct job *job, const char *only, bool *ret_found,
                         const char **ret_verdict)
{
    struct worker *worker = job->worker;
    const char *name = arena_printf(job->arena, "process %ld", (long)getpid());
    const struct tx_context context = {
        .mode = TX_WRITE,
        .permission = PERM_PUBLIC,
        .request_id = uuid_new(job->arena),
        .operation = "job.claim",
        .deadline_ms = clock_monotonic_ms() + CLAIM_MS,
    };
    struct tx *tx = NULL;
    struct rows *rows = NULL;
    struct err *err = tx_begin(worker->connection, job->arena, &context, &tx);

    if (!err)
        err = job_claim(
            tx, name,
            arena_printf(job->arena, "%d", worker->options.lease_seconds),
            kinds_list(job->arena, worker), only, &rows);
    if (!err)
        err = tx_commit(tx);
    tx_end(tx);
    *ret_found = !err && rows_count(rows) > 0;
    if (*ret_found)
        job_fill(job, rows, ret_verdict);
    if (*ret_found && !job->kind)
        return err_logged(job->arena, ERR_INTERNAL,
                          "a job that nobody here asked for");
    return err;
}

struct ending {
    const char *state;
    const char *message;
};

static struct err *finish_body(struct job *job, struct job_step *step,
                               void *data)
{
    const struct ending *ending = data;

    return job_finish(step->tx, job->id, ending->state, ending->message,
                      strcmp(ending->state, "done") == 0 ? job->result : NULL,
                      NULL);
}

/* The beat of a step would come after the session's end: a transaction of
 * its own. */
static void finish(struct job *job, struct ending *ending)
{
    struct tx *tx = NULL;
    struct job_step step = {.arena = job->arena};
    const struct tx_context context = {
        .mode = TX_WRITE,
        .token = job->token,
        .permission = PERM_SIGNED_IN,
        .request_id = uuid_new(job->arena),
        .operation = arena_printf(job->arena, "job.%s", job->kind->name),
        .deadline_ms = clock_monotonic_ms() + CLAIM_MS,
    };
    struct err *err =
        tx_begin(job->worker->connection, job->arena, &context, &tx);

    step.tx = tx;
    if (!err)
        err = finish_body(job, &step, ending);
    if (!err)
        err = tx_commit(tx);
    tx_end(tx);
    log_write(err ? LOG_WARNING : LOG_INFO, "job", "%s %s %s%s%s",
              job->kind->name, job->id, ending->state, err ? ": " : "",
              err && err->log ? err->log : "");
}

/* What the person is told. A cause only the operator should read is logged. */
static const char *failure_words(const struct err *err)
{
    if (err->detail)
        return err->detail;
    switch (err->code) {
    case ERR_FORBIDDEN:
    case ERR_UNAUTHENTICATED:
        return "You may not do this any more. Nothing was changed.";
    case ERR_BUSY:
        return "The database could not be reached for too long. Nothing was "
               "changed: start again.";
    default:
        return "Something went wrong here. Nothing was changed: start again, "
               "and tell your administrator if it happens again.";
    }
}

/* Clears up and says how it ended. What was put back is taken up later. */
static void end(struct job *job, const struct err *err)
{
    struct ending ending = {.state = "done", .message = job->message};
    bool back = err && job->stop && strcmp(job->stop, "queued") == 0;

    if (back)
        ending = (struct ending){"queued", "Waits for the server"};
    else if (err && job->stop)
        ending = (struct ending){job->stop, "Cancelled. Nothing was changed."};
    else if (err)
        ending = (struct ending){"failed", failure_words(err)};
    if (err && !job->stop && err->log)
        log_write(LOG_WARNING, "job", "%s %s: %s", job->kind->name, job->id,
                  err->log);
    if (err && !back && job->kind->abandon) {
        struct err *left;
        job->clearing = true;
        job->stop = NULL;
        left = job->kind->abandon(job);
        if (left)
            log_write(LOG_WARNING, "job", "%s %s: not cleared up: %s",
                      job->kind->name, job->id, left->log ? left->log : "");
    }
    job->message = ending.message;
    finish(job, &ending);
    job->stop = ending.state; /* for who watches */
    if (job->worker->watch)
        job->worker->watch(job, job->worker->watch_data);
}

static struct err *run(struct job *job, const char *verdict)
{
    if (!verdict)
        return job->kind->run(job);
    if (strcmp(verdict, "cancelled") == 0) {
        job->stop = "cancelled";
        return err_new(job->arena, ERR_CONFLICT, "Stopped.");
    }
    return err_new(job->arena, ERR_CONFLICT,
                   "It was interrupted five times and given up. Nothing was "
                   "changed.");
}

/* The next job from its claim to its end. */
static struct err *work_off(struct job *job, const char *only, bool *ret_found)
{
    const char *verdict = NULL;
    struct err *err = claim(job, only, ret_found, &verdict);

    if (!err && job->kind)
        end(job, run(job, verdict));
    return err;
}

/* What a worker does for nobody in particular: one statement. */
typedef struct err *chore_statement(struct tx *tx, struct rows **ret_rows);

static struct err *chore(struct worker *worker, struct arena *arena,
                         const char *operation, chore_statement *statement,
                         struct rows **ret_rows)
{
    const struct tx_context context = {
        .mode = TX_WRITE,
        .permission = PERM_PUBLIC,
        .request_id = uuid_new(arena),
        .operation = operation,
        .deadline_ms = clock_monotonic_ms() + CHORE_MS,
    };
    struct tx *tx = NULL;
    struct err *err = tx_begin(worker->connection, arena, &context, &tx);

    if (!err)
        err = statement(tx, ret_rows);
    if (!err)
        err = tx_commit(tx);
    tx_end(tx);
    return err;
}

/* The database knows whether it is time. */
struct err *worker_tidy(struct worker *worker, struct arena *arena,
                        bool *ret_more)
{
    struct rows *rows = NULL;
    struct err *err = chore(worker, arena, "job.tidy", job_tidy, &rows);

    *ret_more = false;
    if (!err && rows_text(rows, 0, 0))
        log_write(LOG_INFO, "job",
                  "put away: %s files, %s snapshots, %s jobs, %s imports",
                  rows_text(rows, 0, 0), rows_text(rows, 0, 1),
                  rows_text(rows, 0, 2), rows_text(rows, 0, 3));
    return err;
}

struct err *worker_figures(struct worker *worker, struct arena *arena,
                           bool *ret_more)
{
    struct rows *rows = NULL;
    struct err *err = chore(worker, arena, "job.figures", job_figures, &rows);

    *ret_more = !err && rows_true(rows, 0, 0);
    return err;
}

struct err *worker_next(struct worker *worker, struct arena *arena,
                        const char *only, bool *ret_found)
{
    struct job job = {.arena = arena, .worker = worker};
    jmp_buf guard;
    jmp_buf *outer = arena->guard;
    struct err *err;

    *ret_found = false;
    if (setjmp(guard) != 0) {
        arena_guard(arena, outer);
        return err_no_memory();
    }
    arena_guard(arena, &guard);
    err = work_off(&job, only, ret_found);
    arena_guard(arena, outer);
    return err;
}
