#include "http/problem.h"

#include "http/request.h"
#include "input/json_keep.h"
#include "tests/unit/suite.h"

#define REQUEST_ID "0af7d2c8-1b2c-4d3e-8f90-a1b2c3d4e5f6"

struct status_case {
    enum err_code code;
    int status;
    const char *slug;
};

static const struct status_case status_cases[] = {
    {ERR_BAD_REQUEST,        400, "bad-request"          },
    {ERR_UNAUTHENTICATED,    401, "sign-in-needed"       },
    {ERR_SIGN_IN_REFUSED,    401, "sign-in-refused"      },
    {ERR_FORBIDDEN,          403, "not-entitled"         },
    {ERR_KEY_UNKNOWN,        401, "key-not-valid"        },
    {ERR_KEY_LIMITED,        403, "not-for-this-key"     },
    {ERR_RECENT_SIGN_IN,     403, "recent-sign-in-needed"},
    {ERR_SECOND_FACTOR,      403, "second-factor-needed" },
    {ERR_CODE_NEEDED,        401, "code-needed"          },
    {ERR_CROSS_SITE,         403, "cross-site"           },
    {ERR_NOT_FOUND,          404, "not-found"            },
    {ERR_METHOD_NOT_ALLOWED, 405, "method-not-allowed"   },
    {ERR_NOT_ACCEPTABLE,     406, "not-acceptable"       },
    {ERR_TIMEOUT,            408, "too-slow"             },
    {ERR_CONFLICT,           409, "conflict"             },
    {ERR_IMPOSSIBLE_MOVE,    409, "impossible-move"      },
    {ERR_STILL_RUNNING,      409, "still-running"        },
    {ERR_STALE,              412, "changed-meanwhile"    },
    {ERR_TOO_LARGE,          413, "too-large"            },
    {ERR_UNSUPPORTED_TYPE,   415, "unsupported-type"     },
    {ERR_INVALID,            422, "invalid"              },
    {ERR_KEY_REUSED,         422, "key-reused"           },
    {ERR_VERSION_REQUIRED,   428, "version-needed"       },
    {ERR_TOO_MANY,           429, "too-many-requests"    },
    {ERR_HEADERS_TOO_LARGE,  431, "headers-too-large"    },
    {ERR_INTERNAL,           500, "internal"             },
    {ERR_BUSY,               503, "busy"                 },
 /* What has no line is a bug of ours. */
    {ERR_RETRY,              500, "internal"             },
    {ERR_KEY_ANSWERED,       500, "internal"             },
    {0,                      500, "internal"             },
};

START_TEST(statuses)
{
    const struct status_case *it = &status_cases[_i];

    ck_assert_int_eq(problem_of(it->code)->status, it->status);
    ck_assert_str_eq(problem_of(it->code)->slug, it->slug);
}
END_TEST

START_TEST(every_code_has_its_own_line)
{
    for (int a = ERR_BAD_REQUEST; a < ERR_CODE_COUNT; a++) {
        const struct problem *problem = problem_of((enum err_code)a);

        ck_assert_int_ge(problem->status, 400);
        ck_assert_ptr_nonnull(problem->title);
        for (int b = a + 1; b < ERR_CODE_COUNT; b++)
            ck_assert_str_ne(problem->slug, problem_of((enum err_code)b)->slug);
    }
}
END_TEST

START_TEST(document)
{
    struct err *err = err_new(&arena, ERR_INVALID, NULL);

    fault_add(&arena, &err->faults, "/born_on", "required",
              "Enter the \"date\" of birth");
    fault_add(&arena, &err->faults, "/a~1b", "unknown_field", "No");
    err->log = "for the operator only";
    ck_assert_str_eq(
        problem_json(&arena, err, REQUEST_ID),
        "{\"type\":\"/problems/invalid\","
        "\"title\":\"There is a problem with what you sent\",\"status\":422,"
        "\"instance\":\"urn:uuid:" REQUEST_ID "\","
        "\"request_id\":\"" REQUEST_ID "\","
        "\"errors\":[{\"pointer\":\"/born_on\",\"code\":\"required\","
        "\"detail\":\"Enter the \\\"date\\\" of birth\"},"
        "{\"pointer\":\"/a~1b\",\"code\":\"unknown_field\","
        "\"detail\":\"No\"}]}");
}
END_TEST

START_TEST(document_with_current)
{
    struct err *err = err_new(&arena, ERR_STALE, "Look again");
    json_t *json;

    err->current = "{\"id\":1}";
    json = json_keep(&arena, json_loads(problem_json(&arena, err, NULL),
                                        JSON_REJECT_DUPLICATES, NULL));
    ck_assert_str_eq(json_string_value(json_object_get(json, "detail")),
                     "Look again");
    ck_assert_int_eq(json_integer_value(json_object_get(
                         json_object_get(json, "current"), "id")),
                     1);
    ck_assert_ptr_null(json_object_get(json, "request_id"));
}
END_TEST

static const char *header(const struct reply *out, const char *name)
{
    for (size_t i = 0; i < out->header_count; i++)
        if (strcmp(out->headers[i].name, name) == 0)
            return out->headers[i].value;
    return NULL;
}

static struct reply answer(enum err_code code, int retry_after)
{
    static const struct room *const rooms[] = {NULL};
    struct request request = {.arena = &arena,
                              .method = METHOD_GET,
                              .path = "/x",
                              .request_id = REQUEST_ID};
    struct err *err = err_new(&arena, code, NULL);
    struct reply out;

    router_set_rooms(rooms);
    err->retry_after = retry_after;
    problem_reply(&request, err, &out);
    ck_assert_str_eq(out.content_type, "application/problem+json");
    return out;
}

START_TEST(headers)
{
    struct reply out = answer(ERR_BUSY, 0);

    ck_assert_int_eq(out.status, 503);
    ck_assert_str_eq(header(&out, "Retry-After"), "5");
    out = answer(ERR_TOO_MANY, 42);
    ck_assert_str_eq(header(&out, "Retry-After"), "42");
    out = answer(ERR_STILL_RUNNING, 1);
    ck_assert_str_eq(header(&out, "Retry-After"), "1");
    out = answer(ERR_UNAUTHENTICATED, 0);
    ck_assert_ptr_nonnull(header(&out, "WWW-Authenticate"));
    ck_assert_ptr_null(header(&out, "Retry-After"));
    out = answer(ERR_METHOD_NOT_ALLOWED, 0);
    ck_assert_ptr_nonnull(header(&out, "Allow"));
    out = answer(ERR_NOT_FOUND, 0);
    ck_assert_uint_eq(out.header_count, 0);
}
END_TEST

/* The page of a form post that failed. */
static const char *page(const struct header *headers, size_t count,
                        const struct route *route, const char *body,
                        struct err *err)
{
    struct request request = {.arena = &arena,
                              .method = METHOD_POST,
                              .path = "/x",
                              .request_id = REQUEST_ID,
                              .headers = headers,
                              .header_count = count,
                              .route = route,
                              .body = slice_from(body)};
    struct reply out;

    problem_reply(&request, err, &out);
    ck_assert_str_eq(out.content_type, "text/html; charset=utf-8");
    ck_assert_int_eq(out.status, problem_of(err->code)->status);
    return out.body.data;
}

static const struct header form_headers[] = {
    {"Host",           "127.0.0.1:8080"                           },
    {"Content-Type",   "application/x-www-form-urlencoded"        },
    {"Sec-Fetch-Mode", "navigate"                                 },
    {"Referer",        "http://127.0.0.1:8080/referrals/new?a=\"b"},
};

START_TEST(page_gives_back_what_was_typed)
{
    struct err *err = err_new(&arena, ERR_INVALID, NULL);
    const char *html;

    fault_add(&arena, &err->faults, "/x", "required", "Enter <x> & y");
    html = page(form_headers, 4, NULL,
                "note=%3Cscript%3Ealert(%22x%22)%3C%2Fscript%3E&empty="
                "&new_password=secret1&reset_token=secret2&a%3Cb=1",
                err);
    ck_assert_ptr_nonnull(strstr(html, "<li>Enter &lt;x&gt; &amp; y</li>"));
    ck_assert_ptr_nonnull(strstr(
        html, "<pre>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;</pre>"));
    ck_assert_ptr_nonnull(strstr(html, "<dt>a&lt;b</dt>"));
    ck_assert_ptr_null(strstr(html, "<script"));
    ck_assert_ptr_null(strstr(html, "secret"));
    ck_assert_ptr_null(strstr(html, "empty"));
}
END_TEST

START_TEST(page_way_back)
{
    static const struct header same[] = {
        {"Host",           "127.0.0.1:8080"                             },
        {"Sec-Fetch-Mode", "navigate"                                   },
        {"Referer",        "http://127.0.0.1:8080/referrals/new?a=1&b=2"}
    };
    static const struct header other[] = {
        {"Host",           "127.0.0.1:8080"                      },
        {"Sec-Fetch-Mode", "navigate"                            },
        {"Referer",        "http://127.0.0.1:8080.evil.example/x"}
    };
    struct err *err = err_new(&arena, ERR_CONFLICT, NULL);

    ck_assert_ptr_nonnull(strstr(page(same, 3, NULL, "", err),
                                 "href=\"/referrals/new?a=1&amp;b=2\""));
    ck_assert_ptr_nonnull(strstr(page(other, 3, NULL, "", err), "href=\"/\""));
}
END_TEST

START_TEST(page_leads_to_confirming)
{
    static const struct header same[] = {
        {"Host",           "127.0.0.1:8080"},
        {"Sec-Fetch-Mode", "navigate"      },
    };
    struct request request = {.arena = &arena,
                              .method = METHOD_GET,
                              .path = "/api/v1/returns/x.csv",
                              .query_text = "a=1&b=%22",
                              .headers = same,
                              .header_count = 2};
    struct err *err = err_new(&arena, ERR_RECENT_SIGN_IN, NULL);
    struct reply out;

    /* A file asked for is asked for again; a form is gone back to. */
    problem_reply(&request, err, &out);
    ck_assert_ptr_nonnull(strstr(out.body.data,
                                 "href=\"/confirm?next=/api/v1/returns/"
                                 "x.csv%3Fa%3D1%26b%3D%2522\""));
    ck_assert_ptr_nonnull(
        strstr(page(same, 2, NULL, "", err), "href=\"/confirm\""));
}
END_TEST

START_TEST(page_of_a_password_route_shows_nothing)
{
    static const struct route route = {.lane = LANE_PASSWORD};
    struct err *err = err_new(&arena, ERR_SIGN_IN_REFUSED, NULL);
    const char *html =
        page(form_headers, 4, &route, "email=a%40b.c&code=123456", err);

    ck_assert_ptr_null(strstr(html, "123456"));
    ck_assert_ptr_null(strstr(html, "a@b.c"));
}
END_TEST

START_TEST(answers_without_memory)
{
    struct request request = {.arena = &arena, .path = "/x"};
    struct reply out;

    /* Whichever allocation fails, there is an answer of the right kind. */
    for (long n = 1; n < 40; n++) {
#ifdef ARENA_INJECT
        arena_fail_at(n);
#endif
        problem_reply(&request, err_no_memory(), &out);
#ifdef ARENA_INJECT
        arena_fail_at(0);
#endif
        ck_assert_int_eq(out.status, 503);
        ck_assert_str_eq(out.content_type, "application/problem+json");
        ck_assert_ptr_nonnull(json_keep(
            &arena, json_loadb(out.body.data, out.body.length, 0, NULL)));
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("http/problem");
    TCase *all = tcase_create("all");

    tcase_add_checked_fixture(all, arena_up, arena_down);
    tcase_add_loop_test(all, statuses, 0,
                        (int)(sizeof status_cases / sizeof status_cases[0]));
    tcase_add_test(all, every_code_has_its_own_line);
    tcase_add_test(all, document);
    tcase_add_test(all, document_with_current);
    tcase_add_test(all, headers);
    tcase_add_test(all, page_gives_back_what_was_typed);
    tcase_add_test(all, page_way_back);
    tcase_add_test(all, page_leads_to_confirming);
    tcase_add_test(all, page_of_a_password_route_shows_nothing);
    tcase_add_test(all, answers_without_memory);
    suite_add_tcase(suite, all);
    return suite_finish(suite);
}
