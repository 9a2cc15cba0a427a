#include "db/pool.h"

#include "base/log.h"
#include "connection_store.h"
#include "db/pipeline.h"
#include "schema_version.h"

#define VERSION_OLDEST 150000  /* as PQserverVersion() counts */
#define VERSION_PATCHED 150020 /* known holes are closed from here on (R40) */

struct connection *connection_new(const char *conninfo)
{
    struct connection *connection = calloc(1, sizeof(*connection));

    if (!connection)
        abort();
    connection->conninfo = conninfo;
    known_init(&connection->known);
    return connection;
}

void connection_free(struct connection *connection)
{
    if (!connection)
        return;
    connection_drop(connection);
    known_release(&connection->known);
    free(connection);
}

struct err *connection_ready(struct connection *connection, struct arena *arena,
                             int64_t deadline_ms)
{
    struct err *err = connection_open(connection, arena, deadline_ms);
    enum pipeline_end end;

    if (err)
        return err;
    /* A dead network looks like an idle one until somebody asks. */
    end = PQpipelineSync(connection->pg)
              ? pipeline_synced(connection, deadline_ms)
              : PIPELINE_LOST;
    return end == PIPELINE_FINE ? NULL
                                : connection_lost(connection, arena, end);
}

static void result_release(void *result)
{
    PQclear(result);
}

/* Asks one of the questions of connection.sql, unprepared: they are asked
 * once. */
static struct err *question_ask(struct connection *connection,
                                struct arena *arena, int64_t deadline_ms,
                                const struct stmt *stmt, PGresult **ret_result)
{
    enum pipeline_end end = PIPELINE_LOST;

    if (PQsendQueryParams(connection->pg, stmt->text, 0, NULL, NULL, NULL, NULL,
                          0) &&
        PQpipelineSync(connection->pg))
        end = pipeline_answer(connection, deadline_ms, ret_result);
    arena_on_release(arena, result_release, *ret_result);
    if (end == PIPELINE_FINE)
        end = pipeline_synced(connection, deadline_ms);
    return end == PIPELINE_FINE ? NULL
                                : connection_lost(connection, arena, end);
}

static bool is_true(const PGresult *result, int column)
{
    return PQgetvalue(result, 0, column)[0] == 't';
}

static struct err *privileges_check(struct connection *connection,
                                    struct arena *arena, int64_t deadline_ms)
{
    PGresult *result = NULL;
    struct err *err = question_ask(
        connection, arena, deadline_ms,
        &connection_statements[STMT_CONNECTION_PRIVILEGES], &result);
    const char *role;

    if (err)
        return err;
    if (PQresultStatus(result) != PGRES_TUPLES_OK)
        return err_logged(arena, ERR_INTERNAL,
                          "the database role cannot be examined: %s",
                          PQresultErrorMessage(result));
    role = PQgetvalue(result, 0, 0);
    if (is_true(result, 1))
        return err_logged(arena, ERR_INTERNAL,
                          "the database role %s is, or can become, a "
                          "superuser: connect as throughline_server",
                          role);
    if (is_true(result, 2))
        return err_logged(arena, ERR_INTERNAL,
                          "the database role %s may bypass row-level "
                          "security: connect as throughline_server",
                          role);
    if (!PQgetisnull(result, 0, 3))
        return err_logged(arena, ERR_INTERNAL,
                          "the database role %s owns %s, and owners are not "
                          "held by policies: connect as throughline_server",
                          role, PQgetvalue(result, 0, 3));
    return NULL;
}

static struct err *schema_check(struct connection *connection,
                                struct arena *arena, int64_t deadline_ms)
{
    PGresult *result = NULL;
    struct err *err =
        question_ask(connection, arena, deadline_ms,
                     &connection_statements[STMT_CONNECTION_SCHEMA], &result);
    long version = 0;

    if (err)
        return err;
    if (PQresultStatus(result) == PGRES_TUPLES_OK)
        version = strtol(PQgetvalue(result, 0, 0), NULL, 10);
    if (version == SCHEMA_VERSION)
        return NULL;
    if (version > SCHEMA_VERSION)
        return err_logged(arena, ERR_INTERNAL,
                          "the database has migration %ld, newer than this "
                          "program's %d: install the newer program",
                          version, SCHEMA_VERSION);
    return err_logged(arena, ERR_INTERNAL,
                      "the database has migration %ld, older than this "
                      "program's %d: run `throughline migrate`",
                      version, SCHEMA_VERSION);
}

static struct err *version_check(const struct connection *connection,
                                 struct arena *arena)
{
    int version = PQserverVersion(connection->pg);

    if (version < VERSION_OLDEST)
        return err_logged(arena, ERR_INTERNAL,
                          "PostgreSQL %d.%d is too old: version 15 or newer "
                          "is needed",
                          version / 10000, version % 10000);
    if (version < VERSION_PATCHED)
        log_write(LOG_WARNING, "database",
                  "PostgreSQL %d.%d has known holes: update it to 15.20 or "
                  "newer",
                  version / 10000, version % 10000);
    return NULL;
}

struct err *connection_check(struct connection *connection, struct arena *arena,
                             int64_t deadline_ms)
{
    struct err *err = connection_open(connection, arena, deadline_ms);

    if (!err)
        err = version_check(connection, arena);
    if (!err)
        err = privileges_check(connection, arena, deadline_ms);
    if (!err)
        err = schema_check(connection, arena, deadline_ms);
    return err;
}
