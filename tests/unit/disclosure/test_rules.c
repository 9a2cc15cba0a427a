#include "../suite.h"

#include "../judge.h"
#include "disclosure/input.h"
#include "disclosure/rules.h"

START_TEST(it_went_to_one_recipient)
{
    ck_assert_str_eq(judged(disclosure_check, "{}"),
                     "/recipient_agency required");
    ck_assert_str_eq(judged(disclosure_check,
                            "{'recipient_agency':'a','recipient_name':'B'}"),
                     "/recipient_name contradiction");
    ck_assert_str_eq(judged(disclosure_check, "{'recipient_name':'B'}"), "");
}
END_TEST

START_TEST(another_power_is_named)
{
    ck_assert_str_eq(judged(disclosure_check, "{'recipient_name':'B',"
                                              "'gateway':'other_legal'}"),
                     "/gateway_reason required");
    ck_assert_str_eq(judged(disclosure_check,
                            "{'recipient_name':'B','gateway':'other_legal',"
                            "'gateway_reason':'An order'}"),
                     "");
}
END_TEST

START_TEST(it_ends_after_it_began)
{
    ck_assert_str_eq(judged(disclosure_check,
                            "{'recipient_name':'B','shared_on':'2026-02-02',"
                            "'expires_on':'2026-02-01'}"),
                     "/expires_on too_early");
    ck_assert_str_eq(judged(disclosure_check,
                            "{'recipient_name':'B','shared_on':'2026-02-02',"
                            "'expires_on':'2026-02-02'}"),
                     "");
}
END_TEST

START_TEST(what_goes_on_is_looked_at_again)
{
    ck_assert_str_eq(judged(disclosure_review_check, "{'outcome':'continue'}"),
                     "/next_review_on required");
    ck_assert_str_eq(judged(disclosure_review_check, "{'outcome':'ended'}"),
                     "");
}
END_TEST

START_TEST(a_power_beside_withdrawn_sharing)
{
    ck_assert_str_eq(judged(agreement_check,
                            "{'kind':'support','change':'withdrawn',"
                            "'gateway':'vital_interests',"
                            "'gateway_reason':'x'}"),
                     "/gateway contradiction");
    ck_assert_str_eq(judged(agreement_check,
                            "{'kind':'sharing','change':'withdrawn',"
                            "'gateway':'consent_confidentiality',"
                            "'gateway_reason':'x'}"),
                     "/gateway contradiction");
    ck_assert_str_eq(judged(agreement_check,
                            "{'kind':'sharing','change':'withdrawn',"
                            "'gateway':'vital_interests'}"),
                     "/gateway_reason required");
    ck_assert_str_eq(judged(agreement_check,
                            "{'kind':'sharing','change':'withdrawn',"
                            "'gateway_reason':'x'}"),
                     "/gateway required");
    ck_assert_str_eq(
        judged(agreement_check, "{'kind':'sharing','change':'withdrawn'}"), "");
}
END_TEST

START_TEST(the_tables_are_whole)
{
    const struct input_table *tables[] = {
        &disclosure_query, &disclosure_new_input, &disclosure_review_input,
        &agreement_new_input};

    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
        ck_assert_ptr_null(input_table_fault(tables[i]));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {it_went_to_one_recipient,
                                  another_power_is_named,
                                  it_ends_after_it_began,
                                  what_goes_on_is_looked_at_again,
                                  a_power_beside_withdrawn_sharing,
                                  the_tables_are_whole,
                                  NULL};

    return suite_run("disclosure/rules", tests, NULL, NULL);
}
