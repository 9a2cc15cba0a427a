#include "tests/unit/suite.h"

#include <stdbool.h>
#include <stdint.h>

START_TEST(pieces_are_zeroed_aligned_and_apart)
{
    unsigned char *pieces[200];

    for (size_t i = 0; i < 200; i++) {
        pieces[i] = arena_alloc(&arena, i);
        ck_assert_uint_eq((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
        for (size_t j = 0; j < i; j++)
            ck_assert_uint_eq(pieces[i][j], 0);
        memset(pieces[i], (int)i, i);
    }
    for (size_t i = 0; i < 200; i++)
        for (size_t j = 0; j < i; j++)
            ck_assert_uint_eq(pieces[i][j], i);
}
END_TEST

START_TEST(large_pieces_fit)
{
    char *large = arena_alloc(&arena, 5 * 1024 * 1024);
    char *small = arena_strdup(&arena, "small");

    memset(large, 1, 5 * 1024 * 1024);
    ck_assert_str_eq(small, "small");
}
END_TEST

START_TEST(texts_are_copied)
{
    char source[] = "abcdef";
    char *copy = arena_strdup(&arena, source);
    char *part = arena_strndup(&arena, source, 3);

    memset(source, 'x', 6);
    ck_assert_str_eq(copy, "abcdef");
    ck_assert_str_eq(part, "abc");
    ck_assert_str_eq(arena_strndup(&arena, NULL, 0), "");
    ck_assert_str_eq(arena_printf(&arena, "%s-%d", "a", 7), "a-7");
    ck_assert_uint_eq(strlen(arena_printf(&arena, "%10000d", 1)), 10000);
}
END_TEST

static char releases[8];

static void release_note(void *object)
{
    size_t length = strlen(releases);

    releases[length] = *(char *)object;
}

START_TEST(the_newest_adopted_goes_first)
{
    char *a = arena_strdup(&arena, "a");
    char *b = arena_strdup(&arena, "b");

    arena_on_release(&arena, release_note, a);
    arena_on_release(&arena, release_note, NULL);
    arena_on_release(&arena, release_note, b);
    ck_assert_str_eq(releases, "");
    arena_release(&arena);
    ck_assert_str_eq(releases, "ba");
    arena_release(&arena);
    ck_assert_str_eq(releases, "ba");
}
END_TEST

START_TEST(too_much_takes_the_guard)
{
    jmp_buf guard;
    volatile int jumps = 0;

    if (setjmp(guard))
        jumps++;
    arena_guard(&arena, &guard);
    if (jumps == 0)
        arena_array(&arena, SIZE_MAX / 2, 4);
    if (jumps == 1)
        arena_alloc(&arena, SIZE_MAX - 7);
    if (jumps == 2)
        arena_alloc(&arena, (size_t)PTRDIFF_MAX / 2);
    ck_assert_int_eq(jumps, 3);
    ck_assert_str_eq(arena_strdup(&arena, "still good"), "still good");
}
END_TEST

START_TEST(no_guard_aborts)
{
    arena_array(&arena, SIZE_MAX, 2);
}
END_TEST

START_TEST(a_released_arena_serves_again)
{
    arena_strdup(&arena, "first");
    arena_release(&arena);
    ck_assert_str_eq(arena_strdup(&arena, "second"), "second");
}
END_TEST

#ifdef ARENA_INJECT
START_TEST(the_nth_allocation_fails)
{
    jmp_buf guard;
    volatile bool struck = false;
    char object = 'x';

    arena_guard(&arena, &guard);
    arena_fail_at(3);
    if (setjmp(guard)) {
        struck = true;
    } else {
        arena_alloc(&arena, 1);
        arena_alloc(&arena, 1);
        arena_on_release(&arena, release_note, &object);
    }
    ck_assert(struck);
    ck_assert_str_eq(releases, "x"); /* not lost with its note */
    ck_assert_int_eq(arena_fail_at(0), 3);
    ck_assert_str_eq(arena_strdup(&arena, "after"), "after");
}
END_TEST
#endif

int main(void)
{
    const TTest *const tests[] = {
        pieces_are_zeroed_aligned_and_apart,
        large_pieces_fit,
        texts_are_copied,
        the_newest_adopted_goes_first,
        too_much_takes_the_guard,
        a_released_arena_serves_again,
#ifdef ARENA_INJECT
        the_nth_allocation_fails,
#endif
        NULL,
    };
    Suite *suite = suite_create("base/arena, out of memory");
    TCase *fatal = tcase_create("fatal");
    SRunner *runner = srunner_create(suite);
    int failed;

    tcase_add_checked_fixture(fatal, arena_up, arena_down);
    tcase_add_test_raise_signal(fatal, no_guard_aborts, 6 /* SIGABRT */);
    suite_add_tcase(suite, fatal);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed || suite_run("base/arena", tests, NULL, NULL) != 0;
}
