#include "db/pipeline.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>

#include "base/clock.h"

/* What is left until the deadline, as poll() likes it. */
static int time_left(int64_t deadline_ms)
{
    int64_t left = deadline_ms - clock_monotonic_ms();

    if (left < 0)
        return 0;
    return left > INT_MAX ? INT_MAX : (int)left;
}

enum pipeline_end pipeline_wait(PGconn *pg, short events, int64_t deadline_ms)
{
    struct pollfd socket = {.fd = PQsocket(pg), .events = events};

    if (socket.fd < 0)
        return PIPELINE_LOST;
    for (;;) {
        int ready = poll(&socket, 1, time_left(deadline_ms));
        if (ready > 0)
            return PIPELINE_FINE;
        if (ready == 0 && clock_monotonic_ms() >= deadline_ms)
            return PIPELINE_LATE;
        if (ready < 0 && errno != EINTR)
            return PIPELINE_LOST;
    }
}

bool pipeline_prepare(struct connection *connection, const struct stmt *stmt)
{
    return PQsendPrepare(connection->pg, stmt->name, stmt->text,
                         (int)stmt->parameter_count, stmt->types) == 1;
}

bool pipeline_send(struct connection *connection, const struct stmt *stmt,
                   const char *const *arguments)
{
    return PQsendQueryPrepared(connection->pg, stmt->name,
                               (int)stmt->parameter_count, arguments, NULL,
                               NULL, 0) == 1;
}

/* PQgetResult() that does not block. NULL parts two answers. */
static enum pipeline_end result_next(PGconn *pg, int64_t deadline_ms,
                                     PGresult **ret_result)
{
    for (;;) {
        int unsent = PQflush(pg);
        enum pipeline_end end;

        if (unsent < 0)
            return PIPELINE_LOST;
        if (!PQisBusy(pg))
            break;
        end =
            pipeline_wait(pg, unsent ? POLLIN | POLLOUT : POLLIN, deadline_ms);
        if (end != PIPELINE_FINE)
            return end;
        if (!PQconsumeInput(pg))
            return PIPELINE_LOST;
    }
    *ret_result = PQgetResult(pg);
    if (PQstatus(pg) == CONNECTION_OK)
        return PIPELINE_FINE;
    PQclear(*ret_result);
    *ret_result = NULL;
    return PIPELINE_LOST;
}

enum pipeline_end pipeline_answer(struct connection *connection,
                                  int64_t deadline_ms, PGresult **ret_result)
{
    PGresult *after = NULL;
    enum pipeline_end end =
        result_next(connection->pg, deadline_ms, ret_result);

    if (end != PIPELINE_FINE)
        return end;
    if (!*ret_result)
        return PIPELINE_LOST;
    end = result_next(connection->pg, deadline_ms, &after);
    if (end == PIPELINE_FINE && !after)
        return PIPELINE_FINE;
    PQclear(after);
    PQclear(*ret_result);
    *ret_result = NULL;
    return end == PIPELINE_FINE ? PIPELINE_LOST : end;
}

enum pipeline_end pipeline_synced(struct connection *connection,
                                  int64_t deadline_ms)
{
    PGresult *result = NULL;
    enum pipeline_end end = result_next(connection->pg, deadline_ms, &result);
    ExecStatusType status = PQresultStatus(result);

    PQclear(result);
    if (end == PIPELINE_FINE && status != PGRES_PIPELINE_SYNC)
        return PIPELINE_LOST;
    return end;
}

enum pipeline_end pipeline_drain(struct connection *connection, int syncs,
                                 int64_t deadline_ms)
{
    int silent = 0;

    while (syncs > 0) {
        PGresult *result = NULL;
        enum pipeline_end end =
            result_next(connection->pg, deadline_ms, &result);
        if (end != PIPELINE_FINE)
            return end;
        if (PQresultStatus(result) == PGRES_PIPELINE_SYNC)
            syncs--;
        /* Two NULLs running: nothing more is owed to us. */
        silent = result ? 0 : silent + 1;
        if (silent > 1)
            return PIPELINE_LOST;
        PQclear(result);
    }
    return PIPELINE_FINE;
}
