#include "http/sent.h"

#include "access/session_cookie.h"
#include "http/body.h"
#include "http/headers.h"
#include "http/idempotency.h"
#include "http/partner_secret.h"
#include "http/router.h"
#include "input/json_keep.h"

#define TOKEN_MAX 512
/* Versions are counts: nine digits fit the database's integer. */
#define VERSION_MAX 9

static const struct field no_fields[] = {{0}};
static const struct input_table no_input = {.name = "None",
                                            .fields = no_fields};

/* A token of characters no token has is none of ours; "-" says so to the
 * database, which refuses it like any other that it does not know. */
static const char *token_checked(const char *token)
{
    size_t length;

    if (token == NULL)
        return NULL;
    length = strspn(token, "abcdefghijklmnopqrstuvwxyz"
                           "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~+/=");
    return length > 0 && length <= TOKEN_MAX && token[length] == '\0' ? token
                                                                      : "-";
}

/* A cookie holds a session's token, the header an API key: neither is taken
 * for the other. */
static const char *token_of(const struct request *request)
{
    const char *token = request_cookie(request, SESSION_COOKIE);
    const char *key = request_bearer(request);

    if (token != NULL)
        return partner_secret_formed(token) ? "-" : token_checked(token);
    if (key != NULL)
        return partner_secret_formed(key) ? key : "-";
    return NULL;
}

/* A form's pairs or a body's value against a table; none is the empty one. */
static struct err *judge_pairs(struct call *call,
                               const struct input_table *table,
                               const struct pairs *pairs,
                               struct input *ret_input)
{
    if (table == NULL)
        table = &no_input;
    return input_validate(
        call->arena, table,
        input_from_form(call->arena, table, pairs->pair, pairs->count),
        ret_input);
}

static struct err *read_query(struct call *call)
{
    struct pairs pairs;
    struct err *err;

    if (call->route->query == NULL && call->request->query_text[0] == '\0')
        return NULL;
    err =
        body_pairs(call->arena, slice_from(call->request->query_text), &pairs);
    if (err != NULL)
        return err;
    return judge_pairs(call, call->route->query, &pairs, &call->query);
}

/* A form has no headers of its own: its version is a field. */
static struct err *read_form(struct call *call)
{
    struct pairs pairs;
    struct err *err = body_pairs(call->arena, call->request->body, &pairs);
    const char *version;

    if (err != NULL)
        return err;
    if (call->route->versioned && call->if_match == NULL) {
        version = pairs_take(&pairs, "version");
        if (version != NULL && version[0] != '\0')
            call->if_match = version_parse(
                call->arena, arena_printf(call->arena, "\"%s\"", version));
    }
    return judge_pairs(call, call->route->input, &pairs, &call->body);
}

static struct err *read_json(struct call *call)
{
    const struct input_table *table =
        call->route->input != NULL ? call->route->input : &no_input;
    json_t *given;
    struct err *err = body_json(call->arena, call->request->body, &given);

    if (err != NULL)
        return err;
    return input_validate(call->arena, table, given, &call->body);
}

static struct err *read_nothing(struct call *call)
{
    struct pairs none = {NULL, 0};

    if (call->route->input == NULL)
        return NULL;
    return judge_pairs(call, call->route->input, &none, &call->body);
}

static struct err *read_body(struct call *call)
{
    const struct request *request = call->request;

    if (request->method == METHOD_GET)
        return NULL;
    if (request->body.length > REQUEST_BODY_MAX)
        return err_new(call->arena, ERR_TOO_LARGE, NULL);
    if (request->body.length == 0)
        return read_nothing(call);
    switch (body_type_of(request_header(request, "Content-Type"))) {
    case BODY_JSON:
        return read_json(call);
    case BODY_FORM:
        return read_form(call);
    default:
        return err_new(call->arena, ERR_UNSUPPORTED_TYPE, NULL);
    }
}

const char *version_parse(struct arena *arena, const char *text)
{
    size_t length;

    if (*text++ != '"')
        return NULL;
    length = strspn(text, "0123456789");
    if (length < 1 || length > VERSION_MAX || text[length] != '"' ||
        text[length + 1] != '\0')
        return NULL;
    return arena_strndup(arena, text, length);
}

static struct err *read_if_match(struct call *call)
{
    const char *text = request_header(call->request, "If-Match");

    if (text == NULL || !call->route->versioned)
        return NULL;
    call->if_match = version_parse(call->arena, text);
    if (call->if_match != NULL)
        return NULL;
    return err_new(call->arena, ERR_BAD_REQUEST,
                   "If-Match must be the one ETag you were given");
}

static struct err *read_key(struct call *call, const char **ret_key)
{
    const char *key = request_header(call->request, "Idempotency-Key");

    if (key == NULL || !route_keeps_answers(call->route))
        return NULL;
    if (!idempotency_key_valid(key))
        return err_new(call->arena, ERR_BAD_REQUEST,
                       "Idempotency-Key must be 1 to 255 visible ASCII "
                       "characters");
    *ret_key = key;
    return NULL;
}

/* A missing version comes last: a form may bring it in its body. Where memory
 * ran out meanwhile, what is wrong is not what was sent, whatever it looks
 * like. */
struct err *sent_read(struct call *call, const char **ret_key)
{
    struct err *err;

    (void)json_memory_out();
    *ret_key = NULL;
    call->token = token_of(call->request);
    call->device = request_cookie(call->request, DEVICE_COOKIE);
    err = read_if_match(call);
    if (err == NULL)
        err = read_key(call, ret_key);
    if (err == NULL)
        err = read_query(call);
    if (err == NULL)
        err = read_body(call);
    if (err == NULL && call->route->versioned && call->if_match == NULL)
        err = err_new(call->arena, ERR_VERSION_REQUIRED, NULL);
    return json_memory_out() ? err_no_memory() : err;
}
