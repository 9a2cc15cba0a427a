#include "../suite.h"

#include "../judge.h"
#include "allocation/input.h"
#include "allocation/rules.h"

#define WHEN "'planned_at':'2026-03-02T15:00:00Z'"

START_TEST(a_planned_session_says_none_of_the_three_facts)
{
    ck_assert_str_eq(judged(session_check, "{" WHEN "}"), "");
}
END_TEST

START_TEST(a_logged_session_says_whether_it_happened_and_whether_they_came)
{
    ck_assert_str_eq(judged(session_check, "{'happened':true}"),
                     "/attendance required");
    ck_assert_str_eq(judged(session_check, "{'happened':false}"),
                     "/attendance required");
    ck_assert_str_eq(judged(session_check, "{'attendance':'attended'}"),
                     "/happened required");
    ck_assert_str_eq(
        judged(session_check, "{'happened':true,'attendance':'attended'}"), "");
    /* What is logged is not taken for a plan because nothing is said of it. */
    ck_assert_str_eq(judged(session_check, "{" WHEN ",'logging':true}"),
                     "/happened required");
}
END_TEST

START_TEST(nobody_attends_what_did_not_happen)
{
    static const char *const came[] = {"attended", "part", "late"};
    static const char *const away[] = {
        "did_not_attend",     "not_brought",     "cancelled_family",
        "cancelled_provider", "refused_at_door", "unsuccessful_attempt"};

    for (size_t i = 0; i < 3; i++)
        ck_assert_str_eq(
            judged(session_check,
                   arena_printf(&arena, "{'happened':false,'attendance':'%s'}",
                                came[i])),
            "/attendance contradiction");
    for (size_t i = 0; i < 6; i++)
        ck_assert_str_eq(
            judged(session_check,
                   arena_printf(&arena, "{'happened':false,'attendance':'%s'}",
                                away[i])),
            "");
}
END_TEST

/* A group goes on without the one who stayed away. */
START_TEST(a_session_happens_without_them)
{
    ck_assert_str_eq(judged(session_check, "{'happened':true,'attendance':"
                                           "'did_not_attend'}"),
                     "");
}
END_TEST

START_TEST(only_who_came_was_engaged)
{
    ck_assert_str_eq(judged(session_check, "{'happened':true,'attendance':"
                                           "'late','engagement':'engaged'}"),
                     "");
    ck_assert_str_eq(judged(session_check,
                            "{'happened':true,'attendance':'did_not_attend',"
                            "'engagement':'none'}"),
                     "/engagement contradiction");
    ck_assert_str_eq(judged(session_check, "{'engagement':'engaged'}"),
                     "/engagement contradiction");
}
END_TEST

/* The rest of the session stands as it was: the table's checks see it. */
START_TEST(a_change_may_say_one_of_the_facts)
{
    static const char *const one[] = {
        "{'happened':true}",        "{'attendance':'did_not_attend'}",
        "{'engagement':'engaged'}", "{'note':'x'}",
        "{'engagement':null}",      "{'happened':null,'attendance':null}"};

    for (size_t i = 0; i < sizeof one / sizeof one[0]; i++)
        ck_assert_str_eq(judged(session_change_check, one[i]), "");
}
END_TEST

START_TEST(a_change_does_not_contradict_itself)
{
    ck_assert_str_eq(
        judged(session_change_check, "{'happened':false,'attendance':'part'}"),
        "/attendance contradiction");
    ck_assert_str_eq(judged(session_change_check,
                            "{'attendance':'not_brought','engagement':"
                            "'passive'}"),
                     "/engagement contradiction");
    ck_assert_str_eq(
        judged(session_change_check, "{'happened':true,'attendance':null}"),
        "/attendance required");
    ck_assert_str_eq(
        judged(session_change_check, "{'happened':null,'attendance':'part'}"),
        "/happened required");
}
END_TEST

START_TEST(all_that_an_end_lacks_is_told_at_once)
{
    ck_assert_str_eq(sent(&allocation_end_input, "{}"),
                     "/exit_reason required; /exit_summary required");
    ck_assert_str_eq(sent(&allocation_end_input,
                          "{'exit_reason':'moved','exit_summary':"
                          "'x','on':'2099-01-01'}"),
                     "/on in_future");
    ck_assert_str_eq(sent(&allocation_stop_input, "{'note':'x'}"),
                     "/reason required");
    ck_assert_str_eq(sent(&allocation_step_input, "{}"), "{}");
}
END_TEST

START_TEST(an_end_is_no_step_and_a_step_no_end)
{
    ck_assert_str_eq(sent(&allocation_step_input, "{'exit_reason':'moved'}"),
                     "/exit_reason unknown_field");
    ck_assert_str_eq(sent(&allocation_change_input, "{'state':'active'}"),
                     "/state unknown_field");
    ck_assert_str_eq(
        sent(&allocation_change_input, "{'provider_agency_id':'1'}"),
        "/provider_agency_id unknown_field");
}
END_TEST

START_TEST(each_refused_move_says_what_could_be)
{
    static const char *const verbs[] = {
        "offer",        "agree",   "wait",       "start",
        "pause",        "resume",  "complete",   "disengage",
        "withdraw",     "decline", "unsuitable", "provider_decline",
        "never_started"};

    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        ck_assert_str_ne(move_refusal(verbs[i]), move_refusal("nonsense"));
    ck_assert_ptr_nonnull(strstr(move_refusal("start"), "agreed"));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_planned_session_says_none_of_the_three_facts,
        a_logged_session_says_whether_it_happened_and_whether_they_came,
        nobody_attends_what_did_not_happen,
        a_session_happens_without_them,
        only_who_came_was_engaged,
        a_change_may_say_one_of_the_facts,
        a_change_does_not_contradict_itself,
        all_that_an_end_lacks_is_told_at_once,
        an_end_is_no_step_and_a_step_no_end,
        each_refused_move_says_what_could_be,
        NULL};

    return suite_run("allocation/rules", tests, NULL, NULL);
}
