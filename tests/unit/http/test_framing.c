#include "tests/unit/suite.h"

#include "http/framing.h"

#define HEAD "GET / HTTP/1.1\r\nHost: a\r\n"
#define POST "POST /x HTTP/1.1\r\nHost: a\r\n"
#define BODY_MAX 100

static struct framing framing;

/* How many bytes were good, the text given in pieces of `step`. */
static size_t scan(const char *text, size_t length, size_t step)
{
    size_t at = 0;

    framing_init(&framing, BODY_MAX);
    while (at < length && !framing.verdict) {
        size_t piece = length - at < step ? length - at : step;
        size_t good = framing_scan(&framing, text + at, piece);

        ck_assert(good == piece || framing.verdict);
        at += good;
    }
    return at;
}

static void expect_messages(const char *text, unsigned messages)
{
    for (size_t step = 1; step <= strlen(text); step++) {
        ck_assert_uint_eq(scan(text, strlen(text), step), strlen(text));
        ck_assert_uint_eq(framing.verdict, FRAMING_GOOD);
        ck_assert_uint_eq(framing.complete, messages);
        ck_assert_uint_eq(framing.heads, messages);
        ck_assert_uint_eq(framing.begun, messages);
    }
}

/* `good` bytes pass, the next one is refused, however the text is cut. */
static void expect_verdict(const char *text, size_t length, size_t good,
                           enum framing_verdict verdict)
{
    for (size_t step = 1; step <= length; step++) {
        ck_assert_msg(scan(text, length, step) == good, "%s: %zu", text,
                      scan(text, length, step));
        ck_assert_msg(framing.verdict == verdict, "%s", text);
    }
}

START_TEST(good_messages_are_counted)
{
    expect_messages(HEAD "\r\n", 1);
    expect_messages(HEAD "\r\n" HEAD "\r\n", 2);
    expect_messages("\r\n" HEAD "\r\n\r\n" HEAD "\r\n", 2);
    expect_messages("GET / HTTP/1.0\r\n\r\n", 1);
    expect_messages(POST "Content-Length: 5\r\n\r\nhello" HEAD "\r\n", 2);
    expect_messages(POST "Content-Length:005\r\n\r\nhello" HEAD "\r\n", 2);
    expect_messages(POST "Content-Length: 0\r\n\r\n" HEAD "\r\n", 2);
    expect_messages(POST "Transfer-Encoding: Chunked\r\n\r\n"
                         "5\r\nhello\r\nA\r\n0123456789\r\n0\r\n\r\n" HEAD
                         "\r\n",
                    2);
}
END_TEST

START_TEST(a_body_may_look_like_anything)
{
    expect_messages(POST "Content-Length: 18\r\n\r\nGET / HTTP/1.1\r\n\r\n", 1);
    expect_messages(POST "Transfer-Encoding: chunked\r\n\r\n"
                         "7\r\n\r\n0\r\n\r\n\r\n0\r\n\r\n",
                    1);
}
END_TEST

/* Good so far, and what then is not. */
static const struct {
    const char *good;
    const char *rest;
} odd[] = {
    {"",                                                         " GET"       },
    {"",                                                         "\nGET"      },
    {"",                                                         "get"        },
    {"\r\n",                                                     "\r\n"       },
    {"\r\n",                                                     " / HTTP/1.1"},
    {"GET ",                                                     "http://a/"  },
    {"GET ",                                                     "*"          },
    {"GET ",                                                     " /"         },
    {"GET /",                                                    "\t"         },
    {"GET /",                                                    "#a"         },
    {"GET /",                                                    "\\"         },
    {"GET /",                                                    "\xC3\xA9"   },
    {"GET /%",                                                   "g0"         },
    {"GET /%0",                                                  "0"          },
    {"GET /%0",                                                  "d"          },
    {"GET /%7",                                                  "f"          },
    {"GET /?a=%0",                                               "0"          },
    {"GET /%4",                                                  " HTTP/1.1"  },
    {"GET / ",                                                   "http/1.1"   },
    {"GET / HTTP/",                                              "2.0"        },
    {"GET / HTTP/1.",                                            "2"          },
    {"GET / HTTP/1.1",                                           " \r\n"      },
    {"GET / HTTP/1.1",                                           "\n"         },
    {"GET / HTTP/1.1\r",                                         "\r\n"       },
    {HEAD,                                                       " folded"    },
    {HEAD,                                                       "\tfolded"   },
    {HEAD,                                                       "\n"         },
    {HEAD,                                                       ": a"        },
    {HEAD "X",                                                   " : a"       },
    {HEAD "X",                                                   "\r\n"       },
    {HEAD "X: a",                                                "\nY: b"     },
    {HEAD "X: a",                                                "\x01"       },
    {HEAD "X: a",                                                "\x7F"       },
    {HEAD "X: a\r",                                              "Y: b"       },
    {HEAD "\r",                                                  "\r\n"       },
    {HEAD "Host",                                                ": b"        },
    {"GET / HTTP/1.1\r\nHost: a",                                ",b"         },
    {"GET / HTTP/1.1\r\nHost: a ",                               "b"          },
    {"GET / HTTP/1.1\r\nHost:",                                  "\r\n"       },
    {"GET / HTTP/1.1\r\nX: a\r\n",                               "\r\n"       },
    {POST "Content-Length: ",                                    "+5"         },
    {POST "Content-Length: ",                                    "\r\n"       },
    {POST "Content-Length: 5",                                   ",5"         },
    {POST "Content-Length: 5",                                   " "          },
    {POST "Content-Length: 123456789012345678",                  "9"          },
    {POST "Content-Length: 5\r\nContent-Length",                 ": 5"        },
    {POST "Transfer-Encoding: ",                                 "gzip"       },
    {POST "Transfer-Encoding: chunke",                           "\r\n"       },
    {POST "Transfer-Encoding: chunked",                          ", chunked"  },
    {POST "Transfer-Encoding: chunked\r\nTransfer-Encoding",     ": "         },
    {POST "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "\r\n"       },
    {"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n",        "\r\n"       },
    {POST "Transfer-Encoding: chunked\r\n\r\n",                  "\r\n"       },
    {POST "Transfer-Encoding: chunked\r\n\r\n",                  "x"          },
    {POST "Transfer-Encoding: chunked\r\n\r\n5",                 ";a"         },
    {POST "Transfer-Encoding: chunked\r\n\r\n5",                 "\n"         },
    {POST "Transfer-Encoding: chunked\r\n\r\n5\r\nhello",        "\n"         },
    {POST "Transfer-Encoding: chunked\r\n\r\n5\r\nhello",        "o"          },
    {POST "Transfer-Encoding: chunked\r\n\r\n0\r\n",             "X: y"       },
};

START_TEST(odd_bytes_are_refused_where_they_stand)
{
    for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
        const char *text =
            arena_printf(&arena, "%s%s", odd[i].good, odd[i].rest);

        expect_verdict(text, strlen(text), strlen(odd[i].good), FRAMING_BAD);
    }
}
END_TEST

START_TEST(nul_is_refused_everywhere)
{
    static const char message[] = POST "Transfer-Encoding: chunked\r\n\r\n"
                                       "1\r\nx\r\n0\r\n\r\n";
    size_t content = (size_t)(strstr(message, "\nx\r") + 1 - message);
    char text[sizeof(message)];

    for (size_t at = 0; at < sizeof(message) - 1; at++) {
        memcpy(text, message, sizeof(message));
        text[at] = '\0';
        if (at != content)
            expect_verdict(text, sizeof(message) - 1, at, FRAMING_BAD);
    }
}
END_TEST

START_TEST(a_large_head_is_refused)
{
    struct {
        const char *piece;
        int times;
    } cases[] = {
        {"a",  FRAMING_HEAD_COST_MAX                      },
        {"&a", FRAMING_HEAD_COST_MAX / FRAMING_RECORD_COST},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char *text = arena_strdup(&arena, "GET /?");

        for (int n = 0; n < cases[i].times; n++)
            text = arena_printf(&arena, "%s%s", text, cases[i].piece);
        scan(text, strlen(text), 1000);
        ck_assert_uint_eq(framing.verdict, FRAMING_HEAD_LARGE);
    }
}
END_TEST

START_TEST(many_headers_or_cookies_are_refused)
{
    char *headers = arena_strdup(&arena, HEAD);
    char *cookies = arena_strdup(&arena, HEAD "Cookie: ");

    for (int i = 0; i < FRAMING_HEADERS_MAX; i++)
        headers = arena_printf(&arena, "%sX: a\r\n", headers);
    for (int i = 0; i < FRAMING_HEAD_COST_MAX / FRAMING_RECORD_COST; i++)
        cookies = arena_printf(&arena, "%sc%d=1; ", cookies, i);
    scan(headers, strlen(headers), 7);
    ck_assert_uint_eq(framing.verdict, FRAMING_HEAD_LARGE);
    scan(cookies, strlen(cookies), 7);
    ck_assert_uint_eq(framing.verdict, FRAMING_HEAD_LARGE);
}
END_TEST

START_TEST(a_large_body_is_refused)
{
    static const char length[] = POST "Content-Length: 101\r\n\r\n";
    static const char chunk[] = POST "Transfer-Encoding: chunked\r\n\r\n6";
    static const char second[] = POST "Transfer-Encoding: chunked\r\n\r\n"
                                      "5\r\nhello\r\n6";
    const char *text = arena_printf(&arena, "%s5", chunk);

    expect_messages(POST "Content-Length: 0\r\n\r\n", 1);
    expect_verdict(length, strlen(length), strlen(length), FRAMING_BODY_LARGE);
    expect_verdict(text, strlen(text), strlen(chunk), FRAMING_BODY_LARGE);
    text = arena_printf(&arena, "%s0", second);
    expect_verdict(text, strlen(text), strlen(second), FRAMING_BODY_LARGE);
}
END_TEST

START_TEST(each_ending_completes_the_head)
{
    static const char message[] = "\r\nGET /a?b=%20 HTTP/1.1\r\nHost: a\r\n"
                                  "X: y\r\nContent-Length: 0\r\n\r\n";

    /* Broken off anywhere, the ending makes it one whole message. */
    for (size_t at = 1; at < sizeof(message) - 1; at++) {
        const char *whole;

        scan(message, at, at);
        framing_spoil(&framing, FRAMING_LATE);
        whole = arena_printf(&arena, "%.*s%s", (int)at, message,
                             framing_ending(&framing));
        if (message[at - 1] == '%' || message[at] == '0')
            continue; /* half a %20: lenient parsers take it */
        ck_assert_ptr_ne(strstr(whole, "\r\n\r\n"), NULL);
        ck_assert_str_eq(strstr(whole, "\r\n\r\n"), "\r\n\r\n");
    }
}
END_TEST

START_TEST(it_knows_head_from_body)
{
    scan(HEAD, strlen(HEAD), 5);
    ck_assert(framing_in_head(&framing));
    scan(POST "Content-Length: 5\r\n\r\nhe",
         strlen(POST "Content-Length: 5\r\n\r\nhe"), 5);
    ck_assert(framing_in_body(&framing));
    ck_assert(!framing_in_head(&framing));
    scan(HEAD "\r\n", strlen(HEAD "\r\n"), 5);
    ck_assert(!framing_in_head(&framing) && !framing_in_body(&framing));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {good_messages_are_counted,
                                  a_body_may_look_like_anything,
                                  odd_bytes_are_refused_where_they_stand,
                                  nul_is_refused_everywhere,
                                  a_large_head_is_refused,
                                  many_headers_or_cookies_are_refused,
                                  a_large_body_is_refused,
                                  each_ending_completes_the_head,
                                  it_knows_head_from_body,
                                  NULL};

    return suite_run("framing", tests, NULL, NULL);
}
