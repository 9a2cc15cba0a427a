#include "../suite.h"

#include "../judge.h"
#include "account/input.h"
#include "account/rules.h"

START_TEST(a_role_ends_after_it_begins)
{
    ck_assert_str_eq(judged(grant_dates_check, "{}"), "");
    ck_assert_str_eq(judged(grant_dates_check, "{'valid_to':'2026-01-02'}"),
                     "");
    ck_assert_str_eq(
        judged(grant_dates_check,
               "{'valid_from':'2026-01-02','valid_to':'2026-01-02'}"),
        "");
    ck_assert_str_eq(
        judged(grant_dates_check,
               "{'valid_from':'2026-01-02','valid_to':'2026-01-01'}"),
        "/valid_to too_early");
}
END_TEST

START_TEST(an_account_keeps_what_it_needs)
{
    ck_assert_str_eq(judged(user_change_check, "{'job_title':null}"), "");
    ck_assert_str_eq(
        judged(user_change_check, "{'name':null,'email':null,'agency':null}"),
        "/name required; /email required; /agency required");
}
END_TEST

START_TEST(all_that_is_missing_is_said)
{
    ck_assert_str_eq(sent(&user_new_input, "{'spoke':'bristol'}"),
                     "/name required; /email required; /agency required; "
                     "/role required; /reason required");
    ck_assert_str_eq(sent(&user_change_input, "{'name':null}"),
                     "/name required");
    ck_assert_str_eq(sent(&link_accept_input, "{}"),
                     "/token required; /password required");
    ck_assert_str_eq(sent(&user_query, "{'state':'asleep'}"),
                     "/state not_a_choice");
    ck_assert_str_eq(sent(&grant_end_input, "{}"), "/reason required");
    ck_assert_str_eq(sent(&proposal_refuse_input, "{}"), "/note required");
    ck_assert_str_eq(sent(&proposal_confirm_input, "{}"), "{}");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_role_ends_after_it_begins,
        an_account_keeps_what_it_needs,
        all_that_is_missing_is_said,
        NULL,
    };

    return suite_run("account/rules", tests, NULL, NULL);
}
