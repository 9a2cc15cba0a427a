#include <string.h>

#include "../suite.h"

#include "../judge.h"
#include "base/book.h"
#include "returns/input.h"
#include "returns/rules.h"

START_TEST(a_return_is_of_a_quarter)
{
    ck_assert_str_eq(judged(returns_new_check, "{'quarter':'2026-07-01'}"), "");
    ck_assert_str_eq(judged(returns_new_check, "{'quarter':'2026-01-01'}"), "");
    ck_assert_str_eq(judged(returns_new_check, "{'quarter':'2026-07-02'}"),
                     "/quarter not_in_list");
    ck_assert_str_eq(judged(returns_new_check, "{'quarter':'2026-08-01'}"),
                     "/quarter not_in_list");
    ck_assert_str_eq(sent(&returns_new_input, "{}"), "/quarter required");
}
END_TEST

START_TEST(a_line_of_money_stands_once)
{
    ck_assert_str_eq(
        judged(returns_change_check,
               "{'money':[{'funding_stream':'vru_grant'},"
               "{'funding_stream':'hotspot'},"
               "{'intervention_id':'a','funding_stream':'vru_grant'}]}"),
        "");
    ck_assert_str_eq(judged(returns_change_check,
                            "{'money':[{'funding_stream':'vru_grant'},"
                            "{'funding_stream':'vru_grant'}]}"),
                     "/money/1/intervention_id taken");
}
END_TEST

START_TEST(match_funding_is_no_grant_and_other_is_told)
{
    ck_assert_str_eq(
        judged(returns_change_check,
               "{'money':[{'funding_stream':'match_funding'},"
               "{'funding_stream':'grip','variance_reason':'other'}]}"),
        "/money/0/funding_stream not_in_list; "
        "/money/1/variance_note required");
}
END_TEST

START_TEST(a_story_says_whether_it_may_be_told)
{
    ck_assert_str_eq(judged(returns_change_check, "{'case_study':'Words'}"),
                     "/case_study_permission required");
    ck_assert_str_eq(judged(returns_change_check, "{'case_study':null}"), "");
}
END_TEST

START_TEST(questions_answers_and_reasons_have_words)
{
    ck_assert_str_eq(sent(&returns_question_input, "{}"), "/note required");
    ck_assert_str_eq(sent(&returns_answer_input, "{'note':' '}"),
                     "/note required");
    ck_assert_str_eq(sent(&returns_restate_input, "{}"), "/note required");
    ck_assert_str_eq(sent(&returns_export_query, "{}"), "/reason required");
}
END_TEST

START_TEST(a_workbook_is_a_zip_file)
{
    struct arena arena;
    struct book *book;
    struct slice bytes;

    arena_init(&arena);
    book = book_new(&arena);
    book_sheet(book, "One");
    book_text(book, 0, 0, "=1+1", BOOK_HEADING);
    book_number(book, 1, 0, 2.5, BOOK_MONEY);
    book_sum(book, 2, 0, (struct book_span){1, 1}, 2.5, BOOK_MONEY);
    ck_assert_ptr_null(book_finish(book, &bytes));
    ck_assert_uint_gt(bytes.length, 1000);
    ck_assert_int_eq(memcmp(bytes.data, "PK", 2), 0);
    arena_release(&arena);
}
END_TEST

START_TEST(a_workbook_left_half_way_leaves_nothing)
{
    struct arena arena;
    struct book *book;

    arena_init(&arena);
    book = book_new(&arena);
    book_sheet(book, "One");
    arena_release(&arena);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_return_is_of_a_quarter,
        a_line_of_money_stands_once,
        match_funding_is_no_grant_and_other_is_told,
        a_story_says_whether_it_may_be_told,
        questions_answers_and_reasons_have_words,
        a_workbook_is_a_zip_file,
        a_workbook_left_half_way_leaves_nothing,
        NULL,
    };

    return suite_run("returns/rules", tests, NULL, NULL);
}
