#include <string.h>

#include "../suite.h"
#include "base/str.h"
#include "input/json_keep.h"
#include "referral/input.h"
#include "referral/rules.h"

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

/* "/a required; /b contradiction" */
static const char *told(const struct fault *faults)
{
    struct str str;

    str_init(&str, &arena);
    str_add(&str, "");
    for (; faults; faults = faults->next)
        str_addf(&str, "%s%s %s", str.length ? "; " : "", faults->pointer,
                 faults->code);
    return str.data;
}

static const char *judged(input_check *check, const char *quoted)
{
    struct fault *faults = NULL;

    check(&arena, json_from(quoted), &faults);
    return told(faults);
}

static const char *sent(const struct input_table *table, const char *quoted)
{
    struct input input;
    struct err *err = input_validate(&arena, table, json_from(quoted), &input);

    return err ? told(err->faults) : input.json;
}

#define WHOLE                                                                  \
    "'given_name':'Kai','concerns':[{'concern':'weapon_carrying'}],"           \
    "'primary_concern':'weapon_carrying','concern_on':'2026-03-02',"           \
    "'narrative':'He had a knife','family_informed':'informed',"               \
    "'support_agreement':'agreed','sharing_gateway':'pcsc_2022',"              \
    "'urgency':'urgent','source':'school'"

START_TEST(a_whole_referral_can_be_sent)
{
    ck_assert_str_eq(judged(referral_complete_check, "{" WHOLE "}"), "");
    ck_assert_str_eq(judged(referral_new_check, "{" WHOLE ",'submit':true}"),
                     "");
}
END_TEST

START_TEST(an_empty_one_is_told_all_it_lacks)
{
    ck_assert_str_eq(
        judged(referral_new_check, "{'submit':true}"),
        "/given_name required; /concerns required; /concern_on required; "
        "/narrative required; /family_informed required; "
        "/support_agreement required; /sharing_gateway required; "
        "/urgency required; /source required");
}
END_TEST

START_TEST(a_draft_may_lack_all)
{
    ck_assert_str_eq(judged(referral_new_check, "{}"), "");
    ck_assert_str_eq(judged(referral_new_check, "{'submit':false}"), "");
}
END_TEST

START_TEST(a_family_name_or_a_known_person_is_a_name)
{
    ck_assert_ptr_null(strstr(
        judged(referral_complete_check, "{'family_name':'Amadi'}"), "name"));
    ck_assert_ptr_null(
        strstr(judged(referral_complete_check,
                      "{'person_id':'11111111-1111-4111-8111-111111111111'}"),
               "name"));
    ck_assert_ptr_nonnull(
        strstr(judged(referral_complete_check, "{'known_as':'Kez'}"), "name"));
}
END_TEST

START_TEST(the_main_concern_is_one_of_those_selected)
{
    ck_assert_str_eq(judged(referral_new_check,
                            "{'concerns':[{'concern':'robbery'}],"
                            "'primary_concern':'assault'}"),
                     "/primary_concern not_in_list");
    ck_assert_str_eq(
        judged(referral_new_check, "{'primary_concern':'assault'}"),
        "/primary_concern not_in_list");
    ck_assert_str_eq(judged(referral_new_check,
                            "{'concerns':[{'concern':'robbery'},"
                            "{'concern':'assault'}],"
                            "'primary_concern':'assault'}"),
                     "");
}
END_TEST

START_TEST(concerns_without_a_main_one_cannot_be_sent)
{
    ck_assert_ptr_nonnull(strstr(
        judged(referral_complete_check, "{'concerns':[{'concern':'robbery'}]}"),
        "/primary_concern required"));
}
END_TEST

START_TEST(a_concern_is_selected_once)
{
    ck_assert_str_eq(judged(referral_new_check,
                            "{'concerns':[{'concern':'robbery'},"
                            "{'concern':'assault'},{'concern':'robbery'}]}"),
                     "/concerns/2/concern already_there");
}
END_TEST

START_TEST(a_date_of_birth_and_how_exact_it_is_agree)
{
    ck_assert_str_eq(
        judged(referral_new_check,
               "{'born_on':'2010-02-03','born_precision':'unknown'}"),
        "/born_precision contradiction");
    ck_assert_str_eq(judged(referral_new_check, "{'born_precision':'month'}"),
                     "/born_on required");
    ck_assert_str_eq(judged(referral_new_check, "{'born_precision':'unknown'}"),
                     "");
    ck_assert_str_eq(judged(referral_new_check, "{'born_on':'2010-02-03'}"),
                     "");
}
END_TEST

START_TEST(a_concern_is_not_older_than_the_person)
{
    ck_assert_str_eq(
        judged(referral_new_check,
               "{'born_on':'2010-02-03','concern_on':'2010-02-02'}"),
        "/concern_on too_early");
    ck_assert_str_eq(
        judged(referral_new_check,
               "{'born_on':'2010-02-03','concern_on':'2010-02-03'}"),
        "");
}
END_TEST

START_TEST(any_age_can_be_referred)
{
    ck_assert_str_eq(
        judged(referral_complete_check, "{" WHOLE ",'born_on':'1970-01-01'}"),
        "");
    ck_assert_str_eq(
        judged(referral_complete_check, "{" WHOLE ",'born_on':'2026-03-01'}"),
        "");
}
END_TEST

#define COMPETENT                                                              \
    "'concerns':[{'concern':'assault'}],'primary_concern':'assault',"          \
    "'given_name':'Kai','narrative':'n','family_informed':'informed',"         \
    "'sharing_gateway':'pcsc_2022','urgency':'urgent','source':'school',"      \
    "'support_agreement':'young_person_competent_agreed',"                     \
    "'concern_on':'2026-03-02'"

START_TEST(under_16_competence_is_explained)
{
    ck_assert_str_eq(judged(referral_complete_check,
                            "{" COMPETENT ",'born_on':'2010-03-03'}"),
                     "/young_person_view required");
    ck_assert_str_eq(judged(referral_complete_check,
                            "{" COMPETENT ",'born_on':'2010-03-03',"
                            "'young_person_view':'Wants help'}"),
                     "");
}
END_TEST

START_TEST(from_16_competence_is_presumed)
{
    ck_assert_str_eq(judged(referral_complete_check,
                            "{" COMPETENT ",'born_on':'2010-03-02'}"),
                     "");
    ck_assert_str_eq(judged(referral_complete_check, "{" COMPETENT "}"), "");
}
END_TEST

START_TEST(a_person_is_chosen_or_made_not_both)
{
    ck_assert_str_eq(
        judged(referral_person_check,
               "{'person_id':'11111111-1111-4111-8111-111111111111',"
               "'new_person':true}"),
        "/new_person contradiction");
    ck_assert_str_eq(
        judged(referral_person_check,
               "{'person_id':'11111111-1111-4111-8111-111111111111',"
               "'new_person':false}"),
        "");
}
END_TEST

static const char *merged(const char *held, const char *change)
{
    char *text = (char *)json_text(
        &arena, referral_merged(&arena, json_from(held), json_from(change)));

    for (char *c = text; *c; c++)
        if (*c == '"')
            *c = '\'';
    return text;
}

START_TEST(a_repeat_says_of_what)
{
    ck_assert_str_eq(judged(referral_duplicate_check, "{'note':'x'}"),
                     "/duplicate_of required");
    ck_assert_str_eq(
        judged(referral_duplicate_check, "{'duplicate_of':'BR-26-0001'}"), "");
    ck_assert_str_eq(judged(referral_duplicate_check,
                            "{'duplicate_reference':'BR-26-0001'}"),
                     "");
}
END_TEST

START_TEST(a_parent_is_written_to_by_name)
{
    ck_assert_ptr_nonnull(
        strstr(judged(referral_complete_check, "{'source':'parent_carer'}"),
               "/referrer_name required"));
    ck_assert_ptr_null(
        strstr(judged(referral_complete_check,
                      "{'source':'parent_carer','referrer_name':'Nadia'}"),
               "referrer_name"));
    ck_assert_ptr_null(
        strstr(judged(referral_complete_check, "{'source':'community'}"),
               "referrer_name"));
}
END_TEST

START_TEST(a_change_lies_over_what_is_stored)
{
    ck_assert_str_eq(merged("{'a':'1','b':'2'}", "{'b':'3','c':'4'}"),
                     "{'a':'1','b':'3','c':'4'}");
    ck_assert_str_eq(merged("{'a':'1','b':'2'}", "{'b':null}"), "{'a':'1'}");
    ck_assert_str_eq(merged("{'a':'1'}", "{'b':null}"), "{'a':'1'}");
}
END_TEST

START_TEST(a_change_leaves_what_is_stored_alone)
{
    json_t *held = json_from("{'a':'1'}");

    referral_merged(&arena, held, json_from("{'a':'2'}"));
    ck_assert_str_eq(json_string_value(json_object_get(held, "a")), "1");
}
END_TEST

START_TEST(a_new_date_of_birth_is_exact_unless_said)
{
    ck_assert_str_eq(
        merged("{'born_precision':'unknown'}", "{'born_on':'2010-02-03'}"),
        "{'born_on':'2010-02-03'}");
    ck_assert_str_eq(merged("{'born_on':'2010-01-01','born_precision':'year'}",
                            "{'born_on':'2011-01-01','born_precision':'year'}"),
                     "{'born_on':'2011-01-01','born_precision':'year'}");
    ck_assert_str_eq(merged("{'born_on':'2010-01-01','born_precision':'year'}",
                            "{'born_on':null}"),
                     "{}");
}
END_TEST

START_TEST(words_of_violence_are_taken_as_typed)
{
    const char *got = sent(&referral_new_input,
                           "{'narrative':'he\\u0027s carrying a knife; DROP "
                           "TABLE referral; <script> \\ud83d\\udd2a'}");

    ck_assert_ptr_nonnull(strstr(got, "DROP TABLE referral; <script>"));
    ck_assert_ptr_nonnull(strstr(got, "\xf0\x9f\x94\xaa"));
}
END_TEST

START_TEST(faults_of_fields_and_of_rules_come_together)
{
    ck_assert_str_eq(
        sent(&referral_new_input,
             "{'concern_on':'2099-01-01','born_on':'2010-02-30',"
             "'concerns':[{'currency':'current'}],'submit':true,'evil':1}"),
        "/born_on not_a_date; /concerns/0/concern required; "
        "/concern_on in_future; /evil unknown_field; /given_name required; "
        "/primary_concern required; /narrative required; "
        "/family_informed required; /support_agreement required; "
        "/sharing_gateway required; /urgency required; /source required");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_whole_referral_can_be_sent,
        an_empty_one_is_told_all_it_lacks,
        a_draft_may_lack_all,
        a_family_name_or_a_known_person_is_a_name,
        the_main_concern_is_one_of_those_selected,
        concerns_without_a_main_one_cannot_be_sent,
        a_concern_is_selected_once,
        a_date_of_birth_and_how_exact_it_is_agree,
        a_concern_is_not_older_than_the_person,
        any_age_can_be_referred,
        under_16_competence_is_explained,
        from_16_competence_is_presumed,
        a_person_is_chosen_or_made_not_both,
        a_repeat_says_of_what,
        a_parent_is_written_to_by_name,
        a_change_lies_over_what_is_stored,
        a_change_leaves_what_is_stored_alone,
        a_new_date_of_birth_is_exact_unless_said,
        words_of_violence_are_taken_as_typed,
        faults_of_fields_and_of_rules_come_together,
        NULL,
    };

    return suite_run("referral/rules", tests, NULL, NULL);
}
