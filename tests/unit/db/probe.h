/*
 * probe.h - a database of its own for the tests of db/: made in the cluster
 * of THROUGHLINE_TEST_DATABASE (a superuser's conninfo), with a stand-in for
 * access.enter() and statements that do what tests need done.
 */
#ifndef THROUGHLINE_TESTS_PROBE_H
#define THROUGHLINE_TESTS_PROBE_H

#include "tests/unit/suite.h"

#include <unistd.h>

#include "base/clock.h"
#include "base/str.h"
#include "db/pipeline.h"
#include "db/pool.h"
#include "db/tx.h"
#include "transaction_store.h"

#define REQUEST_ID "123e4567-e89b-42d3-a456-426614174000"
#define USER_ID "00000000-0000-4000-8000-000000000001"

static char probe_database[64]; /* its name, and its plain login's */
static struct connection *connection;

/* --- statements ------------------------------------------------------------
 */

enum { OID_TEXT = 25, OID_UUID = 2950, OID_JSONB = 3802, OID_INT = 23 };

static const unsigned text_types[] = {OID_TEXT, OID_TEXT};
static const unsigned int_types[] = {OID_INT};
static const unsigned echo_types[] = {OID_TEXT, OID_UUID, OID_JSONB};

enum probe {
    PROBE_ECHO,
    PROBE_JSON,
    PROBE_SLEEP,
    PROBE_INSERT,
    PROBE_COUNT,
    PROBE_REPEAT,
    PROBE_DIVIDE,
    PROBE_RAISE,
    PROBE_BACKEND,
    PROBE_CONTEXT,
    PROBE_DIE,
    PROBE_LATER,
    PROBE_END
};

static const struct stmt probes[PROBE_END] = {
    [PROBE_ECHO] = {"probe", "probe_echo",    "SELECT $1, $2, $3",             3, echo_types,
                    NULL                                                                          },
    [PROBE_JSON] = {"probe", "probe_json",
                    "SELECT '{ \"a\" :1,\"a\":\"\\u00e9\"}'::json",            0, NULL,
                    NULL                                                                          },
    [PROBE_SLEEP] = {"probe", "probe_sleep",   "SELECT pg_sleep($1)",           1,
                    int_types,                                                                NULL},
    [PROBE_INSERT] = {"probe", "probe_insert",
                    "INSERT INTO probe VALUES ($1), ($1 + 1)",                 1, int_types,
                    NULL                                                                          },
    [PROBE_COUNT] = {"probe", "probe_count",   "SELECT count(*) FROM probe",    0,
                    NULL,                                                                     NULL},
    [PROBE_REPEAT] = {"probe", "probe_repeat",  "SELECT $1 || $2",               2, text_types,
                    NULL                                                                          },
    [PROBE_DIVIDE] = {"probe", "probe_divide",  "SELECT 1 / $1",                 1, int_types,
                    NULL                                                                          },
    [PROBE_RAISE] = {"probe", "probe_raise",   "SELECT raise($1, $2)",          2,
                    text_types,                                                               NULL},
    [PROBE_BACKEND] = {"probe", "probe_backend", "SELECT pg_backend_pid()",       0,
                    NULL,                                                                     NULL},
    [PROBE_CONTEXT] = {"probe", "probe_context",
                    "SELECT nullif(current_setting('probe.token', true), "
                       "''), current_setting('transaction_isolation'), "
                       "current_setting('synchronous_commit')",                0, NULL,       NULL},
    [PROBE_DIE] = {"probe", "probe_die",
                    "SELECT pg_terminate_backend(pg_backend_pid())",           0, NULL,
                    NULL                                                                          },
    [PROBE_LATER] = {"probe", "probe_later",   "INSERT INTO later VALUES ($1)", 1,
                    int_types,                                                                NULL},
};

static inline struct rows *queue(struct tx *tx, enum probe probe,
                                 const char *first, const char *second)
{
    const char *const arguments[] = {first, second, NULL};
    struct rows *rows = NULL;

    ck_assert_ptr_null(tx_queue(tx, &probes[probe], arguments, &rows));
    return rows;
}

/* --- the database ------------------------------------------------------------
 */

static inline PGconn *admin_connect(const char *database)
{
    const char *base = getenv("THROUGHLINE_TEST_DATABASE");
    const char *const keywords[] = {"dbname", "dbname", NULL};
    const char *const values[] = {base, database, NULL};
    PGconn *admin;

    ck_assert_msg(base != NULL, "THROUGHLINE_TEST_DATABASE is not set: it is "
                                "a superuser's conninfo of a throwaway "
                                "PostgreSQL (tests/run-tests.sh sets it)");
    if (!database)
        admin = PQconnectdb(base);
    else
        admin = PQconnectdbParams(keywords, values, 1);
    ck_assert_msg(PQstatus(admin) == CONNECTION_OK, "%s",
                  PQerrorMessage(admin));
    return admin;
}

/* Runs SQL as superuser; the first value of the answer, "" if none. */
static inline char *admin_ask(const char *database, const char *sql)
{
    PGconn *admin = admin_connect(database);
    PGresult *result = PQexec(admin, sql);
    ExecStatusType status = PQresultStatus(result);
    char *answer;

    ck_assert_msg(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK,
                  "%s: %s", sql, PQerrorMessage(admin));
    answer =
        arena_strdup(&arena, PQntuples(result) ? PQgetvalue(result, 0, 0) : "");
    PQclear(result);
    PQfinish(admin);
    return answer;
}

static const char probe_schema[] =
    "SET client_min_messages = warning;"
    "CREATE SCHEMA access;"
    "CREATE FUNCTION access.enter(token text, permission text, request uuid,"
    " operation text, purpose text, reading bool)"
    " RETURNS uuid LANGUAGE plpgsql AS $$ BEGIN"
    " IF token = 'bad' THEN"
    "  RAISE EXCEPTION 'no live session' USING ERRCODE = 'TL401'; END IF;"
    " PERFORM set_config('probe.token', coalesce(token, ''), true);"
    " IF reading THEN"
    "  PERFORM set_config('synchronous_commit', 'off', true); END IF;"
    " RETURN CASE WHEN token IS NOT NULL THEN '" USER_ID "'::uuid END;"
    "END $$;"
    "CREATE FUNCTION access.schema_version() RETURNS int LANGUAGE sql"
    " AS 'SELECT 0';"
    "CREATE TABLE probe (n int);"
    "CREATE TABLE later (n int CONSTRAINT later_n_key UNIQUE"
    " DEFERRABLE INITIALLY DEFERRED);"
    "CREATE FUNCTION raise(state text, message text) RETURNS void LANGUAGE"
    " plpgsql AS $$ BEGIN RAISE EXCEPTION '%', message"
    " USING ERRCODE = state; END $$;"
    "GRANT USAGE ON SCHEMA access, public TO PUBLIC;"
    "GRANT ALL ON probe, later TO PUBLIC;";

static inline void probe_up(void)
{
    arena_up();
    snprintf(probe_database, sizeof(probe_database), "throughline_probe_%d",
             (int)getpid());
    admin_ask(NULL, arena_printf(&arena, "CREATE DATABASE %s", probe_database));
    admin_ask(NULL,
              arena_printf(&arena, "CREATE ROLE %s LOGIN", probe_database));
    admin_ask(probe_database, probe_schema);
    arena_down();
}

static inline void probe_down(void)
{
    arena_up();
    admin_ask(NULL, arena_printf(&arena, "DROP DATABASE %s WITH (FORCE)",
                                 probe_database));
    admin_ask(NULL, arena_printf(&arena, "DROP ROLE %s", probe_database));
    arena_down();
}

/* Where the server of the test cluster listens. */
static inline void server_place(char *host, size_t host_size, char *port,
                                size_t port_size)
{
    PGconn *admin = admin_connect(NULL);

    snprintf(host, host_size, "%s", PQhost(admin));
    snprintf(port, port_size, "%s", PQport(admin));
    PQfinish(admin);
}

/* The conninfo of the probe's plain login there. */
static inline const char *probe_conninfo(const char *host, const char *port)
{
    return arena_printf(&arena,
                        "host=%s port=%s dbname=%s user=%s sslmode=disable",
                        host, port, probe_database, probe_database);
}

/* Connects `connection` by this conninfo, or straight to the server if NULL. */
static inline void connection_use(const char *conninfo)
{
    char host[128], port[16];

    server_place(host, sizeof(host), port, sizeof(port));
    if (!conninfo)
        conninfo = probe_conninfo(host, port);
    connection = connection_new(conninfo);
}

/* --- transactions ----------------------------------------------------------
 */

static inline int64_t in(int64_t ms)
{
    return clock_monotonic_ms() + ms;
}

static inline struct err *begin_as(const char *token, enum tx_mode mode,
                                   int64_t ms, struct tx **ret_tx)
{
    struct tx_context context = {
        .mode = mode,
        .token = token,
        .permission = "probe.read",
        .request_id = REQUEST_ID,
        .operation = "probe",
        .deadline_ms = in(ms),
    };

    return tx_begin(connection, &arena, &context, ret_tx);
}

static inline struct tx *begin(void)
{
    struct tx *tx = NULL;
    struct err *err = begin_as("token", TX_WRITE, 10000, &tx);

    ck_assert_msg(err == NULL, "%s", err ? err->log : "");
    return tx;
}

static inline void commit(struct tx *tx)
{
    struct err *err = tx_commit(tx);

    ck_assert_msg(err == NULL, "%s", err ? err->log : "");
    ck_assert(tx_committed(tx));
    tx_end(tx);
}

/* One statement in a transaction of its own; its first value. */
static inline const char *ask(enum probe probe, const char *first)
{
    struct tx *tx = begin();
    struct rows *rows = queue(tx, probe, first, NULL);

    commit(tx);
    return rows_count(rows) ? rows_text(rows, 0, 0) : "";
}

#endif
