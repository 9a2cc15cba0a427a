#include "meeting/rules.h"

#include "../suite.h"

#include "../judge.h"

#define SAM "11111111-1111-4111-8111-111111111111"
#define JO "22222222-2222-4222-8222-222222222222"

/* Papers and guests: what is sent, and what the rule says of it. */
static const struct {
    input_check *check;
    const char *sent;
    const char *faults;
} cases[] = {
    {paper_new_check,  "{'title':'Terms','text':'What we do.'}",           ""                },
    {paper_new_check,  "{'title':'Terms','link':'https://example.org/t'}", ""                },
    {paper_new_check,  "{'title':'Terms'}",                                "/text required"  },
    {paper_new_check,  "{'link':'ftp://example.org/t'}",                   "/link wrong_form"},
    {paper_new_check,  "{'link':'https://'}",                              "/link wrong_form"},
    {paper_new_check,  "{'link':'https://example.org/a b'}",               "/link wrong_form"},
    {paper_link_check, "{'title':'Terms'}",                                ""                },
    {paper_link_check, "{'link':'javascript:alert(1)'}",                   "/link wrong_form"},
    {guest_check,      "{'user_id':'" SAM "','deputy_for':'" JO "'}",      ""                },
    {guest_check,      "{'user_id':'" SAM "'}",                            ""                },
    {guest_check,      "{'user_id':'" SAM "','deputy_for':'" SAM "'}",
     "/deputy_for not_allowed"                                                               },
};

START_TEST(parts)
{
    ck_assert_str_eq(judged(cases[_i].check, cases[_i].sent), cases[_i].faults);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("meeting/parts");
    TCase *all = tcase_create("all");

    tcase_add_checked_fixture(all, arena_up, arena_down);
    tcase_add_loop_test(all, parts, 0, (int)(sizeof cases / sizeof cases[0]));
    suite_add_tcase(suite, all);
    return suite_finish(suite);
}
