/*
 * rows.h - the answer to one statement. Values are PostgreSQL's text form and
 * live as long as the request's arena. A `json` column is passed on as it is.
 */
#ifndef THROUGHLINE_DB_ROWS_H
#define THROUGHLINE_DB_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/str.h"

struct rows;

/* Valid after tx_flush() or tx_commit() succeeded. */
size_t rows_count(const struct rows *rows);

/* How many columns each row has. */
size_t rows_columns(const struct rows *rows);

/* Rows an INSERT, UPDATE or DELETE touched. */
size_t rows_affected(const struct rows *rows);

/* NULL for SQL NULL. Row and column count from 0. What is out of range ends
 * the request (arena_give_up), not the server: a session or a record may have
 * gone between two statements. */
const char *rows_text(const struct rows *rows, size_t row, size_t column);

/* Never NULL: that ends the request as well. */
const char *rows_known(const struct rows *rows, size_t row, size_t column);

/* Whether the value is this text; SQL NULL is none. */
static inline bool rows_equal(const struct rows *rows, size_t row,
                              size_t column, const char *text)
{
    const char *value = rows_text(rows, row, column);

    return value && strcmp(value, text) == 0;
}

/* SQL true. */
static inline bool rows_true(const struct rows *rows, size_t row, size_t column)
{
    return rows_equal(rows, row, column, "t");
}

/* {NULL, 0} for SQL NULL. */
struct slice rows_slice(const struct rows *rows, size_t row, size_t column);

bool rows_null(const struct rows *rows, size_t row, size_t column);

#endif
