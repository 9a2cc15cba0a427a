/*
 * book.h - an Excel workbook, written cell by cell and taken as bytes.
 *
 * Rows and columns count from 0. Text is always text: nothing that is written
 * with book_text() can become a formula. Running out of memory or disk shows
 * at book_finish().
 */
#ifndef THROUGHLINE_BASE_BOOK_H
#define THROUGHLINE_BASE_BOOK_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct book;

enum book_style { BOOK_PLAIN, BOOK_HEADING, BOOK_MONEY };

struct book *book_new(struct arena *arena);

/* What follows goes on a new sheet; `name` as Excel allows it (31 bytes). */
void book_sheet(struct book *book, const char *name);

void book_text(struct book *book, size_t row, size_t column, const char *text,
               enum book_style style);
void book_number(struct book *book, size_t row, size_t column, double number,
                 enum book_style style);

/* The first and the last row of some. */
struct book_span {
    size_t first, last;
};

/* =SUM() of the column from row `first` to `last`; `sum` is what is shown
 * until the program that opens the file has counted it again. */
void book_sum(struct book *book, size_t row, size_t column, struct book_span of,
              double sum, enum book_style style);

/* The file. ERR_BUSY if it could not be written. */
struct err *book_finish(struct book *book, struct slice *ret_bytes);

#endif
