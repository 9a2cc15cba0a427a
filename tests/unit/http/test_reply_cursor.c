#include "http/cursor.h"

#include "tests/unit/suite.h"
#include <sodium.h>

static void set_up(void)
{
    ck_assert_int_ge(sodium_init(), 0);
    arena_up();
}

static const char place[] =
    "[\"2026-11-22T13:44:45.123456+00:00\",\"Ash \u00e9\",7]";

static const char *made(void)
{
    return cursor_encode(&arena, "contact.list", "{\"kind\":\"visit\"}",
                         slice_from(place));
}

static const char *read_back(const char *cursor)
{
    return cursor_decode(&arena, "contact.list", "{\"kind\":\"visit\"}",
                         cursor);
}

START_TEST(there_and_back)
{
    const char *cursor = made();

    ck_assert_str_eq(read_back(cursor), place);
    ck_assert_uint_eq(strspn(cursor, "abcdefghijklmnopqrstuvwxyz"
                                     "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"),
                      strlen(cursor));
    ck_assert_str_eq(cursor, made());
}
END_TEST

START_TEST(bound_to_filter_and_operation)
{
    const char *cursor = made();

    ck_assert_ptr_null(
        cursor_decode(&arena, "contact.list", "{\"kind\":\"call\"}", cursor));
    ck_assert_ptr_null(cursor_decode(&arena, "contact.list", "", cursor));
    ck_assert_ptr_null(
        cursor_decode(&arena, "action.list", "{\"kind\":\"visit\"}", cursor));
    /* The border between operation and filter counts. */
    ck_assert_ptr_null(
        cursor_decode(&arena, "contact.list{", "\"kind\":\"visit\"}", cursor));
}
END_TEST

START_TEST(every_changed_letter_is_refused)
{
    char *cursor = arena_strdup(&arena, made());

    for (size_t i = 0; cursor[i] != '\0'; i++) {
        char was = cursor[i];
        const char *got;

        cursor[i] = was == 'A' ? 'B' : 'A';
        got = read_back(cursor);
        ck_assert_msg(got == NULL, "letter %zu", i);
        cursor[i] = was;
    }
}
END_TEST

START_TEST(every_cut_is_refused)
{
    const char *cursor = made();

    for (size_t length = 0; length < strlen(cursor); length++)
        ck_assert_ptr_null(read_back(arena_strndup(&arena, cursor, length)));
}
END_TEST

START_TEST(not_ours)
{
    char *long_one = arena_alloc(&arena, 5001);

    memset(long_one, 'A', 5000);
    ck_assert_ptr_null(read_back(long_one));
    ck_assert_ptr_null(read_back("W10"));
    ck_assert_ptr_null(read_back("not base64!"));
    ck_assert_ptr_null(read_back("=="));
    ck_assert_ptr_null(read_back("\u00e9"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("http/reply_cursor");
    TCase *all = tcase_create("all");

    tcase_add_checked_fixture(all, set_up, arena_down);
    tcase_add_test(all, there_and_back);
    tcase_add_test(all, bound_to_filter_and_operation);
    tcase_add_test(all, every_changed_letter_is_refused);
    tcase_add_test(all, every_cut_is_refused);
    tcase_add_test(all, not_ours);
    suite_add_tcase(suite, all);
    return suite_finish(suite);
}
