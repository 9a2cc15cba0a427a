#include "tests/unit/suite.h"

#include "base/err.h"

START_TEST(an_error_tells_person_and_operator_apart)
{
    struct err *shown = err_new(&arena, ERR_NOT_FOUND, "Not there");
    struct err *logged = err_logged(&arena, ERR_INTERNAL, "row %d", 7);

    ck_assert_int_eq(shown->code, ERR_NOT_FOUND);
    ck_assert_str_eq(shown->detail, "Not there");
    ck_assert_ptr_null(shown->log);
    ck_assert_int_eq(logged->code, ERR_INTERNAL);
    ck_assert_ptr_null(logged->detail);
    ck_assert_str_eq(logged->log, "row 7");
}
END_TEST

START_TEST(faults_keep_their_order)
{
    struct fault *faults = NULL;
    struct err *err;

    ck_assert_ptr_null(err_from_faults(&arena, faults));
    fault_add(&arena, &faults, "/a", "required", "Enter a");
    fault_add(&arena, &faults, "/b", "too_long", "Shorten b");
    fault_add(&arena, &faults, "/c", "wrong", "Enter c");
    err = err_from_faults(&arena, faults);
    ck_assert_int_eq(err->code, ERR_INVALID);
    ck_assert_str_eq(err->faults->pointer, "/a");
    ck_assert_str_eq(err->faults->next->code, "too_long");
    ck_assert_str_eq(err->faults->next->next->detail, "Enter c");
    ck_assert_ptr_null(err->faults->next->next->next);
}
END_TEST

START_TEST(no_memory_needs_no_memory)
{
    struct err *err = err_no_memory();

    ck_assert_int_eq(err->code, ERR_BUSY);
    ck_assert_int_gt(err->retry_after, 0);
    ck_assert_ptr_nonnull(err->log);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        an_error_tells_person_and_operator_apart,
        faults_keep_their_order,
        no_memory_needs_no_memory,
        NULL,
    };

    return suite_run("base/err", tests, NULL, NULL);
}
