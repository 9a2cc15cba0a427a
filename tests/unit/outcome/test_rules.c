#include "../suite.h"

#include "../judge.h"
#include "outcome/input.h"
#include "outcome/rules.h"

#define MEASURE                                                                \
    "'measure':'safe_home','point':'baseline','informant':'young_person'"

START_TEST(a_value_or_why_there_is_none)
{
    ck_assert_str_eq(judged(outcome_new_check, "{'value':3}"), "");
    ck_assert_str_eq(judged(outcome_new_check, "{'value':0}"), "");
    ck_assert_str_eq(judged(outcome_new_check, "{'not_measured':'not_asked'}"),
                     "");
    ck_assert_str_eq(judged(outcome_new_check, "{}"), "/value required");
    ck_assert_str_eq(
        judged(outcome_new_check, "{'value':3,'not_measured':'not_asked'}"),
        "/not_measured contradiction");
}
END_TEST

START_TEST(items_stand_for_a_value)
{
    ck_assert_str_eq(judged(outcome_new_check, "{'items':[3,3]}"), "");
    ck_assert_str_eq(
        judged(outcome_new_check, "{'items':[3],'not_measured':'not_asked'}"),
        "/not_measured contradiction");
}
END_TEST

START_TEST(a_correction_says_why)
{
    ck_assert_str_eq(sent(&outcome_amend_input, "{'value':3}"),
                     "/reason required");
    ck_assert_str_eq(sent(&outcome_amend_input, "{'reason':'typing_error'}"),
                     "/value required");
}
END_TEST

START_TEST(a_period_ends_after_it_begins)
{
    ck_assert_str_eq(
        judged(outcome_group_check, "{'from':'2026-02-01','to':'2026-01-31'}"),
        "/to too_early");
    ck_assert_str_eq(
        judged(outcome_group_check, "{'from':'2026-02-01','to':'2026-02-01'}"),
        "");
}
END_TEST

START_TEST(who_was_asked_answered)
{
    ck_assert_str_eq(judged(voice_check, "{'permission_on':'2026-01-01'}"),
                     "/permission required");
    ck_assert_str_eq(judged(voice_check, "{'permission':'not_asked',"
                                         "'permission_on':'2026-01-01'}"),
                     "/permission required");
    ck_assert_str_eq(judged(voice_check, "{'permission':'declined',"
                                         "'permission_on':'2026-01-01'}"),
                     "");
}
END_TEST

START_TEST(what_when_and_who_are_asked_for)
{
    ck_assert_str_eq(sent(&outcome_new_input, "{'value':3}"),
                     "/measure required; /point required; "
                     "/informant required");
    ck_assert_int_eq(sent(&outcome_new_input, "{" MEASURE ",'value':3.25}")[0],
                     '{');
}
END_TEST

START_TEST(nothing_is_measured_tomorrow)
{
    ck_assert_str_eq(sent(&outcome_new_input,
                          "{" MEASURE ",'value':3,'measured_on':'2099-01-01'}"),
                     "/measured_on in_future");
}
END_TEST

START_TEST(below_an_intervention_no_other_is_named)
{
    ck_assert_str_eq(
        sent(&outcome_delivered_input,
             "{" MEASURE ",'value':3,"
             "'allocation_id':'11111111-1111-4111-8111-111111111111'}"),
        "/allocation_id unknown_field");
}
END_TEST

START_TEST(what_was_measured_is_not_changed)
{
    ck_assert_str_eq(sent(&outcome_amend_input,
                          "{'measure':'conflict','value':3,"
                          "'reason':'typing_error'}"),
                     "/measure unknown_field");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_value_or_why_there_is_none,
        items_stand_for_a_value,
        a_correction_says_why,
        a_period_ends_after_it_begins,
        who_was_asked_answered,
        what_when_and_who_are_asked_for,
        nothing_is_measured_tomorrow,
        below_an_intervention_no_other_is_named,
        what_was_measured_is_not_changed,
        NULL,
    };

    return suite_run("outcome/rules", tests, NULL, NULL);
}
