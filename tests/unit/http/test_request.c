/*
 * The life of a request: what happens in which order, and what is said when.
 */
#include "tests/unit/http/corridor.h"

#include "http/partner_secret.h"

#define API_KEY "tlk_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"
#define WRONG_KEY "tlk_wrongwrongwrongwrongwrongwrongwrongwrong_-0"

/* --- order
 * --------------------------------------------------------------------- */

START_TEST(read_is_one_round_trip)
{
    struct reply out = GOT("/notes/" ID, COOKIE);

    expect_body(&out, 200, "{\"a\":1}");
    ck_assert_str_eq(out.content_type, "application/json");
    ck_assert_str_eq(header(&out, "ETag"), "\"7\"");
    ck_assert_str_eq(fake.trace, "begin handler commit");
    ck_assert_str_eq(fake.context.token, "tok-1");
    ck_assert_str_eq(fake.context.permission, "note.any");
    ck_assert_str_eq(fake.context.operation, "note.load");
    ck_assert_str_eq(fake.context.request_id, ID);
    ck_assert_int_eq(fake.context.mode, TX_READ);
}
END_TEST

START_TEST(public_says_so)
{
    SENT(POST, "/session", NULL);
    ck_assert_str_eq(fake.context.permission, PERM_PUBLIC);
    ck_assert_ptr_null(fake.context.token);
}
END_TEST

START_TEST(without_database)
{
    struct reply out = GOT("/hello");

    ck_assert_int_eq(out.status, 204);
    ck_assert_str_eq(fake.trace, "handler");
}
END_TEST

START_TEST(purpose_is_handed_over)
{
    LISTED("purpose=safeguarding");
    ck_assert_str_eq(fake.context.purpose, "safeguarding");
}
END_TEST

START_TEST(tokens)
{
    GOT("/notes/" ID, {"Authorization", "Bearer " API_KEY});
    ck_assert_str_eq(fake.context.token, API_KEY);
    GOT("/notes/" ID, COOKIE);
    ck_assert_str_eq(fake.context.token, "tok-1");
    /* A session's token is no key, and a key no session's token. */
    GOT("/notes/" ID, {"Authorization", "Bearer tok-1"});
    ck_assert_str_eq(fake.context.token, "-");
    GOT("/notes/" ID, {"Cookie", "__Host-throughline=" API_KEY});
    ck_assert_str_eq(fake.context.token, "-");
    /* What can be no token is not nothing: it must not become anonymous. */
    GOT("/notes/" ID, {"Cookie", "__Host-throughline=a\xff'"});
    ck_assert_str_eq(fake.context.token, "-");
    GOT("/notes/" ID, {"Cookie", "__Host-throughline="});
    ck_assert_str_eq(fake.context.token, "-");
}
END_TEST

START_TEST(key_and_cookie_are_two_persons)
{
    struct reply out =
        GOT("/notes/" ID, COOKIE, {"Authorization", "Bearer " API_KEY});

    expect_problem(&out, 400, "not both");
    ck_assert_str_eq(fake.trace, "");
}
END_TEST

START_TEST(wrong_keys_wait)
{
    struct reply out;

    for (int i = 0; i < PARTNER_WRONG_MOST; i++) {
        fake.commits = 0;
        fake.commit_fails[0] = ERR_UNAUTHENTICATED;
        out = GOT("/notes/" ID, {"Authorization", "Bearer " WRONG_KEY});
        expect_problem(&out, 401, "/problems/key-not-valid");
    }
    fake.trace[0] = '\0';
    out = GOT("/notes/" ID, {"Authorization", "Bearer " WRONG_KEY});
    expect_problem(&out, 429, "wrong API key");
    ck_assert_ptr_nonnull(header(&out, "Retry-After"));
    ck_assert_str_eq(fake.trace, "");
}
END_TEST

START_TEST(who_comes_before_what)
{
    struct reply out;

    fake.flush_fails = ERR_UNAUTHENTICATED;
    out = SENT(POST, "/notes", "{}", JSON);
    expect_problem(&out, 401, "/problems/sign-in-needed");
    ck_assert_str_eq(fake.trace, "begin flush rollback");
}
END_TEST

START_TEST(what_is_wrong_is_told_then)
{
    struct reply out = SENT(POST, "/notes", "{}", JSON);

    expect_problem(&out, 422,
                   "\"errors\":[{\"pointer\":\"/note\","
                   "\"code\":\"required\",\"detail\":\"Enter note\"}]");
    ck_assert_str_eq(fake.trace, "begin flush rollback");
}
END_TEST

struct wrong_case {
    struct ask ask;
    int status;
};

/* clang-format 14 crashes on this table. */
/* clang-format off */
static const struct wrong_case wrong_cases[] = {
    {ASK(POST, "/notes", NULL, "{", JSON), 400},
    {ASK(POST, "/notes", NULL, "note=%", FORM), 400},
    {ASK(POST, "/notes", NULL, "x", {"X", "y"}), 415},
    {ASK(POST, "/notes", NULL, "[]", JSON), 422},
    {ASK(POST, "/notes", NULL, NULL), 422},
    {ASK(POST, "/notes", NULL, "{\"note\":\"x\",\"y\":1}", JSON), 422},
    {ASK(POST, "/notes", "x=1", "{\"note\":\"x\"}", JSON), 422},
    {ASK(GET, "/notes/" ID, "x=1", NULL), 422},
    {ASK(GET, "/notes", "kind=UPPER", NULL), 422},
    {ASK(GET, "/notes", "limit=0", NULL), 422},
    {ASK(GET, "/notes", "limit=201", NULL), 422},
    {ASK(GET, "/notes", "limit=%00", NULL), 400},
    {ASK(DELETE, "/notes/" ID, NULL, "{\"x\":1}", JSON), 422},
    {ASK(PATCH, "/notes/" ID, NULL, "{\"note\":\"x\"}", JSON), 428},
    {ASK(PATCH, "/notes/" ID, NULL, "{\"note\":\"x\"}",
         JSON, {"If-Match", "7"}), 400},
    {ASK(PATCH, "/notes/" ID, NULL, "{\"note\":\"x\"}",
         JSON, {"If-Match", "*"}), 400},
    {ASK(PATCH, "/notes/" ID, NULL, "{\"note\":\"x\"}",
         JSON, {"If-Match", "\"seven\""}), 400},
    {ASK(PATCH, "/notes/" ID, NULL, "{\"note\":\"x\"}",
         JSON, {"If-Match", "\"12345678901\""}), 400},
    {ASK(PATCH, "/notes/" ID, NULL, "{\"note\":\"x\"}",
         JSON, {"If-Match", "\"7\", \"8\""}), 400},
    {ASK(PATCH, "/notes/" ID, NULL, "note=x&version=", FORM), 428},
    {ASK(POST, "/notes/" ID "/strike", NULL, NULL), 428},
    {ASK(POST, "/notes", NULL, NOTE_BODY, JSON, {"Idempotency-Key", ""}), 400},
    {ASK(POST, "/notes", NULL, NOTE_BODY,
         JSON, {"Idempotency-Key", "a b"}), 400},
};
/* clang-format on */

START_TEST(wrong)
{
    const struct wrong_case *it = &wrong_cases[_i];
    struct reply out = asked(it->ask);

    ck_assert_msg(out.status == it->status, "%s", out.body.data);
    ck_assert_str_eq(fake.trace, "begin flush rollback");
}
END_TEST

START_TEST(too_large)
{
    char *body = arena_alloc(&arena, REQUEST_BODY_MAX + 2);
    struct reply out;

    memset(body, ' ', REQUEST_BODY_MAX + 1);
    out = SENT(POST, "/notes", body, JSON);
    expect_problem(&out, 413, "too-large");
}
END_TEST

START_TEST(handler_errors_wait_too)
{
    struct reply out;

    handler_fails = ERR_CONFLICT;
    out = GOT("/notes/" ID);
    expect_problem(&out, 409, "by handler");
    ck_assert_str_eq(fake.trace, "begin handler flush rollback");
    fake.flush_fails = ERR_FORBIDDEN;
    out = GOT("/notes/" ID);
    expect_problem(&out, 403, "not-entitled");
    fake.flush_fails = ERR_INVALID;
    out = GOT("/notes/" ID);
    expect_problem(&out, 409, "by handler");
}
END_TEST

START_TEST(commit_failure_is_told)
{
    struct reply out;

    fake.commit_fails[0] = ERR_FORBIDDEN;
    out = GOT("/notes/" ID);
    expect_problem(&out, 403, "not-entitled");
    ck_assert_ptr_null(header(&out, "ETag"));
}
END_TEST

START_TEST(lost_race_runs_once_more)
{
    struct reply out;

    fake.commit_fails[0] = ERR_RETRY;
    out = SENT(POST, "/notes", NOTE_BODY, JSON);
    ck_assert_int_eq(out.status, 201);
    ck_assert_str_eq(fake.trace,
                     "begin handler commit rollback begin handler commit");
    ck_assert_uint_eq(out.header_count, 2); /* not those of the first run */
}
END_TEST

START_TEST(a_refusal_is_written_down)
{
    struct reply out;

    fake.commit_fails[0] = ERR_FORBIDDEN;
    out = GOT("/notes/" ID, COOKIE);
    expect_problem(&out, 403, "not-entitled");
    ck_assert_str_eq(fake.trace, "begin handler commit rollback begin commit");
    ck_assert_str_eq(fake.context.refused, "not_entitled");
    ck_assert_str_eq(fake.context.ids, "{" ID "}");
    ck_assert_str_eq(fake.context.operation, "note.load");
    ck_assert_str_eq(fake.context.token, "tok-1");
}
END_TEST

START_TEST(a_record_not_there_is_a_refusal)
{
    struct reply out;

    fake.commit_fails[0] = ERR_NOT_FOUND;
    out = GOT("/notes/" ID, COOKIE);
    ck_assert_int_eq(out.status, 404);
    ck_assert_str_eq(fake.context.refused, "not_found");
    /* Of nobody, nothing. */
    fake = (struct fake){.commit_fails = {ERR_NOT_FOUND}};
    out = GOT("/notes/" ID);
    ck_assert_int_eq(out.status, 404);
    ck_assert_int_eq(fake.begun, 1);
}
END_TEST

/* The answer stays what it is. */
START_TEST(a_refusal_that_cannot_be_written_down)
{
    struct reply out;

    fake.commit_fails[0] = ERR_FORBIDDEN;
    fake.commit_fails[1] = ERR_BUSY;
    out = GOT("/notes/" ID, COOKIE);
    ck_assert_int_eq(out.status, 403);
    ck_assert_int_eq(fake.begun, 2);
}
END_TEST

START_TEST(lost_race_twice_is_busy)
{
    struct reply out;

    fake.commit_fails[0] = fake.commit_fails[1] = ERR_RETRY;
    out = SENT(POST, "/notes", NOTE_BODY, JSON);
    expect_problem(&out, 503, "busy");
    ck_assert_ptr_nonnull(header(&out, "Retry-After"));
    ck_assert_int_eq(fake.begun, 2);
}
END_TEST

START_TEST(past_its_deadline)
{
    struct ask ask = ASK(GET, "/notes/" ID, NULL, NULL);
    struct request request = request_of(&ask);
    struct reply out;

    request.deadline_ms = clock_monotonic_ms() - 1;
    ck_assert_ptr_null(request_admit(&request));
    request_run(&request, NULL, &out);
    ck_assert_int_eq(out.status, 503);
    ck_assert_str_eq(fake.trace, "");
}
END_TEST

/* --- idempotency
 * ---------------------------------------------------------------- */

#define KEY                                                                    \
    {                                                                          \
        "Idempotency-Key", "k-1"                                               \
    }

START_TEST(key_claims_and_keeps)
{
    struct reply out = SENT(POST, "/notes", NOTE_BODY, JSON, KEY);

    ck_assert_int_eq(out.status, 201);
    ck_assert_str_eq(fake.trace, "begin idempotency_claim handler flush "
                                 "idempotency_store commit");
    ck_assert_str_eq(fake.arguments[0], "k-1");
    ck_assert_str_eq(fake.arguments[1], "201");
    ck_assert_str_eq(fake.arguments[2], header(&out, "Location"));
    ck_assert_str_eq(fake.arguments[3], "\"7\"");
    ck_assert_str_eq(fake.arguments[4], "{\"a\":1}");
}
END_TEST

static const char *claimed_hash(struct ask ask)
{
    fake.commit_fails[fake.commits] = ERR_BUSY;
    fake.flush_fails = ERR_BUSY; /* before the store, which has arguments */
    asked(ask);
    return fake.arguments[2];
}

START_TEST(key_hash_tells_requests_apart)
{
    struct ask ask = ASK(POST, "/notes", NULL, NOTE_BODY, JSON, KEY);
    const char *first = claimed_hash(ask);

    ck_assert_uint_eq(strlen(first), 2 + 64);
    ck_assert_int_eq(strncmp(first, "\\x", 2), 0);
    ck_assert_str_eq(claimed_hash(ask), first);
    ask.body = "{\"note\":\"y\"}";
    ck_assert_str_ne(claimed_hash(ask), first);
    ask.body = NOTE_BODY;
    ask.path = "/people/" ID "/notes";
    ck_assert_str_ne(claimed_hash(ask), first);
}
END_TEST

START_TEST(key_answered_is_replayed)
{
    struct reply out;

    fake.flush_fails = ERR_KEY_ANSWERED;
    fake.load = (struct rows){
        1, 4, 0, {{"201", "/notes/1", "\"3\"", "{\"kept\":true}"}}};
    out = SENT(POST, "/notes", NOTE_BODY, JSON, KEY);
    expect_body(&out, 201, "{\"kept\":true}");
    ck_assert_str_eq(header(&out, "Idempotency-Replayed"), "true");
    ck_assert_str_eq(header(&out, "Location"), "/notes/1");
    ck_assert_str_eq(header(&out, "ETag"), "\"3\"");
    ck_assert_str_eq(fake.trace,
                     "begin idempotency_claim handler flush rollback "
                     "begin idempotency_load commit");
}
END_TEST

START_TEST(key_failure_keeps_nothing)
{
    struct reply out;

    rows.count = 0; /* the finisher finds nothing */
    out = SENT(POST, "/notes", NOTE_BODY, JSON, KEY);
    expect_problem(&out, 404, "not-found");
    ck_assert_int_eq(fake.committed, 0);
    ck_assert_str_eq(fake.trace,
                     "begin idempotency_claim handler flush rollback");
}
END_TEST

START_TEST(key_counts_only_where_somebody_signs)
{
    SENT(POST, "/session", NULL, KEY);
    ck_assert_str_eq(fake.trace, "begin handler commit");
}
END_TEST

START_TEST(key_on_a_patch_is_ignored)
{
    SENT(PATCH, "/notes/" ID, "{\"note\":\"x\"}", JSON, KEY,
         {"If-Match", "\"7\""});
    ck_assert_str_eq(fake.trace, "begin handler commit");
}
END_TEST

/* --- no memory
 * -------------------------------------------------------------------- */

#ifdef ARENA_INJECT
/* R34: whichever allocation fails, the answer is whole and nothing is left
 * open; what failed before COMMIT did not happen. */
static void starve(struct ask ask, int fine)
{
    for (long n = 1;; n++) {
        struct request request;
        struct reply out;
        long used;

        arena_down();
        arena_up();
        memset(&fake, 0, sizeof fake);
        request = request_of(&ask);
        arena_fail_at(n);
        if (request_admit(&request) != NULL) {
            arena_fail_at(0);
            continue;
        }
        request_run(&request, NULL, &out);
        used = arena_fail_at(0);
        ck_assert_int_eq(fake.begun, fake.ended);
        ck_assert_ptr_null(arena.guard);
        if (used < n) {
            ck_assert_int_eq(out.status, fine);
            ck_assert_int_gt(n, 5);
            return;
        }
        ck_assert_int_eq(out.status, 503);
        ck_assert_uint_gt(out.body.length, 0);
    }
}

START_TEST(no_memory)
{
    starve((struct ask)ASK(GET, "/notes/" ID, NULL, NULL, COOKIE), 200);
    starve((struct ask)ASK(GET, "/notes", "kind=a&limit=1", NULL), 200);
    starve((struct ask)ASK(POST, "/notes", NULL, NOTE_BODY, JSON, KEY), 201);
    starve((struct ask)ASK(POST, "/notes", NULL, "note=a%20b", FORM, NAVIGATES),
           303);
}
END_TEST

START_TEST(no_memory_for_the_problem)
{
    struct ask ask = ASK(POST, "/notes", NULL, "{}", JSON);
    bool told = false;

    for (long n = 1; n < 500 && !told; n++) {
        struct request request = request_of(&ask);
        struct reply out;

        arena_fail_at(n);
        if (request_admit(&request) == NULL) {
            request_run(&request, NULL, &out);
            told = out.status == 422;
            ck_assert(told || out.status == 503);
        }
        arena_fail_at(0);
    }
    ck_assert(told);
}
END_TEST
#endif

int main(void)
{
    const TTest *const tests[] = {read_is_one_round_trip,
                                  public_says_so,
                                  without_database,
                                  purpose_is_handed_over,
                                  tokens,
                                  key_and_cookie_are_two_persons,
                                  wrong_keys_wait,
                                  who_comes_before_what,
                                  what_is_wrong_is_told_then,
                                  too_large,
                                  handler_errors_wait_too,
                                  commit_failure_is_told,
                                  lost_race_runs_once_more,
                                  a_refusal_is_written_down,
                                  a_record_not_there_is_a_refusal,
                                  a_refusal_that_cannot_be_written_down,
                                  lost_race_twice_is_busy,
                                  past_its_deadline,
                                  key_claims_and_keeps,
                                  key_hash_tells_requests_apart,
                                  key_answered_is_replayed,
                                  key_failure_keeps_nothing,
                                  key_counts_only_where_somebody_signs,
                                  key_on_a_patch_is_ignored};
    Suite *suite = suite_create("http/request");
    TCase *all = tcase_create("all");

    tcase_add_checked_fixture(all, set_up, arena_down);
    tcase_set_timeout(all, 60);
    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++)
        tcase_add_test(all, tests[i]);
    tcase_add_loop_test(all, wrong, 0,
                        (int)(sizeof wrong_cases / sizeof wrong_cases[0]));
#ifdef ARENA_INJECT
    tcase_add_test(all, no_memory);
    tcase_add_test(all, no_memory_for_the_problem);
#endif
    suite_add_tcase(suite, all);
    return suite_finish(suite);
}
