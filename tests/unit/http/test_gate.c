#include "tests/unit/suite.h"

#include "http/gate.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

START_TEST(six_methods_are_known)
{
    static const struct {
        const char *text;
        enum method method;
        bool head;
    } known[] = {
        {"GET",    METHOD_GET,    false},
        {"HEAD",   METHOD_GET,    true },
        {"POST",   METHOD_POST,   false},
        {"PUT",    METHOD_PUT,    false},
        {"PATCH",  METHOD_PATCH,  false},
        {"DELETE", METHOD_DELETE, false},
    };
    static const char *const unknown[] = {"OPTIONS", "TRACE", "CONNECT", "get",
                                          "GETX",    "GE",    ""};
    enum method method;
    bool head;

    for (size_t i = 0; i < COUNT(known); i++) {
        ck_assert(gate_method(known[i].text, &method, &head));
        ck_assert_int_eq(method, known[i].method);
        ck_assert_int_eq(head, known[i].head);
    }
    for (size_t i = 0; i < COUNT(unknown); i++)
        ck_assert(!gate_method(unknown[i], &method, &head));
}
END_TEST

START_TEST(lists_may_come_in_pieces)
{
    static const struct header headers[] = {
        {"Accept",          "a/b"    },
        {"accept",          "c/d"    },
        {"X-Forwarded-For", "1.2.3.4"},
        {"X-Forwarded-For", "1.2.3.5"},
        {"Via",             "1.1 a"  },
        {"Via",             "1.1 b"  },
        {"Host",            "a"      },
    };

    ck_assert_ptr_eq(gate_fault(headers, COUNT(headers)), NULL);
}
END_TEST

START_TEST(what_is_single_comes_once)
{
    static const char *const names[] = {
        "Host",          "content-length",  "Content-Type",   "Origin",
        "Authorization", "Idempotency-Key", "Sec-Fetch-Site", "If-Match",
        "If-None-Match", "Cookie",          "Expect",         "Referer"};

    for (size_t i = 0; i < COUNT(names); i++) {
        struct header headers[] = {
            {names[i], "a=1"},
            {"X",      "y"  },
            {names[i], "b=2"}
        };

        ck_assert_ptr_eq(gate_fault(headers, 2), NULL);
        ck_assert_ptr_ne(gate_fault(headers, 3), NULL);
    }
}
END_TEST

static const char *cookie_fault(const char *value)
{
    struct header header = {"Cookie", value};

    return gate_fault(&header, 1);
}

START_TEST(a_cookie_comes_once)
{
    static const char *const good[] = {
        "a=1", "a=1; b=1", "a=b; b=a=b", "aa=1; a=1", "a", "", "a=1; "};
    static const char *const bad[] = {"a=1; a=1", "a=1;a=2",   "a=1; b=2; a=3",
                                      "a=1; a",   "a=1; a =2", "a=1;\ta=2"};

    for (size_t i = 0; i < COUNT(good); i++)
        ck_assert_msg(!cookie_fault(good[i]), "%s", good[i]);
    for (size_t i = 0; i < COUNT(bad); i++)
        ck_assert_msg(cookie_fault(bad[i]) != NULL, "%s", bad[i]);
}
END_TEST

START_TEST(cookies_are_bounded)
{
    const char *text = "";

    for (int i = 0; i < 50; i++)
        text = arena_printf(&arena, "%sc%d=1;", text, i);
    ck_assert_ptr_eq(cookie_fault(text), NULL);
    ck_assert_ptr_ne(cookie_fault(arena_printf(&arena, "%sx=1", text)), NULL);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        six_methods_are_known,     lists_may_come_in_pieces,
        what_is_single_comes_once, a_cookie_comes_once,
        cookies_are_bounded,       NULL};

    return suite_run("gate", tests, NULL, NULL);
}
