#include "tests/unit/suite.h"

#include <stdint.h>

#include "base/str.h"

static size_t encode(uint32_t point, char out[4])
{
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        out[0] = (char)(0xC0 | point >> 6);
        out[1] = (char)(0x80 | (point & 0x3F));
        return 2;
    }
    if (point < 0x10000) {
        out[0] = (char)(0xE0 | point >> 12);
        out[1] = (char)(0x80 | (point >> 6 & 0x3F));
        out[2] = (char)(0x80 | (point & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | point >> 18);
    out[1] = (char)(0x80 | (point >> 12 & 0x3F));
    out[2] = (char)(0x80 | (point >> 6 & 0x3F));
    out[3] = (char)(0x80 | (point & 0x3F));
    return 4;
}

START_TEST(every_code_point)
{
    for (uint32_t point = 0; point <= 0x1FFFFF; point++) {
        char bytes[4];
        size_t length = encode(point, bytes);
        bool surrogate = point >= 0xD800 && point <= 0xDFFF;
        bool valid = point != 0 && !surrogate && point <= 0x10FFFF;
        /* An assertion for each of two million takes half a minute. */
        if (utf8_valid(bytes, length) != valid)
            ck_abort_msg("U+%04X", (unsigned)point);
        if (length > 1 && utf8_valid(bytes, length - 1))
            ck_abort_msg("U+%04X, cut", (unsigned)point);
    }
}
END_TEST

START_TEST(malformed_bytes)
{
    static const char *const wrong[] = {
        "\x80",
        "\xbf",
        "\xc0\x80",
        "\xc1\xbf",
        "\xc3",
        "\xc3(",
        "\xe0\x80\x80",
        "\xe0\x9f\xbf",
        "\xed\xa0\x80",
        "\xef\xbf",
        "\xf0\x80\x80\x80",
        "\xf0\x8f\xbf\xbf",
        "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80",
        "\xfe",
        "\xff",
        "a\xc3\xa9\xa9",
        "\xe2\x28\xa1",
        "\xe2\x82\x28",
        "\xf0\x9f\x98",
        "\xf8\x88\x80\x80\x80",
    };

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        ck_assert_msg(!utf8_valid(wrong[i], strlen(wrong[i])), "case %zu", i);
    ck_assert(!utf8_valid("a\0b", 3));
    ck_assert(utf8_valid("", 0));
    ck_assert(utf8_valid("na\xc3\xafve \xf0\x9f\x98\x80", 11));
}
END_TEST

START_TEST(length_counts_code_points)
{
    ck_assert_uint_eq(utf8_length(""), 0);
    ck_assert_uint_eq(utf8_length("abc"), 3);
    ck_assert_uint_eq(utf8_length("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"), 3);
}
END_TEST

START_TEST(every_white_space_is_trimmed)
{
    static const uint32_t spaces[] = {
        0x09,   0x0A,   0x0B,   0x0C,   0x0D,   0x20,   0x85,   0xA0,   0x1680,
        0x2000, 0x2005, 0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF,
    };

    for (size_t i = 0; i < sizeof(spaces) / sizeof(spaces[0]); i++) {
        char space[5] = {0};
        char *text;
        encode(spaces[i], space);
        text = arena_printf(&arena, "%s %sa%sb%s%s", space, space, space, space,
                            space);
        ck_assert_str_eq(text_trimmed(&arena, text),
                         arena_printf(&arena, "a%sb", space));
        ck_assert_str_eq(text_trimmed(&arena, space), "");
    }
}
END_TEST

START_TEST(other_characters_stay)
{
    static const char *const kept[] = {
        "",
        "a",
        "\xc3\xa9",
        "a\xe2\x82\xac",
        "\xe2\x80\x8d",
        "\xe2\x80\x94",
        "\xf0\x9f\x98\x80",
        "O\xe2\x80\x99Neil",
    };

    for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
        ck_assert_str_eq(text_trimmed(&arena, kept[i]), kept[i]);
    ck_assert_str_eq(text_trimmed(&arena, " \n\xc3\xa9 \xf0\x9f\x98\x80\t"),
                     "\xc3\xa9 \xf0\x9f\x98\x80");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        every_code_point,          malformed_bytes,
        length_counts_code_points, every_white_space_is_trimmed,
        other_characters_stay,     NULL,
    };

    return suite_run("base/utf8", tests, NULL, NULL);
}
