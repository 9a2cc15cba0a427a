#include "../suite.h"

#include "../judge.h"
#include "intervention/input.h"
#include "intervention/rules.h"

START_TEST(it_runs_to_no_earlier_than_from)
{
    ck_assert_str_eq(judged(intervention_check,
                            "{'active_from':'2026-04-01','active_to':"
                            "'2026-03-31'}"),
                     "/active_to too_early");
    ck_assert_str_eq(judged(intervention_check,
                            "{'active_from':'2026-04-01','active_to':"
                            "'2026-04-01'}"),
                     "");
    ck_assert_str_eq(judged(intervention_check, "{'active_to':'2026-03-31'}"),
                     "");
}
END_TEST

START_TEST(the_oldest_is_not_younger_than_the_youngest)
{
    ck_assert_str_eq(judged(intervention_check, "{'min_age':11,'max_age':10}"),
                     "/max_age too_small");
    ck_assert_str_eq(judged(intervention_check, "{'min_age':11,'max_age':11}"),
                     "");
    ck_assert_str_eq(judged(intervention_check, "{'min_age':11}"), "");
    ck_assert_str_eq(
        judged(intervention_check, "{'min_age':11,'max_age':null}"), "");
}
END_TEST

START_TEST(all_faults_are_told_at_once)
{
    ck_assert_str_eq(judged(intervention_check,
                            "{'active_from':'2026-04-01','active_to':"
                            "'2026-03-31','min_age':11,'max_age':10}"),
                     "/active_to too_early; /max_age too_small");
}
END_TEST

START_TEST(a_new_one_says_who_where_and_for_whom)
{
    ck_assert_str_eq(sent(&intervention_new_input, "{}"),
                     "/name required; /provider required; /spokes required; "
                     "/prevention_level required; /targeting required; "
                     "/mode required");
}
END_TEST

/* The figures of past quarters hang on them. */
START_TEST(what_it_is_does_not_change)
{
    static const char *const fixed[] = {
        "code", "provider",         "approach",
        "mode", "prevention_level", "targeting"};

    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
        ck_assert_str_eq(sent(&intervention_change_input,
                              arena_printf(&arena, "{'%s':'x'}", fixed[i])),
                         arena_printf(&arena, "/%s unknown_field", fixed[i]));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {it_runs_to_no_earlier_than_from,
                                  the_oldest_is_not_younger_than_the_youngest,
                                  all_faults_are_told_at_once,
                                  a_new_one_says_who_where_and_for_whom,
                                  what_it_is_does_not_change,
                                  NULL};

    return suite_run("intervention/rules", tests, NULL, NULL);
}
