#include "base/book.h"

#include <unistd.h>
#include <xlsxwriter.h>

#include "base/file.h"

#define WIDTH_FIRST 38
#define WIDTH 16
#define COLUMNS 40

struct book {
    struct arena *arena;
    char *path;
    lxw_workbook *workbook; /* NULL once it is closed */
    lxw_worksheet *sheet;
    lxw_format *formats[BOOK_MONEY + 1];
};

/* The library writes a file: one that only we can read, gone with the arena. */
static void book_release(void *object)
{
    struct book *book = object;

    if (book->workbook != NULL)
        lxw_workbook_free(book->workbook);
    if (book->path != NULL)
        unlink(book->path);
}

static void book_formats(struct book *book)
{
    lxw_format *heading = workbook_add_format(book->workbook);
    lxw_format *money = workbook_add_format(book->workbook);

    format_set_bold(heading);
    format_set_text_wrap(heading);
    format_set_num_format(money, "#,##0.00");
    book->formats[BOOK_HEADING] = heading;
    book->formats[BOOK_MONEY] = money;
}

struct book *book_new(struct arena *arena)
{
    struct book *book = arena_alloc(arena, sizeof *book);
    const char *folder = getenv("TMPDIR");
    lxw_workbook_options options = {.tmpdir = (char *)folder};
    int file;

    book->arena = arena;
    arena_on_release(arena, book_release, book);
    book->path = arena_printf(arena, "%s/throughline-book-XXXXXX",
                              folder != NULL ? folder : "/tmp");
    file = mkstemp(book->path);
    if (file < 0) {
        book->path = NULL;
        return book;
    }
    close(file);
    book->workbook = workbook_new_opt(book->path, &options);
    if (book->workbook != NULL)
        book_formats(book);
    return book;
}

void book_sheet(struct book *book, const char *name)
{
    if (book->workbook == NULL)
        return;
    book->sheet = workbook_add_worksheet(book->workbook, name);
    if (book->sheet == NULL)
        return;
    worksheet_set_column(book->sheet, 0, 0, WIDTH_FIRST, NULL);
    worksheet_set_column(book->sheet, 1, COLUMNS, WIDTH, NULL);
}

void book_text(struct book *book, size_t row, size_t column, const char *text,
               enum book_style style)
{
    if (book->sheet != NULL)
        worksheet_write_string(book->sheet, (lxw_row_t)row, (lxw_col_t)column,
                               text, book->formats[style]);
}

void book_number(struct book *book, size_t row, size_t column, double number,
                 enum book_style style)
{
    if (book->sheet != NULL)
        worksheet_write_number(book->sheet, (lxw_row_t)row, (lxw_col_t)column,
                               number, book->formats[style]);
}

void book_sum(struct book *book, size_t row, size_t column, struct book_span of,
              double sum, enum book_style style)
{
    char top[LXW_MAX_CELL_NAME_LENGTH], bottom[LXW_MAX_CELL_NAME_LENGTH];

    if (book->sheet == NULL)
        return;
    lxw_rowcol_to_cell(top, (lxw_row_t)of.first, (lxw_col_t)column);
    lxw_rowcol_to_cell(bottom, (lxw_row_t)of.last, (lxw_col_t)column);
    worksheet_write_formula_num(
        book->sheet, (lxw_row_t)row, (lxw_col_t)column,
        arena_printf(book->arena, "=SUM(%s:%s)", top, bottom),
        book->formats[style], sum);
}

struct err *book_finish(struct book *book, struct slice *ret_bytes)
{
    lxw_workbook *workbook = book->workbook;

    book->workbook = NULL;
    book->sheet = NULL;
    /* Closing frees it, come what may. */
    if (workbook == NULL || workbook_close(workbook) != LXW_NO_ERROR)
        return err_logged(book->arena, ERR_BUSY, "no workbook could be made");
    return file_read(book->arena, book->path, ret_bytes);
}
