/*
 * write.h - private to server/sheet: rows of a list as the bytes of a file.
 */
#ifndef THROUGHLINE_SHEET_WRITE_H
#define THROUGHLINE_SHEET_WRITE_H

#include "base/str.h"
#include "db/rows.h"

struct column {
    const char *heading;
    bool is_number;
};

/* `columns` end with one without a heading; the rows have as many. */
void sheet_write_csv(const struct column *columns, const struct rows *rows,
                     struct str *out);
struct err *sheet_write_book(struct arena *arena, const char *name,
                             const struct column *columns,
                             const struct rows *rows, struct slice *ret_bytes);

#endif
