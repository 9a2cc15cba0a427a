#include "http/problem.h"

#include "http/headers.h"
#include "http/page_reply.h"
#include "http/router.h"

#define PROBLEM_TYPE "application/problem+json"
#define RETRY_AFTER_DEFAULT 5

static const struct problem problems[ERR_CODE_COUNT] = {
    [ERR_BAD_REQUEST] = {400, "bad-request",           "The request is malformed",              NULL,
                         LOG_INFO                                                                                                                        },
    [ERR_UNAUTHENTICATED] = {401, "sign-in-needed",        "You need to sign in",
                         "Sign in to go on. What you typed is still here.",                                                                   LOG_INFO   },
    [ERR_SIGN_IN_REFUSED] = {401, "sign-in-refused",       "You are not signed in",
                         "Enter a correct email address, password and code",                                                                  LOG_INFO   },
    [ERR_CODE_NEEDED] = {401, "code-needed",           "You need your code",
                         "Enter the code from your authenticator app",                                                                        LOG_INFO   },
    [ERR_KEY_UNKNOWN] = {401, "key-not-valid", "The API key is not valid",
                         "It is not one of ours, has expired or was revoked. Ask the spoke's coordinator for another.", LOG_INFO},
    [ERR_KEY_LIMITED] = {403, "not-for-this-key", "The API key does not open this",
                         "A key sends and reads what its role in its spoke needs, nothing more. GET /api/v1/key says what that is. For all else somebody has to sign in.", LOG_INFO},
    [ERR_SECOND_FACTOR] =
        {403, "second-factor-needed",  "Your role needs a second factor",
                         "Set up an authenticator app on your account page first",                                                            LOG_INFO   },
    [ERR_FORBIDDEN] = {403, "not-entitled",          "Your role does not allow this",
                         "Ask your system administrator if you should have "
                       "access",                                                                                                              LOG_INFO   },
    [ERR_RECENT_SIGN_IN] =
        {403, "recent-sign-in-needed", "Confirm that it is you",
                         "Enter your password to go on. What you typed is still here.",
                         LOG_INFO                                                                                                                        },
    [ERR_CROSS_SITE] = {403, "cross-site",            "The request came from elsewhere",
                         "Changes are accepted only from this site's own pages",                                                              LOG_WARNING},
    [ERR_NOT_FOUND] = {404, "not-found",             "There is nothing here for you",
                         "It does not exist, or your roles do not show it",                                                                   LOG_INFO   },
    [ERR_METHOD_NOT_ALLOWED] = {405, "method-not-allowed",
                         "This address does not take that method",                              NULL,
                         LOG_INFO                                                                                                                        },
    [ERR_NOT_ACCEPTABLE] = {406, "not-acceptable",
                         "The answer has no form you accept",                                   NULL,
                         LOG_INFO                                                                                                                        },
    [ERR_TIMEOUT] = {408, "too-slow",              "The request took too long to arrive",
                         "Send it again",                                                                                                     LOG_INFO   },
    [ERR_CONFLICT] = {409, "conflict",              "It clashes with what is recorded",      NULL,
                         LOG_INFO                                                                                                                        },
    [ERR_IMPOSSIBLE_MOVE] = {409, "impossible-move",
                         "This cannot be done in its present state",                            NULL,
                         LOG_INFO                                                                                                                        },
    [ERR_STILL_RUNNING] = {409, "still-running",
                         "The first request with this key is still running",                    "Wait a moment, then send it again",          LOG_INFO   },
    [ERR_STALE] = {412, "changed-meanwhile",
                         "Somebody else changed this meanwhile",                                "Compare your changes with what is recorded now, then save "
                   "again",                                                   LOG_INFO   },
    [ERR_TOO_LARGE] = {413, "too-large",             "What you sent is too large",
                         "It must be 256 KB or smaller",                                                                                      LOG_INFO   },
    [ERR_UNSUPPORTED_TYPE] = {415, "unsupported-type",
                         "The content type is not supported",                                   "Send application/json or "
                              "application/x-www-form-urlencoded",               LOG_INFO   },
    [ERR_INVALID] = {422, "invalid",               "There is a problem with what you sent",
                         NULL,                                                                                                                LOG_INFO   },
    [ERR_KEY_REUSED] = {422, "key-reused",
                         "The Idempotency-Key was used for another request",                    "Use a new key for each new request",         LOG_INFO   },
    [ERR_VERSION_REQUIRED] = {428, "version-needed",
                         "Say which version you are changing",                                  "Send If-Match with the ETag you were given",
                         LOG_INFO                                                                                                                        },
    [ERR_TOO_MANY] = {429, "too-many-requests",     "There were too many attempts",
                         "Wait, then try again",                                                                                              LOG_WARNING},
    [ERR_HEADERS_TOO_LARGE] = {431, "headers-too-large",
                         "The headers are too large",                                           NULL,                                         LOG_INFO   },
    [ERR_INTERNAL] = {500, "internal",              "Sorry, there is a fault on our side",
                         "It has been recorded. If it happens again, tell your "
                      "system administrator the request number.",                                                                             LOG_ERROR  },
    [ERR_BUSY] = {503, "busy",                  "Sorry, the service is busy",
                         "Try again in a moment",                                                                                             LOG_WARNING},
};

const struct problem *problem_of(enum err_code code)
{
    if (code <= 0 || code >= ERR_CODE_COUNT || problems[code].status == 0)
        return &problems[ERR_INTERNAL];
    return &problems[code];
}

/* For the rare time when not even the answer can be made. */
static void reply_without_memory(struct reply *out)
{
    static const char body[] =
        "{\"type\":\"/problems/busy\",\"title\":\"Sorry, the service is "
        "busy\",\"status\":503,\"detail\":\"Try again in a moment\"}";

    out->status = 503;
    out->content_type = PROBLEM_TYPE;
    out->body = (struct slice){body, sizeof body - 1};
    out->headers[0] = (struct header){"Retry-After", "1"};
    out->header_count = 1;
}

static void add_member(struct str *json, const char *name, const char *value)
{
    str_addf(json, ",\"%s\":", name);
    str_add_json(json, value);
}

static void add_faults(struct str *json, const struct fault *faults)
{
    str_add(json, ",\"errors\":[");
    for (const struct fault *it = faults; it != NULL; it = it->next) {
        str_add(json, it == faults ? "{\"pointer\":" : ",{\"pointer\":");
        str_add_json(json, it->pointer);
        add_member(json, "code", it->code);
        add_member(json, "detail", it->detail);
        str_add_char(json, '}');
    }
    str_add_char(json, ']');
}

const char *problem_json(struct arena *arena, const struct err *err,
                         const char *request_id)
{
    const struct problem *problem = problem_of(err->code);
    const char *detail = err->detail != NULL ? err->detail : problem->detail;
    struct str json;

    str_init(&json, arena);
    str_addf(&json, "{\"type\":\"/problems/%s\"", problem->slug);
    add_member(&json, "title", problem->title);
    str_addf(&json, ",\"status\":%d", problem->status);
    if (detail != NULL)
        add_member(&json, "detail", detail);
    if (request_id != NULL) {
        add_member(&json, "instance",
                   arena_printf(arena, "urn:uuid:%s", request_id));
        add_member(&json, "request_id", request_id);
    }
    if (err->faults != NULL)
        add_faults(&json, err->faults);
    if (err->current != NULL) {
        str_add(&json, ",\"current\":");
        str_add(&json, err->current);
    }
    str_add_char(&json, '}');
    return json.data;
}

static void add_headers(struct request *request, const struct err *err,
                        int status, struct reply *out)
{
    int retry = err->retry_after;

    if (status == 405)
        reply_header(out, "Allow", router_allow(request->arena, request->path));
    if (status == 401)
        reply_header(out, "WWW-Authenticate", "Bearer realm=\"throughline\"");
    if (retry == 0 && (status == 503 || status == 429))
        retry = RETRY_AFTER_DEFAULT;
    if (retry > 0)
        reply_header(out, "Retry-After",
                     arena_printf(request->arena, "%d", retry));
}

static void fill(struct request *request, const struct err *err,
                 struct reply *out)
{
    const struct problem *problem = problem_of(err->code);
    struct slice body;

    *out = (struct reply){.arena = request->arena};
    add_headers(request, err, problem->status, out);
    if (request_wants_page(request)) {
        page_problem(request, err, out);
        return;
    }
    body = slice_from(problem_json(request->arena, err, request->request_id));
    reply_bytes(out, problem->status, PROBLEM_TYPE, body);
}

void problem_reply(struct request *request, const struct err *err,
                   struct reply *out)
{
    jmp_buf guard;
    jmp_buf *outer = request->arena->guard;

    if (setjmp(guard) == 0) {
        arena_guard(request->arena, &guard);
        fill(request, err, out);
    } else {
        reply_without_memory(out);
    }
    arena_guard(request->arena, outer);
}
