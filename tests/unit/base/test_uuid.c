#include "tests/unit/suite.h"

#include "base/uuid.h"

START_TEST(new_ones_are_version_4_and_differ)
{
    const char *previous = "";

    for (int i = 0; i < 1000; i++) {
        const char *id = uuid_new(&arena);
        ck_assert_msg(uuid_valid(id), "%s", id);
        ck_assert_uint_eq(strlen(id), 36);
        ck_assert_int_eq(id[14], '4');
        ck_assert_ptr_nonnull(strchr("89ab", id[19]));
        ck_assert_str_ne(id, previous);
        for (const char *c = id; *c; c++)
            ck_assert(!isupper((unsigned char)*c));
        previous = id;
    }
}
END_TEST

/* Each bit that may be either is seen as both. */
START_TEST(every_free_bit_varies)
{
    for (size_t place = 0; place < 36; place++) {
        unsigned seen_set = 0, seen_clear = 0;
        if (place == 8 || place == 13 || place == 14 || place == 18 ||
            place == 23)
            continue;
        for (int i = 0; i < 200; i++) {
            char digit[2] = {uuid_new(&arena)[place], '\0'};
            unsigned value = (unsigned)strtoul(digit, NULL, 16);
            seen_set |= value;
            seen_clear |= ~value & 15;
        }
        ck_assert_uint_eq(seen_set, place == 19 ? 11 : 15);
        ck_assert_uint_eq(seen_clear, place == 19 ? 7 : 15);
    }
}
END_TEST

START_TEST(only_the_one_form_is_valid)
{
    static const char *const wrong[] = {
        "",
        "0",
        "123e4567-e89b-42d3-a456-42661417400",
        "123e4567-e89b-42d3-a456-4266141740000",
        "123e4567e89b42d3a456426614174000",
        "{123e4567-e89b-42d3-a456-426614174000}",
        "123e4567-e89b-42d3-a456-42661417400g",
        "123e4567_e89b-42d3-a456-426614174000",
        "123e45670e89b-42d3-a456-426614174000",
        " 123e4567-e89b-42d3-a456-42661417400",
        "123e4567-e89b-42d3-a456-42661417400\xc3",
    };

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        ck_assert_msg(!uuid_valid(wrong[i]), "%s", wrong[i]);
    ck_assert(uuid_valid("123e4567-e89b-42d3-a456-426614174000"));
    ck_assert(uuid_valid("123E4567-E89B-42D3-A456-42661417400F"));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        new_ones_are_version_4_and_differ,
        every_free_bit_varies,
        only_the_one_form_is_valid,
        NULL,
    };

    return suite_run("base/uuid", tests, NULL, NULL);
}
