/*
 * What is refused before the database: above all writes from other sites
 * (R14), as a matrix of the headers a browser or script may send.
 */
#include "http/headers.h"
#include "http/request.h"
#include "tests/unit/suite.h"

static struct err *handle(struct call *call, struct reply *out)
{
    (void)call;
    return reply_nothing(out);
}

static const struct route routes[] = {
    {.method = METHOD_GET,
     .path = "/x",
     .name = "x.load",
     .permission = PERM_PUBLIC,
     .handler = handle},
    {.method = METHOD_POST,
     .path = "/x",
     .name = "x.create",
     .permission = PERM_PUBLIC,
     .handler = handle},
    {0   }
};
static const struct room room = {"x", routes};
static const struct room *const rooms[] = {&room, NULL};

#define HEADERS_MAX 8

struct admit_case {
    enum method method;
    bool secure;
    struct header headers[HEADERS_MAX];
    int code; /* 0 = admitted */
};

#define HOST                                                                   \
    {                                                                          \
        "Host", "vrp.example:8080"                                             \
    }
#define SITE(value)                                                            \
    {                                                                          \
        "Sec-Fetch-Site", value                                                \
    }
#define ORIGIN(value)                                                          \
    {                                                                          \
        "Origin", value                                                        \
    }
#define COOKIE                                                                 \
    {                                                                          \
        "Cookie", "__Host-throughline=abc"                                     \
    }
#define BEARER                                                                 \
    {                                                                          \
        "Authorization", "Bearer abc"                                          \
    }
#define LENGTH(value)                                                          \
    {                                                                          \
        "Content-Length", value                                                \
    }
#define TYPE(value)                                                            \
    {                                                                          \
        "Content-Type", value                                                  \
    }
#define POST METHOD_POST
#define GET METHOD_GET

static const struct admit_case admit_cases[] = {
  /* reads are not writes */
    {GET,        false, {HOST},                                                                 0                     },
    {GET,        false, {HOST, SITE("cross-site"), COOKIE},                                     0                     },
 /* what a browser says of itself */
    {POST,       false, {HOST, SITE("same-origin")},                                            0                     },
    {POST,       false, {HOST, SITE("same-origin"), COOKIE},                                    0                     },
    {POST,       false, {HOST, SITE("same-site"), COOKIE},                                      ERR_CROSS_SITE        },
    {POST,       false, {HOST, SITE("cross-site"), COOKIE},                                     ERR_CROSS_SITE        },
    {POST,       false, {HOST, SITE("none"), COOKIE},                                           ERR_CROSS_SITE        },
    {POST,       false, {HOST, SITE(""), COOKIE},                                               ERR_CROSS_SITE        },
 /* it counts for more than the Origin */
    {POST,
     false,             {HOST, SITE("cross-site"), ORIGIN("http://vrp.example:8080")},
     ERR_CROSS_SITE                                                                                                   },
 /* an older browser's Origin must be ours exactly */
    {POST,       false, {HOST, ORIGIN("http://vrp.example:8080")},                              0                     },
    {POST,       true,  {HOST, ORIGIN("https://vrp.example:8080")},                             0                     },
    {POST,       true,  {HOST, ORIGIN("http://vrp.example:8080")},                              ERR_CROSS_SITE        },
    {POST,       false, {HOST, ORIGIN("https://vrp.example:8080")},                             ERR_CROSS_SITE        },
    {POST,       false, {HOST, ORIGIN("http://vrp.example")},                                   ERR_CROSS_SITE        },
    {POST,       false, {HOST, ORIGIN("http://vrp.example:80801")},                             ERR_CROSS_SITE        },
    {POST,
     false,             {HOST, ORIGIN("http://vrp.example:8080.evil.example")},
     ERR_CROSS_SITE                                                                                                   },
    {POST,       false, {HOST, ORIGIN("http://vrp.example:8080/")},                             ERR_CROSS_SITE        },
    {POST,       false, {HOST, ORIGIN("null")},                                                 ERR_CROSS_SITE        },
    {POST,       false, {HOST, ORIGIN("")},                                                     ERR_CROSS_SITE        },
    {POST,       false, {ORIGIN("http://")},                                                    ERR_CROSS_SITE        },
 /* neither */
    {POST,       false, {HOST},                                                                 ERR_CROSS_SITE        },
    {POST,       false, {HOST, COOKIE},                                                         ERR_CROSS_SITE        },
 /* an API key has nothing another site could borrow; a cookie has */
    {POST,       false, {HOST, BEARER},                                                         0                     },
    {POST,       false, {HOST, BEARER, COOKIE},                                                 ERR_CROSS_SITE        },
    {POST,       false, {HOST, {"Authorization", "Basic abc"}},                                 ERR_CROSS_SITE        },
 /* size and type of the body */
    {POST,       false, {HOST, BEARER, LENGTH("0")},                                            0                     },
    {POST,
     false,             {HOST, BEARER, LENGTH("262144"), TYPE("application/json")},
     0                                                                                                                },
    {POST,
     false,             {HOST, BEARER, LENGTH("262145"), TYPE("application/json")},
     ERR_TOO_LARGE                                                                                                    },
    {POST,
     false,             {HOST, BEARER, LENGTH("99999999999999999999999"),
      TYPE("application/json")},
     ERR_TOO_LARGE                                                                                                    },
    {POST,       false, {HOST, BEARER, LENGTH("1")},                                            ERR_UNSUPPORTED_TYPE  },
    {POST,
     false,             {HOST, BEARER, LENGTH("1"), TYPE("multipart/form-data; boundary=x")},
     ERR_UNSUPPORTED_TYPE                                                                                             },
    {POST,
     false,             {HOST, BEARER, LENGTH("1"), TYPE("text/plain")},
     ERR_UNSUPPORTED_TYPE                                                                                             },
    {POST,
     false,             {HOST, BEARER, {"Transfer-Encoding", "chunked"}, TYPE("text/plain")},
     ERR_UNSUPPORTED_TYPE                                                                                             },
    {POST,
     false,             {HOST, BEARER, LENGTH("3"), TYPE("application/x-www-form-urlencoded")},
     0                                                                                                                },
 /* the route comes first */
    {METHOD_PUT, false, {HOST},                                                                 ERR_METHOD_NOT_ALLOWED},
};

START_TEST(admitted)
{
    const struct admit_case *it = &admit_cases[_i];
    struct request request = {.arena = &arena,
                              .method = it->method,
                              .path = "/x",
                              .secure = it->secure,
                              .headers = it->headers};
    struct err *err;

    router_set_rooms(rooms);
    while (request.header_count < HEADERS_MAX &&
           it->headers[request.header_count].name != NULL)
        request.header_count++;
    err = request_admit(&request);
    ck_assert_int_eq(err != NULL ? (int)err->code : 0, it->code);
    ck_assert_ptr_null(arena.guard);
}
END_TEST

START_TEST(cookies)
{
    static const char text[] = "a=1; __Host-throughline=t0k=; bb=2;c=";

    ck_assert_str_eq(cookie_value(&arena, text, "a"), "1");
    ck_assert_str_eq(cookie_value(&arena, text, "__Host-throughline"), "t0k=");
    ck_assert_str_eq(cookie_value(&arena, text, "bb"), "2");
    ck_assert_str_eq(cookie_value(&arena, text, "c"), "");
    ck_assert_ptr_null(cookie_value(&arena, text, "b"));
    ck_assert_ptr_null(cookie_value(&arena, text, "1"));
    ck_assert_ptr_null(cookie_value(&arena, text, "throughline"));
    ck_assert_ptr_null(cookie_value(&arena, NULL, "a"));
    ck_assert_ptr_null(cookie_value(&arena, ";;  ;", "a"));
}
END_TEST

START_TEST(accepting_pages)
{
    ck_assert(accept_prefers_page(
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"));
    ck_assert(accept_prefers_page("text/html"));
    ck_assert(accept_prefers_page("text/html, application/json"));
    ck_assert(!accept_prefers_page("application/json, text/html"));
    ck_assert(!accept_prefers_page("*/*"));
    ck_assert(!accept_prefers_page("text/htmlx"));
    ck_assert(!accept_prefers_page(""));
    ck_assert(!accept_prefers_page(NULL));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("http/admit");
    TCase *all = tcase_create("all");

    tcase_add_checked_fixture(all, arena_up, arena_down);
    tcase_add_loop_test(all, admitted, 0,
                        (int)(sizeof admit_cases / sizeof admit_cases[0]));
    tcase_add_test(all, cookies);
    tcase_add_test(all, accepting_pages);
    suite_add_tcase(suite, all);
    return suite_finish(suite);
}
