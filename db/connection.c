/*
 * connection.c - opening, reopening and giving up connections; the part of
 * pipeline.h that is about their life.
 */
#include <poll.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"
#include "db/pipeline.h"

/* An attempt ends early enough to answer 503 within two seconds (R33). */
#define CONNECT_MS 1500
/* Short pauses: the database is back long before a person gives up (R30). */
#define BACKOFF_FIRST_MS 100
#define BACKOFF_LARGEST_MS 1000
#define RETRY_AFTER_SECONDS 1

/* A statement whose client has gone is stopped by the server itself, so a
 * dropped connection does not leave its query running. */
#define SESSION_OPTIONS                                                        \
    "-c plan_cache_mode=force_generic_plan"                                    \
    " -c default_transaction_isolation=read\\ committed"                       \
    " -c client_connection_check_interval=1s"                                  \
    " -c DateStyle=ISO -c IntervalStyle=iso_8601 -c TimeZone=UTC"

static struct err *busy(struct arena *arena, const char *why)
{
    struct err *err = err_logged(arena, ERR_BUSY, "%s", why);

    err->retry_after = RETRY_AFTER_SECONDS;
    return err;
}

void connection_drop(struct connection *connection)
{
    PQfinish(connection->pg);
    connection->pg = NULL;
    known_forget(&connection->known);
    connection->in_use = false;
}

struct err *connection_lost(struct connection *connection, struct arena *arena,
                            enum pipeline_end end)
{
    connection_drop(connection);
    return busy(arena, end == PIPELINE_LATE
                           ? "the database did not answer by the deadline"
                           : "the connection to the database was lost");
}

static void backoff(struct connection *connection)
{
    int64_t pause = connection->backoff_ms * 2;

    if (pause < BACKOFF_FIRST_MS)
        pause = BACKOFF_FIRST_MS;
    if (pause > BACKOFF_LARGEST_MS)
        pause = BACKOFF_LARGEST_MS;
    connection->backoff_ms = pause;
    connection->retry_at_ms = clock_monotonic_ms() + pause;
}

/* Notices may quote data, so they are dropped (R26). */
static void notice_ignore(void *data, const PGresult *result)
{
    (void)data;
    (void)result;
}

/* Ours and then those of the conninfo, which therefore win. */
static const char *session_options(struct arena *arena, const char *conninfo)
{
    PQconninfoOption *parsed = PQconninfoParse(conninfo, NULL);
    const char *options = SESSION_OPTIONS;

    for (PQconninfoOption *at = parsed; at && at->keyword; at++)
        if (at->val && strcmp(at->keyword, "options") == 0)
            options = arena_printf(arena, "%s %s", options, at->val);
    PQconninfoFree(parsed);
    return options;
}

/* What stands before "dbname" the conninfo may overrule, what stands after it
 * not. */
static PGconn *connect_start(struct arena *arena, const char *conninfo)
{
    const char *const keywords[] = {"fallback_application_name",
                                    "gssencmode",
                                    "tcp_user_timeout",
                                    "dbname",
                                    "client_encoding",
                                    "options",
                                    NULL};
    const char *const values[] = {
        "throughline", "disable", "10000",
        conninfo,      "UTF8",    session_options(arena, conninfo),
        NULL};

    return PQconnectStartParams(keywords, values, 1);
}

static enum pipeline_end connect_finish(PGconn *pg, int64_t deadline_ms)
{
    PostgresPollingStatusType wanted = PGRES_POLLING_WRITING;

    if (PQstatus(pg) == CONNECTION_BAD)
        return PIPELINE_LOST;
    while (wanted != PGRES_POLLING_OK) {
        short events = wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT;
        enum pipeline_end end = pipeline_wait(pg, events, deadline_ms);
        if (end != PIPELINE_FINE)
            return end;
        wanted = PQconnectPoll(pg);
        if (wanted == PGRES_POLLING_FAILED)
            return PIPELINE_LOST;
    }
    if (PQsetnonblocking(pg, 1) != 0 || !PQenterPipelineMode(pg))
        return PIPELINE_LOST;
    PQsetNoticeReceiver(pg, notice_ignore, NULL);
    return PIPELINE_FINE;
}

static struct err *connection_connect(struct connection *connection,
                                      struct arena *arena, int64_t deadline_ms)
{
    enum pipeline_end end = PIPELINE_LOST;
    struct err *err;

    connection->pg = connect_start(arena, connection->conninfo);
    if (connection->pg)
        end = connect_finish(connection->pg, deadline_ms);
    if (end == PIPELINE_FINE)
        return NULL;
    err = busy(arena,
               end == PIPELINE_LATE
                   ? "the database cannot be reached by the deadline"
                   : arena_printf(arena, "the database cannot be reached: %s",
                                  PQerrorMessage(connection->pg)));
    connection_drop(connection);
    return err;
}

/* SQL text holds no data, so it may be told. */
struct err *connection_unfit(struct connection *connection, struct arena *arena,
                             const struct stmt *stmt, const PGresult *result)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    struct err *err =
        busy(arena,
             arena_printf(arena, "statement %s was refused: %s %s", stmt->name,
                          state ? state : "", message ? message : ""));

    connection_drop(connection);
    return err;
}

/* An idle connection has nothing to read, but for a word of farewell. */
static bool still_alive(PGconn *pg)
{
    struct pollfd socket = {.fd = PQsocket(pg), .events = POLLIN};

    for (int tries = 0; tries < 4; tries++) {
        if (poll(&socket, 1, 0) == 0)
            return true;
        if (!PQconsumeInput(pg) || PQisBusy(pg) ||
            PQstatus(pg) != CONNECTION_OK)
            return false;
    }
    return false;
}

/* Drops what must not be used again: a connection that died while idle, or
 * one whose transaction was abandoned (R8). */
static void connection_weed(struct connection *connection)
{
    if (!connection->pg)
        return;
    if (connection->in_use)
        log_write(LOG_WARNING, "database", "a transaction was abandoned");
    if (connection->in_use || !still_alive(connection->pg))
        connection_drop(connection);
}

struct err *connection_open(struct connection *connection, struct arena *arena,
                            int64_t deadline_ms)
{
    int64_t now = clock_monotonic_ms();
    int64_t limit =
        now + CONNECT_MS < deadline_ms ? now + CONNECT_MS : deadline_ms;
    struct err *err;

    connection_weed(connection);
    if (connection->pg)
        return NULL;
    if (now < connection->retry_at_ms)
        return busy(arena, "waiting a moment before reconnecting");
    err = connection_connect(connection, arena, limit);
    if (err)
        backoff(connection);
    else
        connection->backoff_ms = 0;
    return err;
}
