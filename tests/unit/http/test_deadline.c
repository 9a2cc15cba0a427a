#include "tests/unit/suite.h"

#include "http/deadline.h"

static struct deadlines deadlines;

static void set_up(void)
{
    deadlines_init(&deadlines);
    deadlines.length_ms[DEADLINE_HEAD] = 10;
    deadlines.length_ms[DEADLINE_BODY] = 20;
    deadlines.length_ms[DEADLINE_IDLE] = 75;
}

START_TEST(the_earliest_of_all_kinds_is_waited_for)
{
    struct deadline head = {0};
    struct deadline body = {0};

    ck_assert_int_eq(deadlines_wait(&deadlines, 0), -1);
    deadline_set(&deadlines, &body, DEADLINE_BODY, 100);
    ck_assert_int_eq(deadlines_wait(&deadlines, 100), 20);
    deadline_set(&deadlines, &head, DEADLINE_HEAD, 105);
    ck_assert_int_eq(deadlines_wait(&deadlines, 110), 5);
    ck_assert_int_eq(deadlines_wait(&deadlines, 500), 0);
}
END_TEST

START_TEST(what_expired_is_given_once_with_its_kind)
{
    struct deadline head = {0};
    struct deadline body = {0};

    deadline_set(&deadlines, &head, DEADLINE_HEAD, 100);
    deadline_set(&deadlines, &body, DEADLINE_BODY, 100);
    ck_assert_ptr_eq(deadline_expired(&deadlines, 109), NULL);
    ck_assert_ptr_eq(deadline_expired(&deadlines, 110), &head);
    ck_assert_int_eq(head.kind, DEADLINE_HEAD);
    ck_assert_ptr_eq(deadline_expired(&deadlines, 110), NULL);
    ck_assert_ptr_eq(deadline_expired(&deadlines, 120), &body);
    ck_assert_int_eq(deadlines_wait(&deadlines, 120), -1);
}
END_TEST

START_TEST(setting_again_moves_and_none_ends)
{
    struct deadline one = {0};
    struct deadline two = {0};

    deadline_set(&deadlines, &one, DEADLINE_HEAD, 0);
    deadline_set(&deadlines, &two, DEADLINE_HEAD, 1);
    deadline_set(&deadlines, &one, DEADLINE_HEAD, 5);
    ck_assert_ptr_eq(deadline_expired(&deadlines, 11), &two);
    ck_assert_ptr_eq(deadline_expired(&deadlines, 11), NULL);
    deadline_set(&deadlines, &one, DEADLINE_NONE, 12);
    deadline_set(&deadlines, &one, DEADLINE_NONE, 12);
    ck_assert_ptr_eq(deadline_expired(&deadlines, 1000), NULL);
}
END_TEST

START_TEST(many_expire_in_order)
{
    enum { MANY = 12000 };
    struct deadline *all = arena_array(&arena, MANY, sizeof(*all));

    for (int i = 0; i < MANY; i++)
        deadline_set(&deadlines, &all[i], DEADLINE_IDLE, i);
    for (int i = 0; i < MANY; i += 2)
        deadline_set(&deadlines, &all[i], DEADLINE_NONE, 0);
    for (int i = 1; i < MANY; i += 2) {
        ck_assert_ptr_eq(deadline_expired(&deadlines, i + 74), NULL);
        ck_assert_ptr_eq(deadline_expired(&deadlines, i + 75), &all[i]);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {the_earliest_of_all_kinds_is_waited_for,
                                  what_expired_is_given_once_with_its_kind,
                                  setting_again_moves_and_none_ends,
                                  many_expire_in_order, NULL};

    return suite_run("deadline", tests, set_up, NULL);
}
