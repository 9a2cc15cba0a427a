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

struct err *serving_run(struct arena *arena,
                        const struct listener_options *options,
                        void (*ready)(int port, void *data), void *data)
{
    struct err *err = rooms_check(arena);

    if (!err)
        err = database_check(arena, options->conninfo);
    if (err)
        return err;
    signals_take();
    return listener_run(arena, options, ready, data);
}
