#include <string.h>

#include "../suite.h"
#include "base/str.h"
#include "input/json_keep.h"
#include "person/input.h"
#include "person/rules.h"

/* 'a' for "a": JSON in C strings is hard to read otherwise. */
static json_t *json_from(const char *quoted)
{
    char *text = arena_strdup(&arena, quoted);
    json_error_t error;
    json_t *value;

    for (char *c = text; *c; c++)
        if (*c == '\'')
            *c = '"';
    value = json_loads(text, 0, &error);
    ck_assert_msg(value != NULL, "%s: %s", text, error.text);
    return json_keep(&arena, value);
}

/* What is wrong with it, as "/born_on required; ...", or what passed. */
static const char *sent(const struct input_table *table, const char *quoted)
{
    struct input input;
    struct err *err = input_validate(&arena, table, json_from(quoted), &input);
    struct str told;

    if (!err)
        return input.json;
    str_init(&told, &arena);
    for (const struct fault *fault = err->faults; fault; fault = fault->next)
        str_addf(&told, "%s%s %s", told.length ? "; " : "", fault->pointer,
                 fault->code);
    return told.data;
}

#define NEW(members) sent(&person_new_input, "{'spoke':'bristol'," members "}")
#define CHANGE(members) sent(&person_change_input, "{" members "}")

START_TEST(a_record_needs_a_name)
{
    ck_assert_str_eq(NEW("'known_as':'Jay'"), "/given_name required");
    ck_assert_str_eq(NEW("'given_name':'  '"), "/given_name required");
    ck_assert_str_eq(NEW("'family_name':'Wu'"),
                     "{\"spoke\":\"bristol\",\"family_name\":\"Wu\"}");
}
END_TEST

START_TEST(a_birthday_and_how_exact_it_is_agree)
{
    ck_assert_str_eq(NEW("'given_name':'A','born_precision':'year'"),
                     "/born_on required");
    ck_assert_str_eq(NEW("'given_name':'A','born_precision':'unknown',"
                         "'born_on':'2010-01-01'"),
                     "/born_precision contradiction");
    ck_assert_ptr_nonnull(
        strstr(NEW("'given_name':'A','born_precision':'unknown'"), "unknown"));
    ck_assert_ptr_nonnull(
        strstr(NEW("'given_name':'A','born_on':'2010-01-01'"), "2010"));
}
END_TEST

START_TEST(nobody_is_born_tomorrow)
{
    ck_assert_ptr_nonnull(
        strstr(NEW("'given_name':'A','born_on':'2100-01-01'"), "/born_on"));
    ck_assert_ptr_nonnull(
        strstr(NEW("'given_name':'A','born_on':'1899-12-31'"), "/born_on"));
    ck_assert_ptr_nonnull(
        strstr(NEW("'given_name':'A','born_on':'2009-02-29'"), "/born_on"));
}
END_TEST

START_TEST(a_change_leaves_alone_what_it_does_not_name)
{
    ck_assert_str_eq(CHANGE("'born_precision':'year'"),
                     "{\"born_precision\":\"year\"}");
    ck_assert_str_eq(CHANGE("'born_precision':'unknown'"),
                     "{\"born_precision\":\"unknown\"}");
    ck_assert_str_eq(CHANGE("'born_on':null"), "{\"born_on\":null}");
}
END_TEST

START_TEST(a_change_may_not_contradict_itself)
{
    ck_assert_str_eq(CHANGE("'born_on':null,'born_precision':'exact'"),
                     "/born_on required");
    ck_assert_str_eq(CHANGE("'born_on':'2010-01-01','born_precision':"
                            "'unknown'"),
                     "/born_precision contradiction");
    ck_assert_str_eq(CHANGE("'born_on':null,'born_precision':'unknown'"),
                     "{\"born_on\":null,\"born_precision\":\"unknown\"}");
}
END_TEST

START_TEST(what_is_not_the_makers_to_say_is_refused)
{
    ck_assert_str_eq(NEW("'given_name':'A','spoke_ids':[1,2]"),
                     "/spoke_ids unknown_field");
    ck_assert_str_eq(CHANGE("'display_name':'A'"),
                     "/display_name unknown_field");
    ck_assert_str_eq(CHANGE("'version':9"), "/version unknown_field");
    ck_assert_str_eq(NEW("'given_name':'A','died_on':'2026-01-01'"),
                     "/died_on unknown_field");
}
END_TEST

START_TEST(a_name_has_a_kind_and_a_part)
{
    ck_assert_str_eq(sent(&person_name_input, "{}"),
                     "/kind required; /given_name required");
    ck_assert_str_eq(sent(&person_name_input, "{'kind':'street'}"),
                     "/given_name required");
    ck_assert_ptr_nonnull(strstr(
        sent(&person_name_input, "{'kind':'street','given_name':'Tiny'}"),
        "Tiny"));
}
END_TEST

START_TEST(an_identifier_comes_with_its_kind)
{
    json_t *wrong = json_from("{'identifier_kind':'nhs_number',"
                              "'identifier':'943 476 5918'}");

    ck_assert_str_eq(NEW("'given_name':'A','identifier':'943 476 5919'"),
                     "/identifier_kind required");
    ck_assert_str_eq(NEW("'given_name':'A','identifier_kind':'upn'"),
                     "/identifier required");
    ck_assert_ptr_nonnull(strstr(person_identifier_warnings(&arena, wrong),
                                 "\"code\":\"doubtful\""));
    ck_assert_str_eq(person_identifier_warnings(&arena, json_from("{}")), "[]");
}
END_TEST

START_TEST(a_correction_says_why_and_leaves_a_name)
{
    ck_assert_str_eq(sent(&name_correct_input, "{'given_name':'A'}"),
                     "/reason required");
    ck_assert_str_eq(sent(&name_correct_input,
                          "{'given_name':null,'family_name':null,"
                          "'reason':'typing_error'}"),
                     "/given_name required");
    ck_assert_ptr_nonnull(strstr(
        sent(&name_correct_input, "{'given_name':null,'reason':'disputed'}"),
        "disputed"));
}
END_TEST

START_TEST(a_match_needs_a_name_or_an_identifier)
{
    ck_assert_str_eq(sent(&match_query, "{'born_on':'2010-01-01'}"),
                     "/given_name required");
    ck_assert_ptr_nonnull(
        strstr(sent(&match_query, "{'known_as':'Jay'}"), "Jay"));
    ck_assert_ptr_nonnull(
        strstr(sent(&match_query, "{'identifier':'943 476 5919'}"), "5919"));
}
END_TEST

START_TEST(a_caseload_is_sorted_by_what_it_shows)
{
    ck_assert_ptr_nonnull(
        strstr(sent(&caseload_query, "{'sort':'-risk'}"), "-risk"));
    ck_assert_ptr_nonnull(
        strstr(sent(&caseload_query, "{'sort':'phone'}"), "/sort"));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_record_needs_a_name,
        a_birthday_and_how_exact_it_is_agree,
        nobody_is_born_tomorrow,
        a_change_leaves_alone_what_it_does_not_name,
        a_change_may_not_contradict_itself,
        what_is_not_the_makers_to_say_is_refused,
        a_name_has_a_kind_and_a_part,
        an_identifier_comes_with_its_kind,
        a_correction_says_why_and_leaves_a_name,
        a_match_needs_a_name_or_an_identifier,
        a_caseload_is_sorted_by_what_it_shows,
        NULL,
    };
    return suite_run("person/rules", tests, NULL, NULL);
}
