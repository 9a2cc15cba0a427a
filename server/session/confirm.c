/*
 * confirm.c - who is signed in shows again that it is they (R20). The session
 * goes on under a new token, as after signing in anew.
 */
#include "access/password.h"
#include "access/second_factor.h"
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

static struct err *wrong(struct call *call)
{
    struct err *err = err_new(call->arena, ERR_INVALID, NULL);

    fault_add(call->arena, &err->faults, "/password", "wrong",
              input_text(call->arena, &call->body, "code")
                  ? "Enter the password you sign in with, and a code that "
                    "you have not used yet"
                  : "Enter the password you sign in with");
    return err;
}

static struct err *confirm_prove(struct call *call, const char **ret_key,
                                 struct code_proof *ret_proof)
{
    struct rows *salt = NULL, *sealed = NULL;
    struct err *err = session_confirm_salt(call->tx, call->client_address,
                                           call->device, &salt);

    if (!err)
        err = session_my_sealed(call->tx, &sealed);
    if (!err)
        err = tx_flush(call->tx);
    return err ? err : session_prove(call, salt, sealed, ret_key, ret_proof);
}

struct err *session_reconfirm(struct call *call, struct reply *out)
{
    const char *token = token_new(call->arena);
    const char *key = NULL;
    struct code_proof proof;
    struct rows *answer = NULL, *principal = NULL;
    struct err *err = confirm_prove(call, &key, &proof);

    if (!err)
        err = session_confirm(call->tx, key, token, call->client_address,
                              call->device, proof.coded, proof.secret,
                              proof.step, proof.recovery, &answer);
    if (!err)
        err = session_load(call->tx, &principal);
    if (!err)
        err = tx_flush(call->tx);
    if (err)
        return err;
    if (!rows_equal(answer, 0, 0, "in"))
        return session_not_in(call, rows_known(answer, 0, 0), wrong(call));
    session_set_token(call, token, out);
    return reply_after_commit(out, answer_principal, principal);
}
