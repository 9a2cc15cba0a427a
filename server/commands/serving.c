#include "commands/serving.h"

#include <signal.h>

#include "base/clock.h"
#include "base/log.h"
#include "db/pool.h"
#include "http/request.h"
#include "rooms.h"

#define CHECK_PATIENCE_MS 5000

static void stop_asked(int number)
{
    (void)number;
    listener_stop();
}

static void signals_take(void)
{
    struct sigaction action = {.sa_handler = stop_asked,
                               .sa_flags = SA_RESTART | SA_NOCLDSTOP};

    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL); /* the terminal was closed */
    sigaction(SIGCHLD, &action, NULL);
}

static struct err *rooms_check(struct arena *arena)
{
    const char *fault = NULL;

    router_set_rooms(server_rooms);
    if (router_check(&fault))
        return NULL;
    return err_logged(arena, ERR_INTERNAL, "the route table is wrong: %s",
                      fault);
}

static struct err *database_check(struct arena *arena, const char *conninfo)
{
    struct connection *connection = connection_new(conninfo);
    struct err *err = connection_check(
        connection, arena, clock_monotonic_ms() + CHECK_PATIENCE_MS);

    connection_free(connection);
    if (err && err->code == ERR_BUSY) {
        log_write(LOG_WARNING, "serve.database",
                  "the database cannot be reached yet");
        return NULL;
    }
    return err;
}

/* Its role must not see past policies either. */
static struct err *jobs_start(struct arena *arena,
                              const struct worker_options *jobs,
                              struct background **ret_background)
{
    struct worker_options options = *jobs;
    struct err *err;

    if (!jobs->conninfo) {
        log_write(LOG_WARNING, "serve.jobs",
                  "no job_database: long work waits for a server that has it");
        return NULL;
    }
    err = database_check(arena, jobs->conninfo);
    if (err)
        return err;
    options.kinds = server_jobs;
    return background_start(arena, &options, ret_background);
}

struct err *serving_run(struct arena *arena,
                        const struct listener_options *options,
                        const struct worker_options *jobs,
                        void (*ready)(int port, void *data), void *data)
{
    struct background *background = NULL;
    struct err *err = rooms_check(arena);

    if (!err)
        err = database_check(arena, options->conninfo);
    if (!err)
        err = jobs_start(arena, jobs, &background);
    if (err)
        return err;
    signals_take();
    err = listener_run(arena, options, ready, data);
    background_stop(background);
    return err;
}
