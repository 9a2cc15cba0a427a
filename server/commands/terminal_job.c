#include "commands/terminal_job.h"

#include <signal.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

#include "rooms.h"

#define LOOK_MS 300
#define INTERRUPTED 130

static atomic_bool interrupted;
static struct worker *volatile at_work;

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

void terminal_job_signals(void)
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
        show(job->message ? job->message : "At work", (long)job->done,
             (long)job->total);
}

struct err *terminal_job_ready(struct terminal_job *terminal)
{
    const struct worker_options options = {
        .conninfo = terminal->configuration->job_database,
        .kinds = server_jobs,
        .lease_seconds = terminal->configuration->job_lease_seconds,
    };

    if (!options.conninfo)
        return NULL;
    worker_init(&terminal->worker, &options);
    terminal->worker.watch = watch;
    return worker_ready(&terminal->worker, terminal->arena);
}

static struct err *work_here(struct terminal_job *terminal, const char *job)
{
    bool found;
    struct err *err;

    if (!terminal->worker.connection)
        return NULL;
    at_work = &terminal->worker;
    if (atomic_load(&interrupted))
        stop_asked(SIGINT);
    err = worker_next(&terminal->worker, terminal->arena, job, &found);
    at_work = NULL;
    return err;
}

static bool over(const char *state)
{
    return strcmp(state, "queued") != 0 && strcmp(state, "running") != 0;
}

static struct err *follow(struct terminal_job *terminal, const char *id,
                          struct figures_standing *ret_standing)
{
    long shown = -1;
    bool asked = false;
    struct err *err;

    while (!(err = figures_job(terminal->arena, terminal->owner, id,
                               ret_standing)) &&
           !over(ret_standing->state)) {
        if (atomic_load(&interrupted) && !asked) {
            asked = true;
            err = figures_cancel(terminal->owner, id);
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

struct err *terminal_job_work(struct terminal_job *terminal, const char *id,
                              struct figures_standing *ret_standing)
{
    struct err *err = work_here(terminal, id);

    return err ? err : follow(terminal, id, ret_standing);
}

void terminal_job_release(struct terminal_job *terminal)
{
    worker_release(&terminal->worker);
}

int terminal_job_result(int result)
{
    return result && atomic_load(&interrupted) ? INTERRUPTED : result;
}
