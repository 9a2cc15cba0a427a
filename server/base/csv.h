/*
 * csv.h - a strict reader of comma-separated values (RFC 4180).
 *
 * UTF-8 with or without a byte order mark; lines end in LF or CRLF; a field
 * is quoted with "..." where it holds a comma, quote ("") or line break. What
 * the standard leaves open is refused rather than guessed at: a quote inside
 * an unquoted field, text after a closing quote, a lone CR, a NUL, a line
 * with more or fewer fields than the header, a header with an empty or
 * doubled name, an empty line anywhere but at the end.
 */
#ifndef THROUGHLINE_BASE_CSV_H
#define THROUGHLINE_BASE_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct csv_record {
    size_t line;               /* where it starts, from 1 */
    size_t row;                /* as a spreadsheet counts: the header is 1 */
    bool too_long;             /* csv_parse_sheet(): more than the header */
    const char *const *fields; /* csv.column_count of them, terminated */
};

struct csv {
    const char *const *columns; /* the header's names */
    size_t column_count;
    const struct csv_record *records; /* without the header */
    size_t record_count;
};

/* Reads all of `text`. `name` is the file's name for messages:
 * "NAME, line 12: ..." in err->log. */
struct err *csv_parse(struct arena *arena, const char *name, struct slice text,
                      struct csv *ret_csv);

/* The same for what people save from a spreadsheet: a first line "sep=,",
 * unnamed columns at the end and empty rows anywhere are passed over, a short
 * row is filled up, a row with too much is marked rather than refused. */
struct err *csv_parse_sheet(struct arena *arena, const char *name,
                            struct slice text, struct csv *ret_csv);

/* Position of the column, or csv->column_count if there is none. */
size_t csv_column(const struct csv *csv, const char *name);

/* The records as a JSON array of objects, one member a column, all values
 * strings; empty fields are left out. */
const char *csv_json(struct arena *arena, const struct csv *csv);

#endif
