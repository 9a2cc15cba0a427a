#include "tests/unit/suite.h"

#include "base/csv.h"

static struct csv csv;

static struct err *parse_bytes(const char *text, size_t length)
{
    csv = (struct csv){0};
    return csv_parse(&arena, "list.csv", (struct slice){text, length}, &csv);
}

static void good(const char *text, size_t columns, size_t records)
{
    struct err *err = parse_bytes(text, strlen(text));

    ck_assert_msg(!err, "%s", err ? err->log : "");
    ck_assert_uint_eq(csv.column_count, columns);
    ck_assert_uint_eq(csv.record_count, records);
}

static void bad_bytes(const char *text, size_t length, const char *message)
{
    struct err *err = parse_bytes(text, length);

    ck_assert_ptr_nonnull(err);
    ck_assert_int_eq(err->code, ERR_INVALID);
    ck_assert_str_eq(err->log, message);
}

static void bad(const char *text, const char *message)
{
    bad_bytes(text, strlen(text), message);
}

static const char *cell(size_t record, size_t column)
{
    return csv.records[record].fields[column];
}

START_TEST(plain_fields)
{
    good("code,label\na,One\nb,Two\n", 2, 2);
    ck_assert_str_eq(csv.columns[0], "code");
    ck_assert_str_eq(csv.columns[1], "label");
    ck_assert_str_eq(cell(0, 0), "a");
    ck_assert_str_eq(cell(0, 1), "One");
    ck_assert_str_eq(cell(1, 0), "b");
    ck_assert_str_eq(cell(1, 1), "Two");
    ck_assert_uint_eq(csv_column(&csv, "label"), 1);
    ck_assert_uint_eq(csv_column(&csv, "Label"), 2);
}
END_TEST

START_TEST(quoted_fields)
{
    good("a,b\n\"x, \"\"y\"\"\",\"two\nlines\"\n", 2, 1);
    ck_assert_str_eq(cell(0, 0), "x, \"y\"");
    ck_assert_str_eq(cell(0, 1), "two\nlines");
    good("a,b\n\"\",\"\"\"\"\n", 2, 1);
    ck_assert_str_eq(cell(0, 0), "");
    ck_assert_str_eq(cell(0, 1), "\"");
    good("\"a\",\"b\r\nc\"\r\n\"1\r\n2\",3\r\n", 2, 1);
    ck_assert_str_eq(csv.columns[1], "b\r\nc");
    ck_assert_str_eq(cell(0, 0), "1\r\n2");
}
END_TEST

START_TEST(empty_fields)
{
    good("a,b,c\n,,\n,x,\n", 3, 2);
    ck_assert_str_eq(cell(0, 0), "");
    ck_assert_str_eq(cell(0, 2), "");
    ck_assert_str_eq(cell(1, 1), "x");
}
END_TEST

START_TEST(line_ends)
{
    good("a,b\r\n1,2\r\n", 2, 1);
    ck_assert_str_eq(cell(0, 1), "2");
    good("a,b\n1,2", 2, 1);
    ck_assert_str_eq(cell(0, 1), "2");
    good("a,b", 2, 0);
    good("a,b\n1,2\n\n\r\n\n", 2, 1);
    bad("a,b\n\n1,2\n", "list.csv, line 2: an empty line");
    bad("a\n\nx\n", "list.csv, line 2: an empty line");
    bad("a,b\n1\r,2\n",
        "list.csv, line 2: a carriage return without a line feed");
    bad("a,b\n1,2\r",
        "list.csv, line 2: a carriage return without a line feed");
}
END_TEST

START_TEST(byte_order_mark)
{
    good("\xEF\xBB\xBF"
         "a,b\n1,2\n",
         2, 1);
    ck_assert_str_eq(csv.columns[0], "a");
    bad("\xEF\xBB\xBF", "list.csv, line 1: the file is empty");
}
END_TEST

START_TEST(stray_quotes)
{
    bad("a,b\nx\"y,2\n",
        "list.csv, line 2: a quote stands inside an unquoted field");
    bad("a,b\n \"x\",2\n",
        "list.csv, line 2: a quote stands inside an unquoted field");
    bad("a,b\n\"x\"y,2\n", "list.csv, line 2: text follows a closing quote");
    bad("a,b\n\"x\" ,2\n", "list.csv, line 2: text follows a closing quote");
    bad("a,b\n1,2\n\"x\n\n\n",
        "list.csv, line 3: a quote is opened here and never closed");
    bad("a,b\n1,\"",
        "list.csv, line 2: a quote is opened here and never closed");
}
END_TEST

START_TEST(numbers_of_fields)
{
    bad("a,b\n1\n", "list.csv, line 2: 1 fields, the header has 2");
    bad("a,b\n1,2\n1,2,3\n", "list.csv, line 3: 3 fields, the header has 2");
    bad("a,b\n\"1\n2\",3\n1,2,\n",
        "list.csv, line 4: 3 fields, the header has 2");
}
END_TEST

START_TEST(headers)
{
    bad("a,,c\n", "list.csv, line 1: a column has no name");
    bad("a,b,\n1,2,3\n", "list.csv, line 1: a column has no name");
    bad("a,b,a\n", "list.csv, line 1: two columns have the same name");
    bad("", "list.csv, line 1: the file is empty");
    bad("\n\n", "list.csv, line 1: the file is empty");
    bad("\na,b\n1,2\n", "list.csv, line 1: a column has no name");
}
END_TEST

START_TEST(encodings)
{
    good("a\nZo\xc3\xab\n", 1, 1);
    ck_assert_str_eq(cell(0, 0), "Zo\xc3\xab");
    bad("a\nb\nZo\xeb\nc\n", "list.csv, line 3: not UTF-8 text");
    bad("a\nb\nZo\xeb", "list.csv, line 3: not UTF-8 text");
    bad_bytes("a\nb\0c\n", 6, "list.csv, line 2: not UTF-8 text");
}
END_TEST

START_TEST(record_lines)
{
    good("a,b\n1,2\n\"3\n3\",4\n5,6\n", 2, 3);
    ck_assert_uint_eq(csv.records[0].line, 2);
    ck_assert_uint_eq(csv.records[1].line, 3);
    ck_assert_uint_eq(csv.records[2].line, 5);
}
END_TEST

START_TEST(as_json)
{
    good("code,label,note\na,\"One \"\"1\"\"\",\nb,,\"x\ny\"\n,,\n", 3, 3);
    ck_assert_str_eq(csv_json(&arena, &csv),
                     "[{\"code\":\"a\",\"label\":\"One \\\"1\\\"\"},"
                     "{\"code\":\"b\",\"note\":\"x\\ny\"},{}]");
    good("a\n", 1, 0);
    ck_assert_str_eq(csv_json(&arena, &csv), "[]");
}
END_TEST

/* Every beginning of a good file is read or refused, never overrun. */
START_TEST(every_beginning)
{
    static const char text[] =
        "a,b\r\n\"x, \"\"y\"\"\",\"two\r\nlines\"\r\n1,2\r\n";

    for (size_t length = 0; length <= sizeof text - 1; length++) {
        char *exact = arena_alloc(&arena, length + 1);
        memcpy(exact, text, length);
        struct err *err = parse_bytes(exact, length);
        ck_assert(err || csv.column_count > 0);
    }
}
END_TEST

START_TEST(many_records)
{
    struct str text;

    str_init(&text, &arena);
    str_add(&text, "number,square\n");
    for (int i = 0; i < 5000; i++)
        str_addf(&text, "%d,%d\n", i, i * i);
    good(text.data, 2, 5000);
    ck_assert_str_eq(cell(4999, 0), "4999");
    ck_assert_str_eq(cell(4999, 1), "24990001");
    ck_assert_uint_eq(csv.records[4999].line, 5001);
}
END_TEST

static void sheet(const char *text, size_t columns, size_t records)
{
    csv = (struct csv){0};
    struct err *err = csv_parse_sheet(&arena, "list.csv",
                                      (struct slice){text, strlen(text)}, &csv);

    ck_assert_msg(!err, "%s", err ? err->log : "");
    ck_assert_uint_eq(csv.column_count, columns);
    ck_assert_uint_eq(csv.record_count, records);
}

START_TEST(spreadsheets)
{
    sheet("sep=,\r\na,b,,\r\n1,2,,\r\n,,,\r\n\r\n3\r\n4,5,6,\r\n", 2, 3);
    ck_assert_str_eq(cell(0, 1), "2");
    ck_assert_uint_eq(csv.records[0].row, 3);
    ck_assert_uint_eq(csv.records[1].row, 6);
    ck_assert_str_eq(cell(1, 0), "3");
    ck_assert_str_eq(cell(1, 1), "");
    ck_assert(!csv.records[0].too_long);
    ck_assert(!csv.records[1].too_long);
    ck_assert(csv.records[2].too_long);
    sheet("\xEF\xBB\xBF" "a\n1\n", 1, 1);
    sheet("sep=,x\n1\n", 2, 1);
    sheet("a,b\n", 2, 0);
    sheet("a,b\n \t,\n1,\"x\ny\"\n2,3\n", 2, 2);
    ck_assert_uint_eq(csv.records[1].row, 4);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        plain_fields,      quoted_fields,   empty_fields,
        line_ends,         byte_order_mark, stray_quotes,
        numbers_of_fields, headers,         encodings,
        record_lines,      as_json,         every_beginning,
        many_records,      spreadsheets,    NULL,
    };

    return suite_run("base/csv", tests, NULL, NULL);
}
