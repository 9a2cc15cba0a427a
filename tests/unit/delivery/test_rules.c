#include "../suite.h"

#include "../judge.h"
#include "delivery/input.h"
#include "delivery/rules.h"

#define ONE "'members':[{'allocation_id':'a'"

START_TEST(a_planned_group_says_nothing_of_anybody)
{
    ck_assert_str_eq(judged(group_check, "{" ONE "}]}"), "");
}
END_TEST

START_TEST(a_logged_group_says_of_each_whether_they_came)
{
    ck_assert_str_eq(judged(group_check, "{'happened':true," ONE "}]}"),
                     "/members/0/attendance required");
    ck_assert_str_eq(judged(group_check, "{'happened':true}"),
                     "/members required");
    ck_assert_str_eq(judged(group_check, "{" ONE ",'attendance':'late'}]}"),
                     "/happened required");
    ck_assert_str_eq(
        judged(group_check, "{'happened':true," ONE ",'attendance':'late'}]}"),
        "");
}
END_TEST

START_TEST(nobody_comes_to_a_group_that_did_not_meet)
{
    ck_assert_str_eq(
        judged(group_check, "{'happened':false," ONE ",'attendance':'part'}]}"),
        "/members/0/attendance contradiction");
    ck_assert_str_eq(
        judged(group_check,
               "{'happened':false," ONE
               ",'attendance':'cancelled_provider','engagement':'engaged'}]}"),
        "/members/0/engagement contradiction");
}
END_TEST

START_TEST(a_delivery_reached_somebody_and_ended_after_it_began)
{
    ck_assert_str_eq(judged(delivery_check, "{'under_18':0}"),
                     "/under_18 required");
    ck_assert_str_eq(judged(delivery_check, "{'professionals':1}"), "");
    ck_assert_str_eq(judged(delivery_check,
                            "{'under_18':1,'started_on':'2026-02-02',"
                            "'ended_on':'2026-02-01'}"),
                     "/ended_on too_early");
}
END_TEST

START_TEST(a_correction_says_why)
{
    ck_assert_str_eq(judged(delivery_change_check, "{'under_18':0}"),
                     "/change_reason required");
    ck_assert_str_eq(
        judged(delivery_change_check, "{'change_reason':'Counted twice'}"), "");
}
END_TEST

START_TEST(the_tables_are_whole)
{
    const struct input_table *tables[] = {
        &group_query,           &group_candidate_query, &group_new_input,
        &group_change_input,    &delivery_query,        &delivery_new_input,
        &delivery_change_input, &delivery_link_input};

    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
        ck_assert_ptr_null(input_table_fault(tables[i]));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_planned_group_says_nothing_of_anybody,
        a_logged_group_says_of_each_whether_they_came,
        nobody_comes_to_a_group_that_did_not_meet,
        a_delivery_reached_somebody_and_ended_after_it_began,
        a_correction_says_why,
        the_tables_are_whole,
        NULL};

    return suite_run("delivery/rules", tests, NULL, NULL);
}
