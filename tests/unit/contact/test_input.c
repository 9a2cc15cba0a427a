#include "../suite.h"

#include "../judge.h"
#include "contact/input.h"

#define WHO "'person_id':'11111111-1111-4111-8111-111111111111'"
#define FOUR                                                                   \
    WHO ",'type':'home_visit','happened_at':'2026-03-02T15:00:00Z','seen':"    \
        "false"

/* On a doorstep, in under half a minute (experience.md 6). */
START_TEST(four_things_are_asked_for_and_no_more)
{
    ck_assert_str_eq(sent(&contact_new_input, "{}"),
                     "/type required; /happened_at required; "
                     "/seen required; /person_id required");
    ck_assert_int_eq(sent(&contact_new_input, "{" FOUR "}")[0], '{');
}
END_TEST

START_TEST(nothing_is_contacted_tomorrow)
{
    ck_assert_str_eq(sent(&contact_new_input,
                          "{" WHO ",'type':'home_visit','happened_at':"
                          "'2099-01-01T00:00:00Z','seen':true}"),
                     "/happened_at in_future");
}
END_TEST

/* Nobody writes in another's name, or releases by writing. */
START_TEST(whose_it_is_is_not_sent)
{
    static const char *const own[] = {"officer_id", "agency_id", "released_at",
                                      "released_by"};

    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        ck_assert_str_eq(
            sent(&contact_new_input,
                 arena_printf(&arena, "{" FOUR ",'%s':'x'}", own[i])),
            arena_printf(&arena, "/%s unknown_field", own[i]));
    ck_assert_str_eq(sent(&contact_change_input, "{'held':false}"),
                     "/held unknown_field");
    ck_assert_str_eq(sent(&contact_change_input, "{'in_error_at':'x'}"),
                     "/in_error_at unknown_field");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {four_things_are_asked_for_and_no_more,
                                  nothing_is_contacted_tomorrow,
                                  whose_it_is_is_not_sent, NULL};

    return suite_run("contact/input", tests, NULL, NULL);
}
