#include "base/csv.h"

#include <stdint.h>

/* A growing list of pointers or records. */
struct list {
    void *items;
    size_t count;
    size_t room;
    size_t size;
};

struct reader {
    struct arena *arena;
    const char *name;
    const char *at;
    const char *end;
    size_t line;
    size_t row;
    bool sheet; /* forgiving: csv_parse_sheet() */
    struct str field;
    struct list fields;
};

static void *list_add(struct arena *arena, struct list *list)
{
    if (list->count == list->room) {
        void *more;
        list->room = list->room ? list->room * 2 : 16;
        more = arena_array(arena, list->room, list->size);
        if (list->count)
            memcpy(more, list->items, list->count * list->size);
        list->items = more;
    }
    return (char *)list->items + list->size * list->count++;
}

static struct err *fault_at(const struct reader *reader, size_t line,
                            const char *what)
{
    return err_logged(reader->arena, ERR_INVALID, "%s, line %zu: %s",
                      reader->name, line, what);
}

static struct err *fault(const struct reader *reader, const char *what)
{
    return fault_at(reader, reader->line, what);
}

/* At LF or CRLF, or the end of the text. */
static bool at_line_end(const struct reader *reader)
{
    const char *at = reader->at;

    if (at == reader->end || *at == '\n')
        return true;
    return *at == '\r' && at + 1 < reader->end && at[1] == '\n';
}

static void skip_line_end(struct reader *reader)
{
    if (reader->at == reader->end)
        return;
    reader->at += *reader->at == '\r' ? 2 : 1;
    reader->line++;
}

static struct err *read_quoted(struct reader *reader)
{
    size_t opened = reader->line;

    for (reader->at++; reader->at < reader->end; reader->at++) {
        char c = *reader->at;
        if (c == '"') {
            if (reader->at + 1 == reader->end || reader->at[1] != '"')
                break;
            reader->at++;
        } else if (c == '\n') {
            reader->line++;
        }
        str_add_char(&reader->field, c);
    }
    if (reader->at == reader->end)
        return fault_at(reader, opened,
                        "a quote is opened here and never closed");
    reader->at++;
    if (!at_line_end(reader) && *reader->at != ',')
        return fault(reader, "text follows a closing quote");
    return NULL;
}

static struct err *read_plain(struct reader *reader)
{
    while (!at_line_end(reader) && *reader->at != ',') {
        if (*reader->at == '"')
            return fault(reader, "a quote stands inside an unquoted field");
        if (*reader->at == '\r')
            return fault(reader, "a carriage return without a line feed");
        str_add_char(&reader->field, *reader->at++);
    }
    return NULL;
}

static struct err *read_field(struct reader *reader)
{
    struct err *err;
    const char **place;

    str_init(&reader->field, reader->arena);
    str_add(&reader->field, "");
    if (reader->at < reader->end && *reader->at == '"')
        err = read_quoted(reader);
    else
        err = read_plain(reader);
    if (err)
        return err;
    place = list_add(reader->arena, &reader->fields);
    *place = reader->field.data;
    return NULL;
}

/* One record into reader->fields, past its line end. */
static struct err *read_record(struct reader *reader)
{
    struct err *err;

    reader->fields = (struct list){.size = sizeof(const char *)};
    while ((err = read_field(reader)) == NULL && !at_line_end(reader))
        reader->at++; /* the comma */
    if (!err)
        skip_line_end(reader);
    return err;
}

static struct err *read_header(struct reader *reader, struct csv *csv)
{
    struct err *err = read_record(reader);
    const char *const *names;

    if (err)
        return err;
    names = reader->fields.items;
    while (reader->sheet && reader->fields.count > 1 &&
           names[reader->fields.count - 1][0] == '\0')
        reader->fields.count--;
    for (size_t i = 0; i < reader->fields.count; i++) {
        if (names[i][0] == '\0')
            return fault_at(reader, 1, "a column has no name");
        for (size_t j = 0; j < i; j++)
            if (strcmp(names[i], names[j]) == 0)
                return fault_at(reader, 1, "two columns have the same name");
    }
    csv->columns = names;
    csv->column_count = reader->fields.count;
    return NULL;
}

/* True if nothing but line ends is left. */
static bool only_line_ends_left(const struct reader *reader)
{
    for (const char *at = reader->at; at < reader->end; at++)
        if (*at != '\n' && *at != '\r')
            return false;
    return true;
}

/* As many fields as the header has: what is missing is empty, and what is too
 * much must be. */
static void fit_fields(struct reader *reader, size_t wanted,
                       struct csv_record *record)
{
    const char *const *fields = reader->fields.items;

    for (size_t i = wanted; i < reader->fields.count; i++)
        record->too_long |= fields[i][0] != '\0';
    while (reader->fields.count < wanted) {
        const char **place = list_add(reader->arena, &reader->fields);
        *place = "";
    }
    record->fields = reader->fields.items;
}

static bool empty_fields(const struct reader *reader)
{
    const char *const *fields = reader->fields.items;

    for (size_t i = 0; i < reader->fields.count; i++)
        if (fields[i][strspn(fields[i], " \t")] != '\0')
            return false;
    return true;
}

static struct err *read_sheet(struct reader *reader, struct csv *csv)
{
    struct list records = {.size = sizeof(struct csv_record)};

    while (!only_line_ends_left(reader)) {
        size_t line = reader->line;
        struct csv_record *record;
        struct err *err = read_record(reader);

        if (err)
            return err;
        reader->row++;
        if (empty_fields(reader))
            continue;
        record = list_add(reader->arena, &records);
        *record = (struct csv_record){.line = line, .row = reader->row};
        fit_fields(reader, csv->column_count, record);
    }
    csv->records = records.items;
    csv->record_count = records.count;
    return NULL;
}

static struct err *read_records(struct reader *reader, struct csv *csv)
{
    struct list records = {.size = sizeof(struct csv_record)};

    while (!only_line_ends_left(reader)) {
        size_t line = reader->line;
        struct csv_record *record;
        struct err *err;

        if (at_line_end(reader))
            return fault(reader, "an empty line");
        err = read_record(reader);
        if (err)
            return err;
        if (reader->fields.count != csv->column_count)
            return err_logged(reader->arena, ERR_INVALID,
                              "%s, line %zu: %zu fields, the header has %zu",
                              reader->name, line, reader->fields.count,
                              csv->column_count);
        record = list_add(reader->arena, &records);
        reader->row++;
        *record = (struct csv_record){
            .line = line, .row = reader->row, .fields = reader->fields.items};
    }
    csv->records = records.items;
    csv->record_count = records.count;
    return NULL;
}

/* The line of the first byte that is not UTF-8 text. */
static size_t bad_line(struct slice text)
{
    size_t line = 1, start = 0;

    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] != '\n')
            continue;
        if (!utf8_valid(text.data + start, i - start))
            return line;
        start = i + 1;
        line++;
    }
    return line;
}

/* Excel's own way of saying what parts the columns. */
static void skip_separator_line(struct reader *reader)
{
    static const char said[] = "sep=,";
    size_t length = sizeof said - 1;

    if ((size_t)(reader->end - reader->at) < length ||
        strncmp(reader->at, said, length) != 0)
        return;
    reader->at += length;
    if (at_line_end(reader)) {
        skip_line_end(reader);
        reader->row++;
    } else {
        reader->at -= length;
    }
}

static struct err *csv_read(struct arena *arena, const char *name, bool sheet,
                            struct slice text, struct csv *ret_csv)
{
    struct reader reader = {
        .arena = arena, .name = name, .line = 1, .row = 1, .sheet = sheet};
    struct csv csv = {0};
    struct err *err;

    if (text.length >= 3 && memcmp(text.data, "\xEF\xBB\xBF", 3) == 0)
        text = (struct slice){text.data + 3, text.length - 3};
    reader.at = text.data;
    reader.end = text.data + text.length;
    if (!utf8_valid(text.data, text.length))
        return fault_at(&reader, bad_line(text), "not UTF-8 text");
    if (only_line_ends_left(&reader))
        return fault(&reader, "the file is empty");
    if (sheet)
        skip_separator_line(&reader);
    err = read_header(&reader, &csv);
    if (!err)
        err = sheet ? read_sheet(&reader, &csv) : read_records(&reader, &csv);
    if (!err)
        *ret_csv = csv;
    return err;
}

struct err *csv_parse(struct arena *arena, const char *name, struct slice text,
                      struct csv *ret_csv)
{
    return csv_read(arena, name, false, text, ret_csv);
}

struct err *csv_parse_sheet(struct arena *arena, const char *name,
                            struct slice text, struct csv *ret_csv)
{
    return csv_read(arena, name, true, text, ret_csv);
}

size_t csv_column(const struct csv *csv, const char *name)
{
    size_t i = 0;

    while (i < csv->column_count && strcmp(csv->columns[i], name) != 0)
        i++;
    return i;
}

static void add_object(struct str *json, const struct csv *csv,
                       const struct csv_record *record)
{
    bool first = true;

    str_add_char(json, '{');
    for (size_t i = 0; i < csv->column_count; i++) {
        if (record->fields[i][0] == '\0')
            continue;
        if (!first)
            str_add_char(json, ',');
        first = false;
        str_add_json(json, csv->columns[i]);
        str_add_char(json, ':');
        str_add_json(json, record->fields[i]);
    }
    str_add_char(json, '}');
}

const char *csv_json(struct arena *arena, const struct csv *csv)
{
    struct str json;

    str_init(&json, arena);
    str_add_char(&json, '[');
    for (size_t i = 0; i < csv->record_count; i++) {
        if (i > 0)
            str_add_char(&json, ',');
        add_object(&json, csv, &csv->records[i]);
    }
    str_add_char(&json, ']');
    return json.data;
}
