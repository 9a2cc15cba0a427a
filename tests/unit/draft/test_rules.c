#include "../suite.h"

#include "../judge.h"
#include "draft/input.h"
#include "draft/rules.h"

START_TEST(a_page_of_this_site)
{
    ck_assert_str_eq(judged(draft_subject_check, "{}"), "");
    ck_assert_str_eq(judged(draft_subject_check, "{'subject':'/'}"), "");
    ck_assert_str_eq(judged(draft_subject_check, "{'subject':'/notes?a=b'}"),
                     "");
    ck_assert_str_eq(judged(draft_subject_check, "{'subject':'//x.example'}"),
                     "/subject not_a_page");
    ck_assert_str_eq(judged(draft_subject_check, "{'subject':'/\\\\x'}"),
                     "/subject not_a_page");
    ck_assert_str_eq(judged(draft_subject_check, "{'subject':'https://x'}"),
                     "/subject not_a_page");
}
END_TEST

START_TEST(whose_and_where_are_asked_for)
{
    ck_assert_str_eq(sent(&draft_new_input, "{}"),
                     "/user_id required; /form required; /subject required; "
                     "/title required");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_page_of_this_site,
        whose_and_where_are_asked_for,
        NULL,
    };

    return suite_run("draft/rules", tests, NULL, NULL);
}
