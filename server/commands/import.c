/*
 * import.c - a file of figures or of a list, handed in from the terminal. The
 * work is the same job that a page would queue: it is done here where there is
 * a job_database, else by the server, and shown here either way.
 */
#include <signal.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

#include "background/worker.h"
#include "base/file.h"
#include "base/log.h"
#include "commands/commands.h"
#include "commands/figures.h"
#include "rooms.h"

#define LOOK_MS 300
#define INTERRUPTED 130

static atomic_bool interrupted;
static struct worker *volatile at_work;

static int usage(void)
{
    fputs(
        "usage: throughline import KIND FILE --as EMAIL [--period 2023-24]\n"
        "           [--partnership NAME] [--spoke CODE] [--preview] "
        "[--replace]\n"
        "The kinds and their columns: config/partnership/import_columns.csv\n",
        stderr);
    return 2;
}

/* Ctrl-C calls the work off; nothing of it stays. */
static void stop_asked(int number)
{
    (void)number;
    atomic_store(&interrupted, true);
    if (at_work) {
        at_work->calls_off = true;
        atomic_store(&at_work->stop, true);
    }
}

static void signals_take(void)
{
    struct sigaction action = {.sa_handler = stop_asked};

    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

/* A line that is written over in a terminal, one a step elsewhere. */
static void show(const char *words, long done, long total)
{
    bool terminal = isatty(STDERR_FILENO);

    if (total > 0)
        fprintf(stderr, "%s%s: %ld of %ld%s", terminal ? "\r\033[K" : "", words,
                done, total, terminal && done < total ? "" : "\n");
    else
        fprintf(stderr, "%s\n", words);
    fflush(stderr);
}

static void watch(const struct job *job, void *data)
{
    (void)data;
    if (!job->stop)
        show(job->message ? job->message : "Importing", (long)job->done,
             (long)job->total);
}

/* Ready before there is a job, so that the server does not come first. */
static struct err *work_ready(struct figures_request *request,
                              struct worker *worker)
{
    const struct worker_options options = {
        .conninfo = request->configuration.job_database,
        .kinds = server_jobs,
        .lease_seconds = request->configuration.job_lease_seconds,
    };

    if (!options.conninfo)
        return NULL;
    worker_init(worker, &options);
    worker->watch = watch;
    return worker_ready(worker, request->arena);
}

static struct err *work_here(struct figures_request *request,
                             struct worker *worker, const char *job)
{
    bool found;
    struct err *err;

    if (!worker->connection)
        return NULL;
    at_work = worker;
    if (atomic_load(&interrupted))
        stop_asked(SIGINT);
    err = worker_next(worker, request->arena, job, &found);
    at_work = NULL;
    return err;
}

static bool over(const char *state)
{
    return strcmp(state, "queued") != 0 && strcmp(state, "running") != 0;
}

/* Until it is over, whoever does it. */
static struct err *follow(struct figures_request *request, const char *id,
                          struct figures_standing *ret_standing)
{
    long shown = -1;
    bool asked = false;
    struct err *err;

    while (!(err = figures_job(request->arena, request->owner, id,
                               ret_standing)) &&
           !over(ret_standing->state)) {
        if (atomic_load(&interrupted) && !asked) {
            asked = true;
            err = figures_cancel(request->owner, id);
        }
        if (err)
            break;
        if (ret_standing->done != shown && ret_standing->total > 0)
            show(ret_standing->words, ret_standing->done, ret_standing->total);
        shown = ret_standing->done;
        nanosleep(&(struct timespec){.tv_nsec = LOOK_MS * 1000000L}, NULL);
    }
    return err;
}

static struct err *read_in(struct figures_request *request)
{
    struct slice text;
    struct err *err = file_read(request->arena, request->operands[1], &text);
    const char *slash = strrchr(request->operands[1], '/');

    if (err)
        return err;
    if (!utf8_valid(text.data, text.length))
        return err_logged(request->arena, ERR_INVALID,
                          "%s is not UTF-8: in your spreadsheet save it as "
                          "\"CSV UTF-8 (Comma delimited)\"",
                          request->operands[1]);
    request->file.kind = request->operands[0];
    request->file.name = slash ? slash + 1 : request->operands[1];
    request->file.content = text.data;
    return NULL;
}

/* What came of it: to standard output when good. */
static struct err *tell(struct figures_request *request, const char *id,
                        const char *state, const char *words)
{
    const char *import, *faults;
    struct err *err =
        figures_outcome(request->arena, request->owner, id, &import, &faults);

    if (err)
        return err;
    if (faults[0])
        fprintf(stderr, "%s\n", faults);
    if (strcmp(state, "done") != 0 || strcmp(import, "faulty") == 0)
        return err_logged(request->arena, ERR_INVALID, "%s: %s",
                          request->file.name, words);
    printf("%s: %s\n", request->file.name, words);
    return NULL;
}

static struct err *import(struct figures_request *request,
                          struct worker *worker)
{
    const char *id, *job;
    struct figures_standing standing = {"queued", "", 0, 0};
    struct err *err = read_in(request);

    if (!err)
        err = figures_connect(request, "import");
    log_set_level(LOG_ERROR); /* it speaks to a person */
    if (!err)
        err = work_ready(request, worker);
    if (!err)
        err = figures_open(request->arena, request->owner, &request->file, &id,
                           &job);
    if (!err)
        err = work_here(request, worker, job);
    if (!err)
        err = follow(request, job, &standing);
    return err ? err : tell(request, id, standing.state, standing.words);
}

int command_import(int argc, char **argv)
{
    struct arena arena;
    struct figures_request request = {.arena = &arena};
    struct worker worker = {0};
    int result;

    if (!figures_options(&request, argc, argv) || request.operand_count != 2 ||
        !request.file.email)
        return usage();
    arena_init(&arena);
    signals_take();
    result = command_result(import(&request, &worker));
    worker_release(&worker);
    arena_release(&arena);
    return result && atomic_load(&interrupted) ? INTERRUPTED : result;
}
