/*
 * The form of an API key's secret, and the brake on wrong ones. Each test has
 * addresses of its own: the counts are the process's.
 */
#include "http/partner_secret.h"
#include "tests/unit/suite.h"

#define KEY "tlk_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"
#define OTHER "tlk_zbcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"
#define MINUTE 60000

static void wrong_times(const char *address, const char *key, int times,
                        int64_t now)
{
    for (int i = 0; i < times; i++)
        partner_secret_told(address, key, false, now);
}

START_TEST(form)
{
    ck_assert(partner_secret_formed(KEY));
    ck_assert(!partner_secret_formed(NULL));
    ck_assert(!partner_secret_formed(""));
    ck_assert(!partner_secret_formed("tlk_short"));
    ck_assert(!partner_secret_formed(KEY "x"));
    ck_assert(!partner_secret_formed(
        "TLK_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"));
    ck_assert(!partner_secret_formed(
        "tlk_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNO.Q"));
}
END_TEST

START_TEST(a_wrong_key_waits_for_the_rest_of_its_minute)
{
    const char *here = "192.0.2.1";

    wrong_times(here, KEY, PARTNER_WRONG_MOST - 1, 1000);
    ck_assert_int_eq(partner_secret_wait(here, KEY, 1000), 0);
    partner_secret_told(here, KEY, false, 1000);
    ck_assert_int_eq(partner_secret_wait(here, KEY, 1000), 60);
    ck_assert_int_eq(partner_secret_wait(here, KEY, 31000), 30);
    ck_assert_int_eq(partner_secret_wait(here, KEY, 1000 + MINUTE), 0);
}
END_TEST

START_TEST(another_key_and_another_address_do_not)
{
    const char *here = "192.0.2.2";

    wrong_times(here, KEY, PARTNER_WRONG_MOST, 1000);
    ck_assert_int_eq(partner_secret_wait(here, OTHER, 1000), 0);
    ck_assert_int_eq(partner_secret_wait("192.0.2.3", KEY, 1000), 0);
}
END_TEST

START_TEST(guessing_from_an_address_shuts_out_all_but_who_was_right)
{
    const char *here = "2001:db8::4";
    char guess[] = "tlk_0a000000000000000000000000000000000000000aa";

    partner_secret_told(here, KEY, true, 1000);
    for (int i = 0; i < PARTNER_WRONG_ADDRESS_MOST; i++) {
        guess[4] = (char)('A' + i % 26);
        guess[5] = (char)('A' + i / 26);
        partner_secret_told(here, guess, false, 2000);
    }
    ck_assert_int_gt(partner_secret_wait(here, OTHER, 2000), 0);
    ck_assert_int_eq(partner_secret_wait(here, KEY, 2000), 0);
    ck_assert_int_eq(partner_secret_wait(here, OTHER, 2000 + MINUTE), 0);
}
END_TEST

START_TEST(being_right_clears_it)
{
    const char *here = "192.0.2.5";

    wrong_times(here, KEY, PARTNER_WRONG_MOST - 1, 1000);
    partner_secret_told(here, KEY, true, 1000);
    wrong_times(here, KEY, PARTNER_WRONG_MOST - 1, 1000);
    ck_assert_int_eq(partner_secret_wait(here, KEY, 1000), 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        form,
        a_wrong_key_waits_for_the_rest_of_its_minute,
        another_key_and_another_address_do_not,
        guessing_from_an_address_shuts_out_all_but_who_was_right,
        being_right_clears_it,
        NULL};

    return suite_run("http/partner_secret", tests, NULL, NULL);
}
