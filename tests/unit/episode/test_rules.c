#include "../suite.h"

#include "../judge.h"
#include "episode/input.h"
#include "episode/rules.h"

#define CLOSING                                                                \
    "'closure_reason':'risk_reduced','closing_risk_level':'low',"              \
    "'closure_summary':'Settled.','outcomes_recorded':true,"                   \
    "'re_referral_route':'any_agency'"

START_TEST(closing_says_who_was_told)
{
    ck_assert_str_eq(judged(episode_close_check,
                            "{'young_person_told_on':'2026-03-02',"
                            "'referrer_told_on':'2026-03-02'}"),
                     "");
    ck_assert_str_eq(judged(episode_close_check,
                            "{'young_person_not_told':'Has died',"
                            "'referrer_not_told':'Left the service'}"),
                     "");
}
END_TEST

START_TEST(telling_nobody_needs_a_reason_for_each)
{
    ck_assert_str_eq(
        judged(episode_close_check, "{}"),
        "/young_person_told_on required; /referrer_told_on required");
    ck_assert_str_eq(
        judged(episode_close_check, "{'young_person_told_on':'2026-03-02'}"),
        "/referrer_told_on required");
}
END_TEST

START_TEST(told_and_not_told_contradict)
{
    ck_assert_str_eq(judged(episode_close_check,
                            "{'young_person_told_on':'2026-03-02',"
                            "'young_person_not_told':'Unsafe',"
                            "'referrer_not_told':'Anonymous'}"),
                     "/young_person_not_told contradiction");
}
END_TEST

START_TEST(a_whole_closing_form_passes)
{
    const char *clean =
        sent(&episode_close_input, "{" CLOSING ",'referrer_not_told':'Gone',"
                                   "'young_person_told_on':'2026-03-02'}");

    ck_assert_int_eq(clean[0], '{');
}
END_TEST

START_TEST(closing_names_everything_that_is_missing)
{
    ck_assert_str_eq(
        sent(&episode_close_input, "{}"),
        "/closure_reason required; /closing_risk_level required; "
        "/closure_summary required; /outcomes_recorded required; "
        "/re_referral_route required; /young_person_told_on required; "
        "/referrer_told_on required");
}
END_TEST

START_TEST(nobody_was_told_tomorrow)
{
    ck_assert_str_eq(sent(&episode_close_input,
                          "{" CLOSING ",'referrer_not_told':'Gone',"
                          "'young_person_told_on':'2099-03-02'}"),
                     "/young_person_told_on in_future");
}
END_TEST

START_TEST(a_level_is_never_changed_without_its_reason)
{
    ck_assert_str_eq(judged(risk_check, "{'practitioner_level':'high'}"), "");
    ck_assert_str_eq(judged(risk_check, "{'practitioner_level':'high',"
                                        "'panel_level':'high'}"),
                     "");
    ck_assert_str_eq(judged(risk_check, "{'practitioner_level':'high',"
                                        "'panel_level':'medium'}"),
                     "/override_reason required");
    ck_assert_str_eq(judged(risk_check,
                            "{'practitioner_level':'high',"
                            "'panel_level':'medium','override_reason':"
                            "'new_information'}"),
                     "");
    ck_assert_str_eq(judged(risk_check, "{'override_note':'Seen daily'}"),
                     "/override_reason required");
}
END_TEST

START_TEST(what_leads_is_among_the_contexts)
{
    ck_assert_str_eq(judged(risk_check, "{'leading_context':'peer'}"),
                     "/leading_context contradiction");
    ck_assert_str_eq(judged(risk_check, "{'leading_context':'peer',"
                                        "'contexts':['family','online']}"),
                     "/leading_context contradiction");
    ck_assert_str_eq(judged(risk_check, "{'leading_context':'peer',"
                                        "'contexts':['family','peer']}"),
                     "");
}
END_TEST

START_TEST(a_move_has_a_reason)
{
    ck_assert_str_eq(sent(&episode_move_input, "{}"), "/note required");
    ck_assert_str_eq(sent(&episode_move_input, "{'note':' '}"),
                     "/note required");
}
END_TEST

START_TEST(a_note_keeps_its_words)
{
    ck_assert_str_eq(
        sent(&note_new_input,
             "{'kind':'voice','text':'I will shank him; DROP TABLE note'}"),
        "{\"kind\":\"voice\",\"text\":\"I will shank him; DROP TABLE note\"}");
    ck_assert_str_eq(sent(&note_amend_input, "{'text':'x'}"),
                     "/reason required");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        closing_says_who_was_told,
        telling_nobody_needs_a_reason_for_each,
        told_and_not_told_contradict,
        a_whole_closing_form_passes,
        closing_names_everything_that_is_missing,
        nobody_was_told_tomorrow,
        a_level_is_never_changed_without_its_reason,
        what_leads_is_among_the_contexts,
        a_move_has_a_reason,
        a_note_keeps_its_words,
        NULL,
    };

    return suite_run("episode/rules", tests, NULL, NULL);
}
