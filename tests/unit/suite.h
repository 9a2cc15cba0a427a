/*
 * suite.h - what unit tests share: an arena a test, and one main().
 */
#ifndef THROUGHLINE_TESTS_SUITE_H
#define THROUGHLINE_TESTS_SUITE_H

#include <check.h>

#include "base/arena.h"

/* Fresh for each test; ASan tells whether the test let it go. */
static struct arena arena;

static inline void arena_up(void)
{
    arena_init(&arena);
}

static inline void arena_down(void)
{
    arena_release(&arena);
}

/* Runs and frees a suite that was put together by hand, as those that loop
 * over tables are. Returns main()'s exit status. */
static inline int suite_finish(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    int failed;

    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* Runs the tests of a NULL-terminated list (Check makes tests variables, so
 * the list cannot be static), each in its own process with its
 * own arena. `set_up` and `tear_down` run once around all of them; may be
 * NULL. Returns main()'s exit status. */
static inline int suite_run(const char *name, const TTest *const tests[],
                            void (*set_up)(void), void (*tear_down)(void))
{
    Suite *suite = suite_create(name);
    TCase *all = tcase_create("all");

    tcase_set_timeout(all, 60);
    tcase_add_unchecked_fixture(all, set_up, tear_down);
    tcase_add_checked_fixture(all, arena_up, arena_down);
    for (size_t i = 0; tests[i]; i++)
        tcase_add_test(all, tests[i]);
    suite_add_tcase(suite, all);
    return suite_finish(suite);
}

#endif
