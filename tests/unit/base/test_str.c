#include "tests/unit/suite.h"

#include "base/str.h"

static struct str str;

static const char *json_of(const char *text)
{
    str_init(&str, &arena);
    str_add_json(&str, text);
    return str.data;
}

static const char *html_of(const char *text)
{
    str_init(&str, &arena);
    str_add_html(&str, text);
    return str.data;
}

START_TEST(grows_and_stays_terminated)
{
    str_init(&str, &arena);
    ck_assert_str_eq(str.data, "");
    for (int i = 0; i < 1000; i++) {
        str_add_char(&str, 'x');
        ck_assert_uint_eq(str.length, i + 1);
        ck_assert_uint_eq(strlen(str.data), i + 1);
    }
    str_add_bytes(&str, "\0y", 2);
    ck_assert_uint_eq(str.length, 1002);
    str_add_bytes(&str, NULL, 0);
    ck_assert_uint_eq(str.length, 1002);
}
END_TEST

START_TEST(formats_at_every_length)
{
    for (int width = 0; width < 300; width++) {
        str_init(&str, &arena);
        str_add(&str, "a");
        str_addf(&str, "%*s|", width, "");
        ck_assert_uint_eq(str.length, width + 2);
        ck_assert_uint_eq(strlen(str.data), width + 2);
        ck_assert_int_eq(str.data[width + 1], '|');
    }
}
END_TEST

START_TEST(json_strings)
{
    ck_assert_str_eq(json_of(""), "\"\"");
    ck_assert_str_eq(json_of("a\"b\\c"), "\"a\\\"b\\\\c\"");
    ck_assert_str_eq(json_of("\b\f\n\r\t"), "\"\\b\\f\\n\\r\\t\"");
    ck_assert_str_eq(json_of("\x01\x1f"), "\"\\u0001\\u001f\"");
    ck_assert_str_eq(json_of("/ \x7f \xc3\xa9"), "\"/ \x7f \xc3\xa9\"");
}
END_TEST

START_TEST(html_texts)
{
    ck_assert_str_eq(html_of("<a href=\"x\">R&B's</a>"),
                     "&lt;a href=&quot;x&quot;&gt;R&amp;B&#39;s&lt;/a&gt;");
    ck_assert_str_eq(html_of(""), "");
}
END_TEST

START_TEST(slices)
{
    ck_assert(slice_equal(slice_from("abc"), (struct slice){"abcd", 3}));
    ck_assert(!slice_equal(slice_from("abc"), slice_from("abd")));
    ck_assert(!slice_equal(slice_from("abc"), slice_from("ab")));
    ck_assert(slice_equal((struct slice){NULL, 0}, slice_from("")));
    ck_assert_uint_eq(slice_from(NULL).length, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        grows_and_stays_terminated,
        formats_at_every_length,
        json_strings,
        html_texts,
        slices,
        NULL,
    };

    return suite_run("base/str", tests, NULL, NULL);
}
