#include "base/csv_write.h"

#include <ctype.h>

/* "-12.5" is a number, "-1+cmd" is not. */
static bool is_number(const char *cell)
{
    cell += *cell == '-';
    if (!isdigit((unsigned char)*cell))
        return false;
    cell += strspn(cell, "0123456789");
    if (*cell == '.' && isdigit((unsigned char)cell[1]))
        cell += 1 + strspn(cell + 1, "0123456789");
    return *cell == '\0';
}

static bool is_formula(const char *cell)
{
    return *cell && strchr("=+-@\t\r", *cell) && !is_number(cell);
}

static void add_cell(struct str *out, const char *cell)
{
    bool formula = is_formula(cell);

    if (!formula && !cell[strcspn(cell, ",\"\r\n")]) {
        str_add(out, cell);
        return;
    }
    str_add(out, formula ? "\"'" : "\"");
    for (; *cell; cell++) {
        if (*cell == '"')
            str_add_char(out, '"');
        str_add_char(out, *cell);
    }
    str_add_char(out, '"');
}

void csv_add_record(struct str *out, const char *const *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            str_add_char(out, ',');
        add_cell(out, cells[i]);
    }
    str_add(out, "\r\n");
}
