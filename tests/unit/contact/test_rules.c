#include "../suite.h"

#include "../judge.h"
#include "contact/rules.h"

#define WHO "'person_id':'11111111-1111-4111-8111-111111111111'"
#define SOMEBODY "'identified_id':'11111111-1111-4111-8111-111111111111'"

START_TEST(it_is_about_one_young_person_unless_it_says_so)
{
    ck_assert_str_eq(judged(contact_new_check, "{" WHO "}"), "");
    ck_assert_str_eq(judged(contact_new_check, "{}"), "/person_id required");
    ck_assert_str_eq(judged(contact_new_check, "{'about':'young_person'}"),
                     "/person_id required");
}
END_TEST

START_TEST(somebody_identified_has_a_name_or_looks)
{
    ck_assert_str_eq(
        judged(contact_new_check, "{'identified':{'known_as':'Tiny'}}"), "");
    ck_assert_str_eq(
        judged(contact_new_check,
               "{'about':'identified','identified':{'description':'Tall'}}"),
        "");
    ck_assert_str_eq(
        judged(contact_new_check, "{'identified':{'age_about':14}}"),
        "/identified/given_name required");
    ck_assert_str_eq(judged(contact_new_check, "{'about':'identified'}"),
                     "/identified/given_name required");
    ck_assert_str_eq(judged(contact_new_check, "{" SOMEBODY "}"), "");
    ck_assert_str_eq(judged(contact_new_check,
                            "{" SOMEBODY ",'identified':{'known_as':'Tiny'}}"),
                     "/identified/given_name required");
}
END_TEST

START_TEST(a_school_input_says_where_and_how_many)
{
    ck_assert_str_eq(
        judged(contact_new_check, "{'about':'group','type':'school_input'}"),
        "/school required; /headcount required");
    ck_assert_str_eq(judged(contact_new_check,
                            "{'about':'group','type':'school_input',"
                            "'school':'S','headcount':30}"),
                     "");
    ck_assert_str_eq(judged(contact_new_check,
                            "{'about':'group','type':'hotspot_engagement'}"),
                     "");
    ck_assert_str_eq(judged(contact_new_check,
                            "{'about':'group','type':'hotspot_engagement'," WHO
                            "}"),
                     "/about contradiction");
}
END_TEST

START_TEST(a_day_to_follow_up_needs_what_to_follow_up)
{
    ck_assert_str_eq(
        judged(contact_new_check, "{" WHO ",'follow_up_on':'2026-03-02'}"),
        "/follow_up required");
    ck_assert_str_eq(judged(contact_new_check,
                            "{" WHO
                            ",'follow_up_on':'2026-03-02','follow_up':'Ring'}"),
                     "");
    /* A correction may name the day alone: the words are there already. */
    ck_assert_str_eq(
        judged(contact_change_check, "{'follow_up_on':'2026-03-02'}"), "");
    ck_assert_str_eq(judged(contact_change_check,
                            "{'follow_up_on':'2026-03-02','follow_up':null}"),
                     "/follow_up required");
}
END_TEST

START_TEST(a_period_ends_after_it_began)
{
    ck_assert_str_eq(
        judged(contact_period_check, "{'from':'2026-03-02','to':'2026-03-01'}"),
        "/to too_early");
    ck_assert_str_eq(
        judged(contact_period_check, "{'from':'2026-03-02','to':'2026-03-02'}"),
        "");
    ck_assert_str_eq(judged(contact_period_check, "{'to':'2026-03-02'}"), "");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        it_is_about_one_young_person_unless_it_says_so,
        somebody_identified_has_a_name_or_looks,
        a_school_input_says_where_and_how_many,
        a_day_to_follow_up_needs_what_to_follow_up,
        a_period_ends_after_it_began,
        NULL};

    return suite_run("contact/rules", tests, NULL, NULL);
}
