#include "tests/unit/db/probe.h"

#include <signal.h>
#include <sys/wait.h>

static void straight_up(void)
{
    connection_use(NULL);
}

static void expect_code(struct err *err, enum err_code code)
{
    ck_assert_ptr_nonnull(err);
    ck_assert_msg(err->code == code, "code %d: %s", err->code, err->log);
}

START_TEST(values_pass_as_they_are)
{
    static const char *const arguments[] = {"caf\xc3\xa9 '\"\\", USER_ID,
                                            "{\"n\":[1,null]}"};
    static const char *const nulls[] = {NULL, NULL, NULL};
    struct tx *tx;
    struct rows *full, *empty, *json;

    straight_up();
    tx = begin();
    tx_queue(tx, &probes[PROBE_ECHO], arguments, &full);
    tx_queue(tx, &probes[PROBE_ECHO], nulls, &empty);
    json = queue(tx, PROBE_JSON, NULL, NULL);
    commit(tx);
    ck_assert_uint_eq(rows_count(full), 1);
    ck_assert_str_eq(rows_text(full, 0, 0), arguments[0]);
    ck_assert_str_eq(rows_text(full, 0, 1), USER_ID);
    ck_assert_str_eq(rows_text(full, 0, 2), "{\"n\": [1, null]}");
    ck_assert_uint_eq(rows_slice(full, 0, 0).length, strlen(arguments[0]));
    ck_assert(!rows_null(full, 0, 0));
    for (size_t column = 0; column < 3; column++) {
        ck_assert(rows_null(empty, 0, column));
        ck_assert_ptr_null(rows_text(empty, 0, column));
        ck_assert_ptr_null(rows_slice(empty, 0, column).data);
    }
    ck_assert_str_eq(rows_text(json, 0, 0), "{ \"a\" :1,\"a\":\"\\u00e9\"}");
    connection_free(connection);
}
END_TEST

START_TEST(a_commit_is_kept_and_counted)
{
    struct tx *tx;
    struct rows *rows;

    straight_up();
    tx = begin();
    rows = queue(tx, PROBE_INSERT, "1", NULL);
    ck_assert(!tx_committed(tx));
    commit(tx);
    ck_assert_uint_eq(rows_affected(rows), 2);
    ck_assert_uint_eq(rows_count(rows), 0);
    ck_assert_str_eq(ask(PROBE_COUNT, NULL), "2");
    connection_free(connection);
    admin_ask(probe_database, "TRUNCATE probe");
}
END_TEST

START_TEST(the_entry_answers_who_it_is)
{
    struct tx *tx;

    straight_up();
    tx = begin();
    ck_assert_ptr_null(tx_flush(tx));
    ck_assert_str_eq(rows_text(tx_entered(tx), 0, 0), USER_ID);
    commit(tx);
    connection_free(connection);
}
END_TEST

START_TEST(who_may_not_enter_runs_nothing)
{
    struct tx *tx = NULL;
    const char *backend;

    straight_up();
    backend = ask(PROBE_BACKEND, NULL);
    ck_assert_ptr_null(begin_as("bad", TX_WRITE, 10000, &tx));
    queue(tx, PROBE_INSERT, "1", NULL);
    expect_code(tx_commit(tx), ERR_UNAUTHENTICATED);
    ck_assert(!tx_committed(tx));
    tx_end(tx);
    ck_assert_str_eq(ask(PROBE_COUNT, NULL), "0");
    ck_assert_str_eq(ask(PROBE_BACKEND, NULL), backend);
    connection_free(connection);
}
END_TEST

START_TEST(a_failure_in_the_middle_undoes_all)
{
    struct tx *tx;
    struct rows *after;
    const char *backend;
    struct err *err;

    straight_up();
    backend = ask(PROBE_BACKEND, NULL);
    tx = begin();
    queue(tx, PROBE_INSERT, "1", NULL);
    queue(tx, PROBE_DIVIDE, "0", NULL);
    after = queue(tx, PROBE_INSERT, "3", NULL);
    err = tx_commit(tx);
    expect_code(err, ERR_INVALID);
    ck_assert_ptr_nonnull(strstr(err->log, "22012"));
    ck_assert_uint_eq(rows_count(after), 0);
    ck_assert_ptr_eq(tx_commit(tx), err);
    tx_end(tx);
    ck_assert_str_eq(ask(PROBE_COUNT, NULL), "0");
    ck_assert_str_eq(ask(PROBE_BACKEND, NULL), backend);
    connection_free(connection);
}
END_TEST

START_TEST(a_flush_shows_rows_and_failures)
{
    struct tx *tx;
    struct rows *rows;
    struct err *err;
    const char *backend;

    straight_up();
    backend = ask(PROBE_BACKEND, NULL);
    tx = begin();
    rows = queue(tx, PROBE_DIVIDE, "1", NULL);
    ck_assert_ptr_null(tx_flush(tx));
    ck_assert_ptr_null(tx_flush(tx));
    ck_assert_str_eq(rows_text(rows, 0, 0), "1");
    queue(tx, PROBE_INSERT, "1", NULL);
    queue(tx, PROBE_DIVIDE, "0", NULL);
    err = tx_flush(tx);
    expect_code(err, ERR_INVALID);
    ck_assert_ptr_eq(tx_flush(tx), err);
    ck_assert_ptr_eq(tx_queue(tx, &probes[PROBE_COUNT], NULL, &rows), err);
    ck_assert_ptr_eq(tx_commit(tx), err);
    tx_end(tx);
    ck_assert_str_eq(ask(PROBE_COUNT, NULL), "0");
    ck_assert_str_eq(ask(PROBE_BACKEND, NULL), backend);
    connection_free(connection);
}
END_TEST

START_TEST(an_end_without_commit_undoes_all)
{
    struct tx *tx;
    const char *backend;

    straight_up();
    backend = ask(PROBE_BACKEND, NULL);
    tx = begin();
    queue(tx, PROBE_INSERT, "1", NULL);
    tx_end(tx); /* nothing sent yet */
    tx_end(tx);
    tx = begin();
    queue(tx, PROBE_INSERT, "1", NULL);
    ck_assert_ptr_null(tx_flush(tx));
    tx_end(tx);
    tx_end(NULL);
    ck_assert_ptr_nonnull(tx_commit(tx));
    ck_assert_str_eq(ask(PROBE_COUNT, NULL), "0");
    ck_assert_str_eq(ask(PROBE_BACKEND, NULL), backend);
    connection_free(connection);
}
END_TEST

START_TEST(a_forgotten_transaction_goes_with_its_connection)
{
    struct tx *tx;
    const char *backend;

    straight_up();
    backend = ask(PROBE_BACKEND, NULL);
    tx = begin();
    queue(tx, PROBE_INSERT, "1", NULL);
    ck_assert_ptr_null(tx_flush(tx));
    ck_assert_str_eq(ask(PROBE_COUNT, NULL), "0");
    ck_assert_str_ne(ask(PROBE_BACKEND, NULL), backend);
    connection_free(connection);
}
END_TEST

static struct rows *context_of(const char *token, enum tx_mode mode)
{
    struct tx *tx = NULL;
    struct rows *rows;

    ck_assert_ptr_null(begin_as(token, mode, 10000, &tx));
    rows = queue(tx, PROBE_CONTEXT, NULL, NULL);
    commit(tx);
    return rows;
}

START_TEST(the_context_lasts_one_transaction)
{
    struct rows *read, *write;

    straight_up();
    read = context_of("first", TX_READ);
    write = context_of(NULL, TX_WRITE);
    ck_assert_str_eq(rows_text(read, 0, 0), "first");
    ck_assert_str_eq(rows_text(read, 0, 1), "repeatable read");
    ck_assert_str_eq(rows_text(read, 0, 2), "off");
    ck_assert_ptr_null(rows_text(write, 0, 0));
    ck_assert_str_eq(rows_text(write, 0, 1), "read committed");
    ck_assert_str_eq(rows_text(write, 0, 2), "on");
    connection_free(connection);
}
END_TEST

static struct err *raised(const char *state, const char *message)
{
    struct tx *tx = begin();
    struct err *err;

    queue(tx, PROBE_RAISE, state, message);
    err = tx_commit(tx);
    tx_end(tx);
    return err;
}

START_TEST(the_databases_refusals_are_understood)
{
    struct err *err;
    const char *backend;

    straight_up();
    backend = ask(PROBE_BACKEND, NULL);
    expect_code(raised("40001", "race"), ERR_RETRY);
    expect_code(raised("TLI01", "kept"), ERR_KEY_ANSWERED);
    expect_code(raised("TL404", "gone"), ERR_NOT_FOUND);
    err = raised("TL409", "This episode is closed.");
    expect_code(err, ERR_IMPOSSIBLE_MOVE);
    ck_assert_str_eq(err->detail, "This episode is closed.");
    ck_assert_str_eq(ask(PROBE_BACKEND, NULL), backend);
    /* These say that the server no longer knows our statements. */
    expect_code(raised("26000", "gone"), ERR_BUSY);
    ck_assert_str_ne(ask(PROBE_BACKEND, NULL), backend);
    connection_free(connection);
}
END_TEST

/* Told in a pipeline that failed before it: the backend never heard of it. */
START_TEST(what_was_passed_over_is_prepared_again)
{
    struct tx *tx;
    const char *backend;

    straight_up();
    backend = ask(PROBE_BACKEND, NULL);
    tx = begin();
    queue(tx, PROBE_DIVIDE, "0", NULL);
    queue(tx, PROBE_COUNT, NULL, NULL);
    ck_assert_ptr_nonnull(tx_commit(tx));
    tx_end(tx);
    tx = begin();
    queue(tx, PROBE_REPEAT, "never", "sent");
    tx_end(tx);
    ck_assert_str_eq(ask(PROBE_COUNT, NULL), "0");
    ck_assert_ptr_null(ask(PROBE_REPEAT, "a"));
    ck_assert_str_eq(ask(PROBE_BACKEND, NULL), backend);
    connection_free(connection);
}
END_TEST

START_TEST(a_constraint_at_commit_is_a_failure)
{
    struct tx *tx;
    const char *backend;
    struct err *err;

    straight_up();
    backend = ask(PROBE_BACKEND, NULL);
    tx = begin();
    queue(tx, PROBE_LATER, "7", NULL);
    queue(tx, PROBE_LATER, "7", NULL);
    err = tx_commit(tx);
    expect_code(err, ERR_CONFLICT);
    ck_assert_ptr_nonnull(strstr(err->log, "later_n_key"));
    ck_assert(!tx_committed(tx));
    tx_end(tx);
    ck_assert_str_eq(ask(PROBE_BACKEND, NULL), backend);
    ck_assert_str_eq(admin_ask(probe_database, "SELECT count(*) FROM later"),
                     "0");
    connection_free(connection);
}
END_TEST

/* The server has nothing to say until it has all of it. */
START_TEST(a_large_argument_is_sent_to_its_end)
{
    enum { SIZE = 16 * 1024 * 1024 };
    char *text = arena_alloc(&arena, SIZE + 1);
    struct tx *tx;
    struct rows *rows;

    memset(text, 'x', SIZE);
    straight_up();
    tx = begin();
    rows = queue(tx, PROBE_REPEAT, text, "end");
    commit(tx);
    ck_assert_str_eq(rows_text(rows, 0, 0) + SIZE, "end");
    connection_free(connection);
}
END_TEST

/* 24 MiB each way: neither side may wait for the other to read first. */
START_TEST(a_large_pipeline_does_not_choke)
{
    enum { COUNT = 1500, SIZE = 16384 };
    char *text = arena_alloc(&arena, SIZE + 1);
    struct rows **answers = arena_array(&arena, COUNT, sizeof(*answers));
    struct tx *tx;

    memset(text, 'x', SIZE);
    straight_up();
    tx = begin();
    for (int i = 0; i < COUNT; i++)
        answers[i] =
            queue(tx, PROBE_REPEAT, text, arena_printf(&arena, "%d", i));
    commit(tx);
    for (int i = 0; i < COUNT; i++) {
        struct slice slice = rows_slice(answers[i], 0, 0);
        ck_assert_uint_gt(slice.length, SIZE);
        ck_assert_int_eq(strtol(slice.data + SIZE, NULL, 10), i);
    }
    connection_free(connection);
}
END_TEST

/* In a child, since it may die of it. */
static bool aborts(const struct rows *rows, size_t row, size_t column)
{
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        rows_text(rows, row, column);
        _exit(0);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

START_TEST(a_wrong_row_aborts)
{
    struct tx *tx;
    struct rows *rows;

    straight_up();
    tx = begin();
    rows = queue(tx, PROBE_COUNT, NULL, NULL);
    commit(tx);
    ck_assert(!aborts(rows, 0, 0));
    ck_assert(aborts(rows, 1, 0));
    ck_assert(aborts(rows, 0, 1));
    connection_free(connection);
}
END_TEST

/* Whether asking for it ends the request, which has a guard. */
static bool gives_up(const struct rows *rows, size_t row, size_t column)
{
    jmp_buf guard;
    volatile bool gone = true;

    if (setjmp(guard) == 0) {
        arena_guard(&arena, &guard);
        rows_known(rows, row, column);
        gone = false;
    }
    arena_guard(&arena, NULL);
    return gone;
}

START_TEST(a_value_that_is_not_there_ends_the_request_alone)
{
    struct tx *tx;
    struct rows *rows;

    straight_up();
    tx = begin();
    rows = queue(tx, PROBE_ECHO, "there", NULL);
    commit(tx);
    ck_assert(!gives_up(rows, 0, 0));
    ck_assert(gives_up(rows, 0, 1));
    ck_assert(gives_up(rows, 1, 0));
    ck_assert(rows_equal(rows, 0, 0, "there"));
    ck_assert(!rows_equal(rows, 0, 0, "their"));
    ck_assert(!rows_equal(rows, 0, 1, ""));
    ck_assert(!rows_true(rows, 0, 1));
    connection_free(connection);
}
END_TEST

#ifdef ARENA_INJECT
static void transaction_starved(long n)
{
    struct tx *volatile kept = NULL;
    struct tx *tx = NULL;
    jmp_buf guard;

    arena_guard(&arena, &guard);
    arena_fail_at(n);
    if (setjmp(guard) == 0) {
        struct rows *rows;
        struct err *err = begin_as("token", TX_WRITE, 10000, &tx);
        kept = tx;
        if (!err)
            err = tx_queue(tx, &probes[PROBE_COUNT], NULL, &rows);
        if (!err && n % 2)
            err = tx_flush(tx);
        if (!err)
            err = tx_commit(tx);
        if (!err)
            ck_assert_uint_eq(rows_count(rows), 1);
    }
    arena_fail_at(0);
    tx_end(kept);
    arena_release(&arena);
}

/* R34: whichever allocation fails, the connection serves the next request. */
START_TEST(no_starved_transaction_spoils_the_next)
{
    struct arena lasting;

    straight_up();
    ck_assert_str_eq(ask(PROBE_COUNT, NULL), "0");
    lasting = arena; /* the statements and the conninfo live there */
    for (long n = 1; n < 40; n++) {
        arena_init(&arena);
        transaction_starved(n);
        arena_init(&arena);
        ck_assert_str_eq(ask(PROBE_COUNT, NULL), "0");
        arena_release(&arena);
    }
    arena = lasting;
    connection_free(connection);
}
END_TEST
#endif

int main(void)
{
    const TTest *const tests[] = {
        values_pass_as_they_are,
        a_commit_is_kept_and_counted,
        the_entry_answers_who_it_is,
        who_may_not_enter_runs_nothing,
        a_failure_in_the_middle_undoes_all,
        a_flush_shows_rows_and_failures,
        an_end_without_commit_undoes_all,
        a_forgotten_transaction_goes_with_its_connection,
        the_context_lasts_one_transaction,
        the_databases_refusals_are_understood,
        what_was_passed_over_is_prepared_again,
        a_constraint_at_commit_is_a_failure,
        a_large_argument_is_sent_to_its_end,
        a_large_pipeline_does_not_choke,
        a_wrong_row_aborts,
        a_value_that_is_not_there_ends_the_request_alone,
#ifdef ARENA_INJECT
        no_starved_transaction_spoils_the_next,
#endif
        NULL,
    };

    return suite_run("db/tx", tests, probe_up, probe_down);
}
