/*
 * confirm.c - who is signed in shows again that it is they (R20). The session
 * goes on under a new token, as after signing in anew.
 */
#include "access/password.h"
#include "http/request.h"
#include "session/handlers.h"
#include "session_store.h"

/* The principal is read under the session's new token. */
static struct err *answer_principal(struct call *call, void *data,
                                    struct reply *out)
{
    (void)call;
    return reply_bytes(out, 200, "application/json", rows_slice(data, 0, 0));
}

/* A failure is recorded and committed before it is told: it counts. */
static struct err *refused(struct call *call)
{
    struct err *err = tx_commit(call->tx);

    if (err)
        return err;
    err = err_new(call->arena, ERR_INVALID, NULL);
    fault_add(call->arena, &err->faults, "/password", "wrong",
              "Enter the password you sign in with");
    return err;
}

static struct err *key_derive(struct call *call, const char **ret_key)
{
    struct rows *salt = NULL;
    struct err *err = session_confirm_salt(call->tx, call->client_address,
                                           call->device, &salt);

    if (!err)
        err = tx_flush(call->tx);
    if (err)
        return err;
    if (strcmp(rows_text(salt, 0, 1), "0") != 0)
        return session_throttled(call, rows_text(salt, 0, 1));
    return password_derive(call->arena,
                           input_text(call->arena, &call->body, "password"),
                           rows_text(salt, 0, 0), ret_key);
}

struct err *session_reconfirm(struct call *call, struct reply *out)
{
    const char *token = token_new(call->arena);
    const char *key = NULL;
    struct rows *confirmed = NULL, *principal = NULL;
    struct err *err = key_derive(call, &key);

    if (!err)
        err = session_confirm(call->tx, key, token, call->client_address,
                              call->device, &confirmed);
    if (!err)
        err = session_load(call->tx, &principal);
    if (!err)
        err = tx_flush(call->tx);
    if (err)
        return err;
    if (strcmp(rows_text(confirmed, 0, 0), "t") != 0)
        return refused(call);
    session_set_token(call, token, out);
    return reply_after_commit(out, answer_principal, principal);
}
