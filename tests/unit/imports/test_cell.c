#include "tests/unit/suite.h"

#include <jansson.h>

#include "imports/cell.h"

static void number(const char *given, int decimals, const char *kept)
{
    const char *got = cell_number(&arena, given, decimals);

    if (!kept)
        ck_assert_msg(!got, "%s was taken as %s", given, got ? got : "");
    else
        ck_assert_msg(got && strcmp(got, kept) == 0, "%s became %s", given,
                      got ? got : "nothing");
}

START_TEST(numbers_as_people_write_them)
{
    number("2214", 0, "2214");
    number("2,214", 0, "2214");
    number("1,528,667.00", 2, "1528667.00");
    number("\xc2\xa3"
           "157,181.26",
           2, "157181.26");
    number("\xc2\xa3 12", 2, "12");
    number("12.00", 0, "12");
    number("0", 0, "0");
    number("4.5", 2, "4.5");
}
END_TEST

START_TEST(what_is_no_number)
{
    static const char *const wrong[] = {
        "",    "abc",           "1,25",  ",250", "1,2500", "12.",
        ".5",  "1.2.3",         "-5",    "1e9",  "12 000", "1,,000",
        "12%", "1234567890123", "1.234", "Five", "1,250,",
    };

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        number(wrong[i], 2, NULL);
    number("12.50", 0, NULL);
}
END_TEST

START_TEST(nothing_is_written_in_many_ways)
{
    static const char *const nothing[] = {
        "", "  ", "-", "\xe2\x80\x93", "n/a", "N/A", "\xc2\xa0"};

    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        ck_assert_str_eq(cell_text(&arena, nothing[i]), "");
    ck_assert_str_eq(cell_text(&arena, "\xc2\xa0 12 "), "12");
    ck_assert_str_eq(cell_text(&arena, "- 5"), "- 5");
}
END_TEST

START_TEST(codes_by_code_or_label)
{
    json_t *codes = json_loads("[[\"one_to_one\",\"One-to-one\"],"
                               "[\"group\",\"Group work\"]]",
                               0, NULL);

    ck_assert_str_eq(cell_code(&arena, "one_to_one", codes), "one_to_one");
    ck_assert_str_eq(cell_code(&arena, "One to One", codes), "one_to_one");
    ck_assert_str_eq(cell_code(&arena, "GROUP WORK", codes), "group");
    ck_assert_ptr_null(cell_code(&arena, "groups", codes));
    json_decref(codes);
}
END_TEST

START_TEST(years_and_quarters)
{
    ck_assert_str_eq(cell_period(&arena, "2023-24"), "2023-24");
    ck_assert_str_eq(cell_period(&arena, "2023/24"), "2023-24");
    ck_assert_str_eq(cell_period(&arena, "2023-2024"), "2023-24");
    ck_assert_str_eq(cell_period(&arena, "2023-24 Q1"), "2023-24 Q1");
    ck_assert_str_eq(cell_period(&arena, "Q4 2023/24"), "2023-24 Q4");
    ck_assert_str_eq(cell_period(&arena, "1999-00"), "1999-00");
    static const char *const wrong[] = {"2023",        "2023-25", "2023-24 Q5",
                                        "Q 2023-24",   "23-24",   "2023-24Q1",
                                        "2023-24 Q1x", "Q1",      "2023-24 q"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        ck_assert_msg(!cell_period(&arena, wrong[i]), "%s", wrong[i]);
}
END_TEST

START_TEST(keys)
{
    ck_assert_str_eq(cell_key(&arena, " Young people "), "young_people");
    ck_assert_str_eq(cell_key(&arena, "Amount (\xc2\xa3)"), "amount_\xc2\xa3");
    ck_assert_str_eq(cell_key(&arena, "A--B"), "a_b");
    ck_assert(cell_is_code("bathnes_2"));
    ck_assert(!cell_is_code("Bath"));
    ck_assert(!cell_is_code(""));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        numbers_as_people_write_them,
        what_is_no_number,
        nothing_is_written_in_many_ways,
        codes_by_code_or_label,
        years_and_quarters,
        keys,
        NULL,
    };

    return suite_run("imports/cell", tests, NULL, NULL);
}
