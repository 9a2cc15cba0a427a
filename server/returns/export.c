#include "returns/export.h"

#include "base/book.h"
#include "returns_store.h"

/* No file has more rows than these; the statements stop one later. */
#define ROWS_MOST 20000
#define CELLS_FIRST 2 /* after the sheet's name and the row's shape */

static struct err *capped(struct call *call, const struct rows *rows)
{
    if (rows_count(rows) == 0)
        return err_new(call->arena, ERR_NOT_FOUND, NULL);
    if (rows_count(rows) <= ROWS_MOST)
        return NULL;
    return err_new(call->arena, ERR_IMPOSSIBLE_MOVE,
                   "That is more than a file may hold.");
}

static void disposition(struct call *call, const char *ending,
                        struct reply *out)
{
    reply_header(out, "Content-Disposition",
                 arena_printf(call->arena,
                              "attachment; filename=\"return-%s.%s\"",
                              call->ids[0], ending));
}

/* Where a sheet's rows are: the sums are over those below the heading. */
struct place {
    size_t row;
    size_t first;
};

static void cell_write(struct book *book, const struct place *at, size_t column,
                       char kind, const char *text)
{
    char *end;
    double number = strtod(text, &end);
    bool is_number = *text != '\0' && *end == '\0' && strchr("nms", kind);
    enum book_style style =
        kind == 'm' || strchr(text, '.') != NULL ? BOOK_MONEY : BOOK_PLAIN;

    if (kind == 's' && is_number)
        book_sum(book, at->row, column,
                 (struct book_span){at->first, at->row - 1}, number, style);
    else if (is_number)
        book_number(book, at->row, column, number, style);
    else
        book_text(book, at->row, column, text,
                  kind == 'h' ? BOOK_HEADING : BOOK_PLAIN);
}

static void row_write(struct book *book, const struct rows *rows, size_t n,
                      const struct place *at)
{
    const char *shape = rows_text(rows, n, 1);

    for (size_t i = 0; shape[i] != '\0'; i++) {
        const char *text = rows_text(rows, n, CELLS_FIRST + i);

        if (text != NULL)
            cell_write(book, at, i, shape[i], text);
    }
}

static struct err *xlsx_finish(struct call *call, void *data, struct reply *out)
{
    const struct rows *rows = data;
    struct err *err = capped(call, rows);
    struct book *book;
    struct place at = {0};
    const char *sheet = "";
    struct slice bytes;

    if (err)
        return err;
    book = book_new(call->arena);
    for (size_t i = 0; i < rows_count(rows); i++, at.row++) {
        if (strcmp(sheet, rows_text(rows, i, 0)) != 0) {
            sheet = rows_text(rows, i, 0);
            book_sheet(book, sheet);
            at = (struct place){.row = 0, .first = 1};
        }
        row_write(book, rows, i, &at);
    }
    err = book_finish(book, &bytes);
    if (err)
        return err;
    disposition(call, "xlsx", out);
    return reply_bytes(out, 200, XLSX_TYPE, bytes);
}

static struct err *csv_finish(struct call *call, void *data, struct reply *out)
{
    const struct rows *rows = data;
    struct err *err = capped(call, rows);
    struct str body;

    if (err)
        return err;
    str_init(&body, call->arena);
    for (size_t i = 0; i < rows_count(rows); i++)
        str_addf(&body, "%s\r\n", rows_text(rows, i, 0));
    disposition(call, "csv", out);
    return reply_bytes(out, 200, "text/csv; charset=utf-8",
                       (struct slice){body.data, body.length});
}

/* "true" unless the numbers as counted are asked for. */
static const char *outside(struct call *call)
{
    return json_is_true(json_object_get(call->query.clean, "as_counted"))
               ? "false"
               : "true";
}

struct err *returns_export_xlsx(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err =
        returns_sheets(call->tx, call->ids[0], outside(call),
                       input_text(call->arena, &call->query, "reason"), &rows);

    return err ? err : reply_after_commit(out, xlsx_finish, rows);
}

struct err *returns_export_csv(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err =
        returns_csv(call->tx, call->ids[0], outside(call),
                    input_text(call->arena, &call->query, "reason"), &rows);

    return err ? err : reply_after_commit(out, csv_finish, rows);
}
