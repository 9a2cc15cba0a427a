#include "../suite.h"

#include "../judge.h"
#include "association/input.h"
#include "association/rules.h"

START_TEST(it_takes_two)
{
    ck_assert_str_eq(
        judged(association_check, "{'person_id':'a','other_id':'a'}"),
        "/other_id contradiction");
    ck_assert_str_eq(
        judged(association_check, "{'person_id':'a','other_id':'b'}"), "");
}
END_TEST

START_TEST(nothing_is_inferred)
{
    ck_assert_str_eq(judged(association_check, "{'basis':'inferred'}"),
                     "/basis inferred");
    ck_assert_str_eq(judged(association_check, "{'basis':'said'}"), "");
    ck_assert_str_eq(judged(association_check, "{'basis':'seen'}"), "");
}
END_TEST

START_TEST(it_runs_out_after_it_was_known)
{
    ck_assert_str_eq(judged(association_check, "{'known_on':'2026-02-01',"
                                               "'expires_on':'2026-02-01'}"),
                     "/expires_on too_early");
    ck_assert_str_eq(judged(association_check, "{'known_on':'2026-02-01',"
                                               "'expires_on':'2026-02-02'}"),
                     "");
}
END_TEST

START_TEST(the_tables_are_whole)
{
    const struct input_table *tables[] = {
        &association_query, &association_new_input, &association_change_input,
        &association_end_input};

    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
        ck_assert_ptr_null(input_table_fault(tables[i]));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {it_takes_two, nothing_is_inferred,
                                  it_runs_out_after_it_was_known,
                                  the_tables_are_whole, NULL};

    return suite_run("association/rules", tests, NULL, NULL);
}
