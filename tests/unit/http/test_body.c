#include "http/body.h"

#include "input/json_keep.h"
#include "tests/unit/suite.h"

struct type_case {
    const char *type;
    enum body_type expected;
};

static const struct type_case type_cases[] = {
    {"application/json",                                      BODY_JSON   },
    {"Application/JSON",                                      BODY_JSON   },
    {"application/json; charset=utf-8",                       BODY_JSON   },
    {"application/json;charset=\"UTF-8\"",                    BODY_JSON   },
    {"application/json; charset=utf-16",                      BODY_UNKNOWN},
    {"application/json; charset=utf-80",                      BODY_UNKNOWN},
    {"application/jsonx",                                     BODY_UNKNOWN},
    {"application/problem+json",                              BODY_UNKNOWN},
    {"application/x-www-form-urlencoded",                     BODY_FORM   },
    {"application/x-www-form-urlencoded; charset=UTF-8",      BODY_FORM   },
    {"application/x-www-form-urlencoded; charset=iso-8859-1", BODY_UNKNOWN},
    {"multipart/form-data; boundary=x",                       BODY_UNKNOWN},
    {"text/plain",                                            BODY_UNKNOWN},
    {"",                                                      BODY_UNKNOWN},
    {NULL,                                                    BODY_UNKNOWN},
};

START_TEST(types)
{
    const struct type_case *it = &type_cases[_i];

    ck_assert_msg(body_type_of(it->type) == it->expected, "%s", it->type);
}
END_TEST

#define TEXT(text)                                                             \
    {                                                                          \
        text, sizeof(text) - 1                                                 \
    }

static const struct slice good_json[] = {
    TEXT("{}"),
    TEXT("[]"),
    TEXT(" { \"a\" : [1, 2.5, true, null, \"\\u00e9\"] }\n"),
    TEXT("{\"a\":\"[[[[[[[[[[[[[[[[[[[[[[[[[[\"}"),
    TEXT("{\"a\":\"\\\"[[[[[[[[[[[[[[[[[[[[[[[\"}"),
    TEXT("[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]"), /* sixteen */
    TEXT("[[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[]]"),
};

START_TEST(json_good)
{
    json_t *value = NULL;

    ck_assert_ptr_null(body_json(&arena, good_json[_i], &value));
    ck_assert_ptr_nonnull(value);
}
END_TEST

static const struct slice bad_json[] = {
    TEXT(""),
    TEXT("{"),
    TEXT("{\"a\":1,}"),
    TEXT("{\"a\":1,\"a\":2}"),
    TEXT("{\"o\":{\"a\":1,\"a\":1}}"),
    TEXT("{'a':1}"),
    TEXT("{\"a\":\"\\u0000\"}"),
    TEXT("{\"a\\u0000b\":1}"),
    TEXT("{\"a\":\"\0\"}"),
    TEXT("{\"a\":\"\xff\"}"),
    TEXT("{\"a\":\"\xc0\x80\"}"),
    TEXT("{\"a\":\"\xed\xa0\x80\"}"),
    TEXT("{\"a\":\"\\ud800\"}"),
    TEXT("{} {}"),
    TEXT("7"),
    TEXT("\"x\""),
    TEXT("{\"a\":99999999999999999999999}"),
    TEXT("{\"a\":NaN}"),
    TEXT("{\"a\":1e999}"),
    TEXT("[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]"), /* seventeen */
    TEXT("{\"a\":\"b\\\\\",\"c\":[[[[[[[[[[[[[[[[0]]]]]]]]]]]]]]]]}"),
};

START_TEST(json_bad)
{
    json_t *value = NULL;
    struct err *err = body_json(&arena, bad_json[_i], &value);

    ck_assert_msg(err != NULL, "%s", bad_json[_i].data);
    ck_assert_int_eq(err->code, ERR_BAD_REQUEST);
    ck_assert_ptr_null(value);
}
END_TEST

static int pieces, fails_at;

static void *failing_malloc(size_t size)
{
    return ++pieces == fails_at ? NULL : malloc(size);
}

/* No memory is nobody's bad request, whichever piece it was wanted for. */
START_TEST(json_without_memory)
{
    struct slice bytes =
        slice_from("{\"a\": [1, 2.5, \"text\", {\"b\": null}], \"c\": true}");
    struct err *err;
    json_t *value;

    json_memory_watch(failing_malloc);
    do {
        pieces = 0;
        fails_at++;
        value = NULL;
        err = body_json(&arena, bytes, &value);
        ck_assert_int_eq(err != NULL, pieces >= fails_at);
        if (err != NULL)
            ck_assert_int_eq(err->code, err_no_memory()->code);
    } while (err != NULL);
    json_memory_watch(malloc);
    ck_assert_int_gt(fails_at, 10);
    ck_assert_ptr_nonnull(value);
}
END_TEST

START_TEST(json_very_deep)
{
    size_t size = 200000;
    char *bytes = arena_alloc(&arena, size + 1);
    json_t *value;

    memset(bytes, '[', size);
    ck_assert_ptr_nonnull(
        body_json(&arena, (struct slice){bytes, size}, &value));
}
END_TEST

struct form_case {
    struct slice bytes;
    const char *expected; /* "name=value|", NULL if refused */
};

static const struct form_case form_cases[] = {
    {TEXT(""),                       ""                   },
    {TEXT("a=1"),                    "a=1|"               },
    {TEXT("a=1&b=2"),                "a=1|b=2|"           },
    {TEXT("a=1&a=2"),                "a=1|a=2|"           },
    {TEXT("a"),                      "a=|"                },
    {TEXT("a="),                     "a=|"                },
    {TEXT("=a"),                     "=a|"                },
    {TEXT("a=b=c"),                  "a=b=c|"             },
    {TEXT("&&a=1&&"),                "a=1|"               },
    {TEXT("a+b=c+d"),                "a b=c d|"           },
    {TEXT("a%2Bb=c%2bd"),            "a+b=c+d|"           },
    {TEXT("a%5B0%5D%5Bb%5D=%26%3D"), "a[0][b]=&=|"        },
    {TEXT("n=%C3%A9%F0%9F%98%80"),   "n=\u00e9\U0001F600|"},
    {TEXT("n=\xc3\xa9"),             "n=\u00e9|"          },
    {TEXT("n=a%0D%0Ab"),             "n=a\r\nb|"          },
    {TEXT("n=%00"),                  NULL                 },
    {TEXT("n=a\0b"),                 NULL                 },
    {TEXT("n%00=a"),                 NULL                 },
    {TEXT("n=%"),                    NULL                 },
    {TEXT("n=%4"),                   NULL                 },
    {TEXT("n=%4g"),                  NULL                 },
    {TEXT("n=%FF"),                  NULL                 },
    {TEXT("n=%C3"),                  NULL                 },
    {TEXT("%C3%28=x"),               NULL                 },
};

START_TEST(forms)
{
    const struct form_case *it = &form_cases[_i];
    struct pairs pairs;
    struct err *err = body_pairs(&arena, it->bytes, &pairs);
    struct str got;

    ck_assert_msg((err == NULL) == (it->expected != NULL), "%s",
                  it->bytes.data);
    if (err != NULL) {
        ck_assert_int_eq(err->code, ERR_BAD_REQUEST);
        return;
    }
    str_init(&got, &arena);
    str_add(&got, "");
    for (size_t i = 0; i < pairs.count; i++)
        str_addf(&got, "%s=%s|", pairs.pair[i].name, pairs.pair[i].value);
    ck_assert_str_eq(got.data, it->expected);
}
END_TEST

START_TEST(too_many_fields)
{
    char bytes[2 * 2001];
    struct pairs pairs;

    for (size_t i = 0; i < 2001; i++) {
        bytes[2 * i] = 'a';
        bytes[2 * i + 1] = '&';
    }
    ck_assert_ptr_null(
        body_pairs(&arena, (struct slice){bytes, 2 * 2000 - 1}, &pairs));
    ck_assert_uint_eq(pairs.count, 2000);
    ck_assert_ptr_nonnull(
        body_pairs(&arena, (struct slice){bytes, 2 * 2001}, &pairs));
}
END_TEST

START_TEST(taking)
{
    struct pairs pairs;

    ck_assert_ptr_null(
        body_pairs(&arena, slice_from("a=1&version=7&b=2"), &pairs));
    ck_assert_str_eq(pairs_take(&pairs, "version"), "7");
    ck_assert_ptr_null(pairs_take(&pairs, "version"));
    ck_assert_uint_eq(pairs.count, 2);
    ck_assert_str_eq(pairs.pair[1].name, "b");
}
END_TEST

#define COUNT(cases) ((int)(sizeof(cases) / sizeof(cases)[0]))

int main(void)
{
    Suite *suite = suite_create("http/body");
    TCase *all = tcase_create("all");

    tcase_add_checked_fixture(all, arena_up, arena_down);
    tcase_add_loop_test(all, types, 0, COUNT(type_cases));
    tcase_add_loop_test(all, json_good, 0, COUNT(good_json));
    tcase_add_loop_test(all, json_bad, 0, COUNT(bad_json));
    tcase_add_test(all, json_without_memory);
    tcase_add_test(all, json_very_deep);
    tcase_add_loop_test(all, forms, 0, COUNT(form_cases));
    tcase_add_test(all, too_many_fields);
    tcase_add_test(all, taking);
    suite_add_tcase(suite, all);
    return suite_finish(suite);
}
