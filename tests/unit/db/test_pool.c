#include "tests/unit/db/probe.h"

#include "schema_version.h"
#include "tests/unit/db/relay.h"

static struct relay relay;

/* `connection` through a relay of its own. */
static void relay_up(void)
{
    server_place(relay.host, sizeof(relay.host), relay.port,
                 sizeof(relay.port));
    relay_start(&relay);
    connection_use(probe_conninfo("127.0.0.1",
                                  arena_printf(&arena, "%d", relay.port_here)));
    ck_assert_ptr_null(connection_ready(connection, &arena, in(10000)));
}

static void expect_busy(struct err *err)
{
    ck_assert_ptr_nonnull(err);
    ck_assert_msg(err->code == ERR_BUSY, "code %d: %s", err->code, err->log);
    ck_assert_int_gt(err->retry_after, 0);
    ck_assert_ptr_nonnull(err->log);
}

START_TEST(a_request_is_one_round_trip)
{
    struct tx *tx;
    int before;

    relay_up();
    before = relay.turns;
    tx = begin();
    for (int i = 0; i < 10; i++)
        queue(tx, PROBE_COUNT, NULL, NULL);
    usleep(50000);
    ck_assert_int_eq(relay.turns - before, 0);
    commit(tx);
    ck_assert_int_eq(relay.turns - before, 1);
    ask(PROBE_COUNT, NULL);
    ck_assert_int_eq(relay.turns - before, 2);
    connection_free(connection);
}
END_TEST

START_TEST(the_deadline_holds)
{
    struct tx *tx = NULL;
    int64_t start = clock_monotonic_ms();

    connection_use(NULL);
    ck_assert_ptr_null(connection_ready(connection, &arena, in(10000)));
    start = clock_monotonic_ms();
    ck_assert_ptr_null(begin_as("token", TX_READ, 300, &tx));
    queue(tx, PROBE_SLEEP, "30", NULL);
    expect_busy(tx_commit(tx));
    tx_end(tx);
    ck_assert_int_ge(clock_monotonic_ms() - start, 300);
    ck_assert_int_lt(clock_monotonic_ms() - start, 1300);
    ck_assert_str_eq(ask(PROBE_COUNT, NULL), "0");
    connection_free(connection);
}
END_TEST

/* A dropped connection must not leave its query running for long. */
START_TEST(the_server_stops_what_nobody_waits_for)
{
    static const char sleepers[] =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = "
        "current_database() AND query LIKE '%pg_sleep%' AND pid <> "
        "pg_backend_pid()";
    struct tx *tx = NULL;
    const char *left = "";

    connection_use(NULL);
    ck_assert_ptr_null(begin_as("token", TX_READ, 1000, &tx));
    queue(tx, PROBE_SLEEP, "30", NULL);
    expect_busy(tx_commit(tx));
    connection_free(connection);
    for (int i = 0; i < 50 && strcmp(left, "0") != 0; i++) {
        usleep(100000);
        left = admin_ask(probe_database, sleepers);
    }
    ck_assert_str_eq(left, "0");
}
END_TEST

START_TEST(a_server_lost_in_the_middle_is_busy)
{
    struct tx *tx;
    struct rows *rows;

    connection_use(NULL);
    tx = begin();
    queue(tx, PROBE_DIE, NULL, NULL);
    queue(tx, PROBE_COUNT, NULL, NULL);
    expect_busy(tx_commit(tx));
    ck_assert(!tx_committed(tx));
    tx_end(tx);
    ck_assert_str_eq(ask(PROBE_COUNT, NULL), "0");
    tx = begin();
    queue(tx, PROBE_DIE, NULL, NULL);
    expect_busy(tx_flush(tx));
    expect_busy(tx_queue(tx, &probes[PROBE_COUNT], NULL, &rows));
    tx_end(tx);
    ck_assert_str_eq(ask(PROBE_COUNT, NULL), "0");
    connection_free(connection);
}
END_TEST

START_TEST(a_server_lost_while_idle_is_not_noticed)
{
    connection_use(NULL);
    for (int i = 0; i < 5; i++) {
        const char *backend = ask(PROBE_BACKEND, NULL);
        admin_ask(probe_database,
                  arena_printf(&arena, "SELECT pg_terminate_backend(%s, 5000)",
                               backend));
        ck_assert_str_ne(ask(PROBE_BACKEND, NULL), backend);
    }
    connection_free(connection);
}
END_TEST

/* R30: no answer and no hang-up either, as when a cable is pulled. */
START_TEST(a_silent_network_is_given_up_and_recovered)
{
    struct tx *tx = NULL;
    int64_t start;

    relay_up();
    ask(PROBE_COUNT, NULL);
    relay.silent = true;
    start = clock_monotonic_ms();
    ck_assert_ptr_null(begin_as("token", TX_READ, 400, &tx));
    expect_busy(tx_commit(tx));
    tx_end(tx);
    ck_assert_int_lt(clock_monotonic_ms() - start, 1400);
    /* Now connecting finds silence as well (R33: within two seconds). */
    start = clock_monotonic_ms();
    expect_busy(connection_ready(connection, &arena, in(5000)));
    ck_assert_int_lt(clock_monotonic_ms() - start, 2000);
    relay.silent = false;
    relay.cut = true;
    start = clock_monotonic_ms();
    while (connection_ready(connection, &arena, in(1000)))
        ck_assert_int_lt(clock_monotonic_ms() - start, 10000);
    ck_assert_str_eq(ask(PROBE_COUNT, NULL), "0");
    connection_free(connection);
}
END_TEST

START_TEST(readiness_asks_the_server)
{
    relay_up();
    ck_assert_ptr_null(connection_ready(connection, &arena, in(1000)));
    relay.silent = true;
    expect_busy(connection_ready(connection, &arena, in(300)));
    connection_free(connection);
}
END_TEST

START_TEST(no_server_is_said_at_once)
{
    struct tx *tx = NULL;
    int64_t start = clock_monotonic_ms();
    struct err *err;

    connection_use(probe_conninfo("127.0.0.1", "1"));
    err = begin_as("token", TX_READ, 5000, &tx);
    expect_busy(err);
    ck_assert_ptr_nonnull(strstr(err->log, "refused"));
    ck_assert_ptr_null(tx);
    err = begin_as("token", TX_READ, 5000, &tx);
    expect_busy(err);
    ck_assert_ptr_nonnull(strstr(err->log, "waiting"));
    usleep(150000);
    err = begin_as("token", TX_READ, 5000, &tx);
    ck_assert_ptr_nonnull(strstr(err->log, "refused"));
    ck_assert_int_lt(clock_monotonic_ms() - start, 1000);
    connection_free(connection);
    connection_use("this is no conninfo");
    expect_busy(begin_as("token", TX_READ, 5000, &tx));
    connection_free(connection);
    connection_free(NULL);
}
END_TEST

START_TEST(a_bad_statement_is_named)
{
    static const struct stmt bad = {
        "probe", "probe_wrong", "SELECT nothing FROM nowhere", 0, NULL, NULL};
    struct tx *tx;
    struct err *err;

    connection_use(NULL);
    tx = begin();
    queue(tx, PROBE_COUNT, NULL, NULL);
    ck_assert_ptr_null(tx_queue(tx, &bad, NULL, NULL));
    queue(tx, PROBE_BACKEND, NULL, NULL);
    err = tx_commit(tx);
    expect_busy(err);
    ck_assert_ptr_nonnull(strstr(err->log, "probe_wrong"));
    ck_assert_ptr_nonnull(strstr(err->log, "nowhere"));
    tx_end(tx);
    ck_assert_str_eq(ask(PROBE_COUNT, NULL), "0");
    connection_free(connection);
}
END_TEST

/* What connection_check() says, "" if it is content. */
static const char *verdict(void)
{
    struct err *err;

    connection_drop(connection);
    err = connection_check(connection, &arena, in(5000));
    return err ? err->log : "";
}

static void schema_version_set(int version)
{
    admin_ask(probe_database,
              arena_printf(&arena,
                           "CREATE OR REPLACE FUNCTION access.schema_version()"
                           " RETURNS int LANGUAGE sql AS 'SELECT %d'",
                           version));
}

START_TEST(the_schema_must_be_ours)
{
    connection_use(NULL);
    schema_version_set(SCHEMA_VERSION);
    ck_assert_str_eq(verdict(), "");
    schema_version_set(SCHEMA_VERSION - 1);
    ck_assert_ptr_nonnull(strstr(verdict(), "older than this"));
    schema_version_set(SCHEMA_VERSION + 1);
    ck_assert_ptr_nonnull(strstr(verdict(), "newer than this"));
    admin_ask(probe_database, "DROP FUNCTION access.schema_version()");
    ck_assert_ptr_nonnull(strstr(verdict(), "throughline migrate"));
    schema_version_set(SCHEMA_VERSION);
    ck_assert_str_eq(verdict(), "");
    connection_free(connection);
}
END_TEST

/* Runs SQL with the plain login's name for each @. */
static void admin_do(const char *sql)
{
    struct str text;

    str_init(&text, &arena);
    for (; *sql; sql++) {
        if (*sql == '@')
            str_add(&text, probe_database);
        else
            str_add_char(&text, *sql);
    }
    admin_ask(probe_database, text.data);
}

/* Makes `change`, asks, and takes it back. */
static void expect_refused(const char *change, const char *back,
                           const char *because)
{
    const char *said;

    admin_do(change);
    said = verdict();
    ck_assert_msg(strstr(said, because) != NULL, "%s: %s", change, said);
    admin_do(back);
    ck_assert_str_eq(verdict(), "");
}

START_TEST(a_powerful_login_is_refused)
{
    connection_use(NULL);
    schema_version_set(SCHEMA_VERSION);
    expect_refused("ALTER ROLE @ SUPERUSER", "ALTER ROLE @ NOSUPERUSER",
                   "superuser");
    expect_refused("ALTER ROLE @ BYPASSRLS", "ALTER ROLE @ NOBYPASSRLS",
                   "bypass");
    expect_refused("ALTER TABLE probe OWNER TO @",
                   "REASSIGN OWNED BY @ TO current_user", "owns probe");
    expect_refused("CREATE ROLE @_bypass BYPASSRLS; "
                   "GRANT @_bypass TO @",
                   "DROP ROLE @_bypass", "bypass");
    connection_free(connection);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_request_is_one_round_trip,
        the_deadline_holds,
        the_server_stops_what_nobody_waits_for,
        a_server_lost_in_the_middle_is_busy,
        a_server_lost_while_idle_is_not_noticed,
        a_silent_network_is_given_up_and_recovered,
        readiness_asks_the_server,
        no_server_is_said_at_once,
        a_bad_statement_is_named,
        the_schema_must_be_ours,
        a_powerful_login_is_refused,
        NULL,
    };

    return suite_run("db/pool", tests, probe_up, probe_down);
}
