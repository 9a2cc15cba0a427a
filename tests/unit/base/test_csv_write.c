#include "tests/unit/suite.h"

#include "base/csv.h"
#include "base/csv_write.h"

static const char *record(const char *const *cells, size_t count)
{
    struct str out;

    str_init(&out, &arena);
    csv_add_record(&out, cells, count);
    return out.data;
}

START_TEST(plain_and_quoted)
{
    const char *const cells[] = {"a", "b, c", "d \"e\"", "", "two\nlines"};

    ck_assert_str_eq(record(cells, 5),
                     "a,\"b, c\",\"d \"\"e\"\"\",,\"two\nlines\"\r\n");
}
END_TEST

START_TEST(no_cell_is_a_formula)
{
    const char *const cells[] = {"=1+1", "+44 7700", "-1+cmd", "@SUM(A1)",
                                 "\tx"};

    ck_assert_str_eq(record(cells, 5), "\"'=1+1\",\"'+44 7700\",\"'-1+cmd\","
                                       "\"'@SUM(A1)\",\"'\tx\"\r\n");
}
END_TEST

START_TEST(numbers_stay_numbers)
{
    const char *const cells[] = {"-12.50", "-3", "12", "-", "-1.", "1-2"};

    ck_assert_str_eq(record(cells, 6), "-12.50,-3,12,\"'-\",\"'-1.\",1-2\r\n");
}
END_TEST

START_TEST(what_is_written_is_read)
{
    const char *const cells[] = {"x", "a \"quoted\", cell", "line\r\nbreak"};
    struct csv csv;
    const char *text = arena_printf(&arena, "a,b,c\r\n%s", record(cells, 3));

    ck_assert_ptr_null(
        csv_parse(&arena, "w", (struct slice){text, strlen(text)}, &csv));
    for (size_t i = 0; i < 3; i++)
        ck_assert_str_eq(csv.records[0].fields[i], cells[i]);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {plain_and_quoted, no_cell_is_a_formula,
                                  numbers_stay_numbers, what_is_written_is_read,
                                  NULL};

    return suite_run("base/csv_write", tests, NULL, NULL);
}
