#include "../suite.h"

#include "../judge.h"
#include "workload/input.h"
#include "workload/rules.h"

#define ID "'00000000-0000-4000-8000-000000000001'"

START_TEST(of_a_worker_or_of_an_agency)
{
    ck_assert_str_eq(judged(work_query_check, "{}"), "");
    ck_assert_str_eq(judged(work_query_check, "{'user_id':'x'}"), "");
    ck_assert_str_eq(judged(work_query_check, "{'agency':'x'}"), "");
    ck_assert_str_eq(judged(work_query_check, "{'user_id':'x','agency':'y'}"),
                     "/agency contradiction");
}
END_TEST

START_TEST(something_is_chosen)
{
    ck_assert_str_eq(judged(reassign_check, "{}"), "/items required");
    ck_assert_str_eq(judged(reassign_check, "{'items':[]}"), "/items required");
    ck_assert_str_eq(judged(reassign_check, "{'items':[{}]}"), "");
}
END_TEST

START_TEST(all_that_is_missing_is_said)
{
    ck_assert_str_eq(sent(&reassign_input, "{}"),
                     "/to_user_id required; /reason required; "
                     "/items required");
    ck_assert_str_eq(sent(&reassign_input,
                          "{'items':[{'kind':'person','id':" ID "}],"
                          "'to_user_id':" ID ",'reason':'Left'}"),
                     "/items/0/kind not_a_choice; /items/0/version required");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        of_a_worker_or_of_an_agency,
        something_is_chosen,
        all_that_is_missing_is_said,
        NULL,
    };

    return suite_run("workload/rules", tests, NULL, NULL);
}
