#include "access/password.h"
#include "access/second_factor.h"
#include "access/session_cookie.h"
#include "http/request.h"
#include "session/handlers.h"
#include "session/input.h"
#include "session/session.h"
#include "session_store.h"

struct err *session_throttled(struct call *call, const char *wait)
{
    struct err *err =
        err_new(call->arena, ERR_TOO_MANY,
                "Too many tries. Wait a few minutes, then try again.");
    err->retry_after = (int)strtol(wait, NULL, 10);
    return err;
}

void session_set_token(struct call *call, const char *token, struct reply *out)
{
    reply_header(out, "Set-Cookie",
                 arena_printf(call->arena, "%s=%s%s", SESSION_COOKIE, token,
                              SESSION_COOKIE_ATTRIBUTES));
}

static void set_cookies(struct call *call, const char *token,
                        const char *device, struct reply *out)
{
    session_set_token(call, token, out);
    reply_header(out, "Set-Cookie",
                 arena_printf(call->arena, "%s=%s%s; Max-Age=31536000",
                              DEVICE_COOKIE, device,
                              SESSION_COOKIE_ATTRIBUTES));
}

/* The principal is read under the session just made. */
static struct err *answer_principal(struct call *call, void *data,
                                    struct reply *out)
{
    (void)call;
    return reply_bytes(out, 201, "application/json", rows_slice(data, 0, 0));
}

struct err *session_not_in(struct call *call, const char *answer,
                           struct err *refused)
{
    struct err *err = tx_commit(call->tx);

    if (err || strcmp(answer, "code_needed") != 0)
        return err ? err : refused;
    err = err_new(call->arena, ERR_CODE_NEEDED, NULL);
    fault_add(call->arena, &err->faults, "/code", "required",
              "Enter the code from your authenticator app");
    return err;
}

struct err *session_prove(struct call *call, const struct rows *salt,
                          const struct rows *sealed, const char **ret_key,
                          struct code_proof *ret_proof)
{
    struct err *err;

    if (strcmp(rows_known(salt, 0, 1), "0") != 0)
        return session_throttled(call, rows_known(salt, 0, 1));
    err = password_derive(call->arena,
                          input_text(call->arena, &call->body, "password"),
                          rows_known(salt, 0, 0), ret_key);
    if (err)
        return err;
    return code_prove(call->arena,
                      rows_count(sealed) ? rows_text(sealed, 0, 0) : NULL,
                      input_text(call->arena, &call->body, "code"), ret_proof);
}

/* The same is done for who has no second factor and for who is nobody (R17). */
static struct err *sign_in_prove(struct call *call, const char *email,
                                 const char *device, const char **ret_key,
                                 struct code_proof *ret_proof)
{
    struct rows *salt = NULL, *sealed = NULL;
    struct err *err =
        session_salt(call->tx, email, call->client_address, device, &salt);

    if (!err)
        err = session_sealed(call->tx, email, &sealed);
    if (!err)
        err = tx_flush(call->tx);
    return err ? err : session_prove(call, salt, sealed, ret_key, ret_proof);
}

static struct err *session_create(struct call *call, struct reply *out)
{
    const char *email = input_text(call->arena, &call->body, "email");
    const char *device = call->device ? call->device : token_new(call->arena);
    const char *token = token_new(call->arena);
    const char *key = NULL;
    struct code_proof proof;
    struct rows *answer = NULL, *principal = NULL;
    struct err *err = sign_in_prove(call, email, device, &key, &proof);

    if (!err)
        err = session_start(call->tx, email, key, token, call->client_address,
                            device, request_header(call->request, "User-Agent"),
                            proof.coded, proof.secret, proof.step,
                            proof.recovery, &answer);
    if (!err)
        err = session_load(call->tx, &principal);
    if (!err)
        err = tx_flush(call->tx);
    if (err)
        return err;
    if (!rows_equal(answer, 0, 0, "in"))
        return session_not_in(call, rows_known(answer, 0, 0),
                              err_new(call->arena, ERR_SIGN_IN_REFUSED, NULL));
    set_cookies(call, token, device, out);
    return reply_after_commit(out, answer_principal, principal);
}

static struct err *session_show(struct call *call, struct reply *out)
{
    struct rows *principal = NULL;
    struct err *err = session_load(call->tx, &principal);

    return err ? err : reply_one(call, principal, out);
}

static struct err *session_delete(struct call *call, struct reply *out)
{
    struct rows *ended = NULL;
    struct err *err = session_end(call->tx, &ended);

    if (err)
        return err;
    reply_header(out, "Set-Cookie",
                 SESSION_COOKIE "=" SESSION_COOKIE_ATTRIBUTES "; Max-Age=0");
    reply_header(out, "Clear-Site-Data", "\"cache\", \"storage\"");
    return reply_nothing(out);
}

static const struct route session_routes[] = {
    {.method = METHOD_POST,
     .path = "/api/v1/session",
     .name = "session.create",
     .permission = PERM_PUBLIC,
     .mode = TX_WRITE,
     .lane = LANE_PASSWORD,
     .input = &sign_in_input,
     .answer = "Session",
     .summary = "Sign in",
     .after = "/",
     .handler = session_create},
    {.method = METHOD_GET,
     .path = "/api/v1/session",
     .name = "session.show",
     .permission = PERM_SIGNED_IN,
     .mode = TX_READ,
     .answer = "Session",
     .summary = "Who is signed in, and what they may do",
     .handler = session_show},
    {.method = METHOD_DELETE,
     .path = "/api/v1/session",
     .name = "session.delete",
     .permission = PERM_SIGNED_IN,
     .mode = TX_WRITE,
     .summary = "Sign out",
     .after = "/",
     .handler = session_delete},
    {.method = METHOD_POST,
     .path = "/api/v1/session/confirm",
     .name = "session.confirm",
     .permission = PERM_SIGNED_IN,
     .mode = TX_WRITE,
     .lane = LANE_PASSWORD,
     .input = &confirm_input,
     .answer = "Session",
     .summary = "Show again that it is you, for what needs a recent sign-in",
     .after = "/",
     .handler = session_reconfirm},
    {0    },
};

const struct room session_room = {.name = "session", .routes = session_routes};
