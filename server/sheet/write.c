#include "sheet/write.h"

#include "base/book.h"

/* A program that opens the file must not take a text for a formula (R20): as
 * in reporting.csv_cell(). */
static bool looks_like_formula(const char *text)
{
    return strchr("=+@\t\r-", text[strspn(text, " \t\r\n\v\f")]) &&
           text[strspn(text, " \t\r\n\v\f")] != '\0';
}

static void cell_add(struct str *out, const char *text, bool is_number)
{
    str_add_char(out, '"');
    if (!is_number && looks_like_formula(text))
        str_add_char(out, '\'');
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '"')
            str_add_char(out, '"');
        str_add_char(out, *c);
    }
    str_add_char(out, '"');
}

static const char *cell_of(const struct rows *rows, size_t row, size_t column)
{
    const char *text = rows_text(rows, row, column);

    return text ? text : "";
}

void sheet_write_csv(const struct column *columns, const struct rows *rows,
                     struct str *out)
{
    for (size_t i = 0; columns[i].heading; i++) {
        str_add(out, i > 0 ? "," : "");
        cell_add(out, columns[i].heading, false);
    }
    str_add(out, "\r\n");
    for (size_t row = 0; row < rows_count(rows); row++) {
        for (size_t i = 0; columns[i].heading; i++) {
            str_add(out, i > 0 ? "," : "");
            cell_add(out, cell_of(rows, row, i), columns[i].is_number);
        }
        str_add(out, "\r\n");
    }
}

static void row_write(struct book *book, const struct column *columns,
                      const struct rows *rows, size_t row)
{
    for (size_t i = 0; columns[i].heading; i++) {
        const char *text = rows_text(rows, row, i);

        if (text && columns[i].is_number)
            book_number(book, row + 1, i, strtod(text, NULL), BOOK_PLAIN);
        else if (text)
            book_text(book, row + 1, i, text, BOOK_PLAIN);
    }
}

struct err *sheet_write_book(struct arena *arena, const char *name,
                             const struct column *columns,
                             const struct rows *rows, struct slice *ret_bytes)
{
    struct book *book = book_new(arena);

    book_sheet(book, name);
    for (size_t i = 0; columns[i].heading; i++)
        book_text(book, 0, i, columns[i].heading, BOOK_HEADING);
    for (size_t row = 0; row < rows_count(rows); row++)
        row_write(book, columns, rows, row);
    return book_finish(book, ret_bytes);
}
