#include "db/rows.h"

#include "base/log.h"
#include "db/pipeline.h"

size_t rows_count(const struct rows *rows)
{
    return (size_t)PQntuples(rows->result);
}

size_t rows_columns(const struct rows *rows)
{
    return (size_t)PQnfields(rows->result);
}

size_t rows_affected(const struct rows *rows)
{
    return strtoull(PQcmdTuples(rows->result), NULL, 10);
}

static _Noreturn void value_missing(const struct rows *rows, size_t row,
                                    size_t column)
{
    log_write(LOG_ERROR, "rows", "%s has no row %zu, column %zu",
              rows->stmt->name, row, column);
    arena_give_up(rows->arena);
}

/* A wrong row or column would show somebody else's data. */
static void bounds_check(const struct rows *rows, size_t row, size_t column)
{
    if (row >= rows_count(rows) || column >= (size_t)PQnfields(rows->result))
        value_missing(rows, row, column);
}

bool rows_null(const struct rows *rows, size_t row, size_t column)
{
    bounds_check(rows, row, column);
    return PQgetisnull(rows->result, (int)row, (int)column);
}

const char *rows_text(const struct rows *rows, size_t row, size_t column)
{
    if (rows_null(rows, row, column))
        return NULL;
    return PQgetvalue(rows->result, (int)row, (int)column);
}

const char *rows_known(const struct rows *rows, size_t row, size_t column)
{
    const char *text = rows_text(rows, row, column);

    if (!text)
        value_missing(rows, row, column);
    return text;
}

struct slice rows_slice(const struct rows *rows, size_t row, size_t column)
{
    const char *text = rows_text(rows, row, column);

    if (!text)
        return (struct slice){NULL, 0};
    return (struct slice){
        text, (size_t)PQgetlength(rows->result, (int)row, (int)column)};
}
