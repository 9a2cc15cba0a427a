#include <string.h>

#include "../suite.h"

#include "../judge.h"
#include "letter/input.h"
#include "letter/rules.h"

START_TEST(nobody_sends_a_letter_unread)
{
    ck_assert_str_eq(sent(&letter_issue_input, "{}"),
                     "/channel required; /checked required");
    ck_assert_str_eq(
        sent(&letter_issue_input, "{'channel':'here','checked':false}"),
        "/checked required");
    ck_assert_ptr_nonnull(
        strstr(sent(&letter_issue_input, "{'channel':'here','checked':true}"),
               "\"here\""));
}
END_TEST

START_TEST(a_letter_is_to_somebody)
{
    ck_assert_str_eq(sent(&letter_change_input, "{'addressee':null}"),
                     "/addressee required");
    ck_assert_str_eq(judged(letter_change_check, "{'addressee':'Ms Amadi'}"),
                     "");
    ck_assert_str_eq(judged(letter_change_check, "{'own_words':null}"), "");
}
END_TEST

START_TEST(the_partnerships_words_are_not_a_field)
{
    ck_assert_str_eq(sent(&letter_change_input, "{'words':'x'}"),
                     "/words unknown_field");
}
END_TEST

START_TEST(another_reason_is_told)
{
    ck_assert_str_eq(sent(&letter_aside_input, "{}"), "/reason required");
    ck_assert_str_eq(judged(letter_aside_check, "{'reason':'anonymous'}"), "");
    ck_assert_str_eq(judged(letter_aside_check, "{'reason':'other'}"),
                     "/note required");
    ck_assert_str_eq(
        judged(letter_aside_check, "{'reason':'other','note':'Moved'}"), "");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        nobody_sends_a_letter_unread,
        a_letter_is_to_somebody,
        the_partnerships_words_are_not_a_field,
        another_reason_is_told,
        NULL,
    };

    return suite_run("letter/rules", tests, NULL, NULL);
}
