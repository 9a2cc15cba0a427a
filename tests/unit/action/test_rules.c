#include "../suite.h"

#include "../judge.h"
#include "action/input.h"
#include "action/rules.h"

#define USER "'owner_user_id':'11111111-1111-4111-8111-111111111111'"

START_TEST(an_owner_is_a_user_or_a_name_and_agency)
{
    ck_assert_str_eq(judged(action_set_check, "{" USER "}"), "");
    ck_assert_str_eq(judged(action_set_check,
                            "{'owner_name':'Jo','owner_agency':'opcc_hub'}"),
                     "");
    ck_assert_str_eq(judged(action_set_check, "{}"),
                     "/owner_user_id required; /owner_agency required");
    ck_assert_str_eq(judged(action_set_check, "{'owner_name':'Jo'}"),
                     "/owner_agency required");
}
END_TEST

START_TEST(not_both_a_user_and_a_name)
{
    ck_assert_str_eq(judged(action_set_check, "{" USER ",'owner_name':'Jo'}"),
                     "/owner_name contradiction");
    ck_assert_str_eq(
        judged(action_change_check, "{" USER ",'owner_name':'Jo'}"),
        "/owner_name contradiction");
    ck_assert_str_eq(
        judged(action_change_check, "{" USER ",'owner_name':null}"), "");
    ck_assert_str_eq(judged(action_change_check, "{'due_on':'2026-03-02'}"),
                     "");
}
END_TEST

START_TEST(an_action_says_what_and_until_when)
{
    ck_assert_str_eq(sent(&action_set_input, "{" USER "}"),
                     "/description required; /due_on required");
}
END_TEST

START_TEST(a_list_is_of_one_spoke)
{
    ck_assert_str_eq(judged(action_query_check, "{}"), "/spoke required");
    ck_assert_str_eq(judged(action_query_check, "{'spoke':'bristol'}"), "");
}
END_TEST

START_TEST(or_of_what_is_left_for_me_to_do)
{
    ck_assert_str_eq(judged(action_query_check, "{'mine':true}"), "");
    ck_assert_str_eq(
        judged(action_query_check, "{'mine':true,'state':'outstanding'}"), "");
    ck_assert_str_eq(
        judged(action_query_check, "{'mine':true,'state':'in_progress'}"), "");
    ck_assert_str_eq(judged(action_query_check, "{'mine':true,'state':'done'}"),
                     "/spoke required");
    ck_assert_str_eq(judged(action_query_check, "{'mine':false}"),
                     "/spoke required");
}
END_TEST

START_TEST(a_state_is_one_there_is)
{
    ck_assert_str_eq(sent(&action_query, "{'spoke':'bristol','state':'lost'}"),
                     "/state not_a_choice");
}
END_TEST

START_TEST(an_end_says_why)
{
    ck_assert_str_eq(sent(&action_complete_input, "{}"), "/note required");
    ck_assert_str_eq(sent(&action_cancel_input, "{}"), "/reason required");
    ck_assert_str_eq(sent(&action_supersede_input, "{}"), "/note required");
    ck_assert_str_eq(sent(&action_reopen_input, "{}"), "/note required");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        an_owner_is_a_user_or_a_name_and_agency,
        not_both_a_user_and_a_name,
        an_action_says_what_and_until_when,
        a_list_is_of_one_spoke,
        or_of_what_is_left_for_me_to_do,
        a_state_is_one_there_is,
        an_end_says_why,
        NULL,
    };

    return suite_run("action/rules", tests, NULL, NULL);
}
