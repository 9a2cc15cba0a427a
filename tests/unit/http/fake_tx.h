/*
 * fake_tx.h - a database that says what the test wants, in place of db/tx.c
 * and db/rows.c. What happens is written to `trace`, a word a step.
 */
#ifndef THROUGHLINE_TESTS_HTTP_FAKE_TX_H
#define THROUGHLINE_TESTS_HTTP_FAKE_TX_H

#include "base/str.h"
#include "db/stmt.h"
#include "db/tx.h"
#include "tests/unit/suite.h"

#define FAKE_COLUMNS 4

struct rows {
    size_t count;
    size_t columns;
    size_t affected;
    const char *cell[8][FAKE_COLUMNS];
};

struct tx {
    bool committed;
    bool ended;
};

static struct fake {
    char trace[1000];
    int begun, ended, committed;
    struct tx_context context;
    enum err_code flush_fails;      /* every flush */
    enum err_code commit_fails[16]; /* the nth commit */
    int commits;
    struct rows load; /* what idempotency_load answers */
    const char *arguments[STMT_PARAMETERS_MAX]; /* of the last statement */
} fake;

static inline void trace(const char *word)
{
    size_t length = strlen(fake.trace);

    ck_assert_uint_lt(length + strlen(word) + 2, sizeof fake.trace);
    snprintf(fake.trace + length, sizeof fake.trace - length, "%s%s",
             length > 0 ? " " : "", word);
}

struct err *tx_begin(struct connection *connection, struct arena *in,
                     const struct tx_context *context, struct tx **ret_tx)
{
    (void)connection;
    *ret_tx = arena_alloc(in, sizeof **ret_tx);
    fake.context = *context;
    fake.begun++;
    trace("begin");
    return NULL;
}

struct err *tx_queue(struct tx *tx, const struct stmt *stmt,
                     const char *const *arguments, struct rows **ret_rows)
{
    ck_assert(!tx->ended && !tx->committed);
    trace(stmt->name);
    memcpy(fake.arguments, arguments,
           stmt->parameter_count * sizeof arguments[0]);
    if (ret_rows != NULL)
        *ret_rows = &fake.load;
    return NULL;
}

struct err *tx_flush(struct tx *tx)
{
    ck_assert(!tx->ended && !tx->committed);
    trace("flush");
    return fake.flush_fails ? err_new(&arena, fake.flush_fails, NULL) : NULL;
}

struct err *tx_commit(struct tx *tx)
{
    enum err_code code = fake.commit_fails[fake.commits++];

    ck_assert(!tx->ended && !tx->committed);
    trace("commit");
    if (code)
        return err_new(&arena, code, NULL);
    tx->committed = true;
    fake.committed++;
    return NULL;
}

bool tx_committed(const struct tx *tx)
{
    return tx->committed;
}

void tx_end(struct tx *tx)
{
    if (tx == NULL || tx->ended)
        return;
    tx->ended = true;
    fake.ended++;
    if (!tx->committed)
        trace("rollback");
}

const struct rows *tx_entered(const struct tx *tx)
{
    (void)tx;
    return NULL;
}

size_t rows_count(const struct rows *rows)
{
    return rows->count;
}

size_t rows_columns(const struct rows *rows)
{
    return rows->columns;
}

size_t rows_affected(const struct rows *rows)
{
    return rows->affected;
}

const char *rows_text(const struct rows *rows, size_t row, size_t column)
{
    ck_assert_uint_lt(row, rows->count);
    ck_assert_uint_lt(column, rows->columns);
    return rows->cell[row][column];
}

const char *rows_known(const struct rows *rows, size_t row, size_t column)
{
    const char *text = rows_text(rows, row, column);

    ck_assert_ptr_nonnull(text);
    return text;
}

struct slice rows_slice(const struct rows *rows, size_t row, size_t column)
{
    const char *text = rows_text(rows, row, column);

    return text != NULL ? slice_from(text) : (struct slice){NULL, 0};
}

bool rows_null(const struct rows *rows, size_t row, size_t column)
{
    return rows_text(rows, row, column) == NULL;
}

#endif
