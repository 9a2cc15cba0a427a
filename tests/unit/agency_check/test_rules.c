#include "agency_check/rules.h"

#include "../suite.h"

#include "../judge.h"

/* What an agency answers, and what the rule says of it. */
static const struct {
    const char *sent;
    const char *faults;
} cases[] = {
    {"{'result':'nothing_known'}",                              ""                 },
    {"{'result':'information_given','text':'Open since May.'}", ""                 },
    {"{'result':'held_ask'}",                                   ""                 },
    {"{'result':'cannot_share','text':'No gateway.'}",          ""                 },
    {"{'result':'information_given'}",                          "/text required"   },
    {"{'result':'nothing_known','text':'But.'}",                "/text not_allowed"},
    {"{'result':'withdrawn'}",                                  "/result not_allowed"},
    {"{'result':'no_reply','text':'They rang.'}",               "/text not_allowed"},
    {"{'text':'Open.'}",                                        ""                 },
};

START_TEST(answers)
{
    ck_assert_str_eq(judged(check_answer_check, cases[_i].sent),
                     cases[_i].faults);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("agency_check/rules");
    TCase *all = tcase_create("all");

    tcase_add_checked_fixture(all, arena_up, arena_down);
    tcase_add_loop_test(all, answers, 0, (int)(sizeof cases / sizeof cases[0]));
    suite_add_tcase(suite, all);
    return suite_finish(suite);
}
