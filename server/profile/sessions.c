/*
 * sessions.c - where one is signed in, and the password.
 */
#include "access/password.h"
#include "http/request.h"
#include "profile/handlers.h"
#include "profile_store.h"

struct err *own_sessions(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = profile_sessions(call->tx, &rows);

    return err ? err : reply_whole(call, rows, out);
}

/* Nothing to end: it is not one's own, or has ended. */
static struct err *ended_answer(struct call *call, struct err *err,
                                const struct rows *ended, struct reply *out)
{
    if (!err)
        err = tx_flush(call->tx);
    if (!err && !rows_true(ended, 0, 0))
        err = err_new(call->arena, ERR_NOT_FOUND, NULL);
    return err ? err : reply_nothing(out);
}

struct err *own_session_end(struct call *call, struct reply *out)
{
    struct rows *ended = NULL;
    struct err *err = profile_session_end(call->tx, call->ids[0], &ended);

    return ended_answer(call, err, ended, out);
}

struct err *own_sessions_end(struct call *call, struct reply *out)
{
    struct err *err = profile_sessions_end(call->tx, NULL);

    return err ? err : reply_nothing(out);
}

struct err *user_sessions_end(struct call *call, struct reply *out)
{
    struct rows *ended = NULL;
    struct err *err = profile_user_sessions_end(
        call->tx, call->ids[0], input_text(call->arena, &call->body, "reason"),
        &ended);

    return ended_answer(call, err, ended, out);
}

static struct err *throttled(struct call *call, const char *wait)
{
    struct err *err =
        err_new(call->arena, ERR_TOO_MANY,
                "Too many tries. Wait a few minutes, then try again.");

    err->retry_after = (int)strtol(wait, NULL, 10);
    return err;
}

/* The present password's key, and the new one sealed. */
static struct err *passwords_derive(struct call *call, const struct rows *salt,
                                    const char **ret_key,
                                    const char **ret_sealed)
{
    struct err *err = password_derive(
        call->arena, input_text(call->arena, &call->body, "password"),
        rows_known(salt, 0, 0), ret_key);

    if (!err)
        err = password_seal(
            call->arena, input_text(call->arena, &call->body, "new_password"),
            ret_sealed);
    return err;
}

static struct err *fault(struct call *call, const char *pointer,
                         const char *code, const char *detail)
{
    struct err *err = err_new(call->arena, ERR_INVALID, NULL);

    fault_add(call->arena, &err->faults, pointer, code, detail);
    return err;
}

/* Wrong: that is recorded and committed before it is told, for it counts. */
static struct err *refused(struct call *call)
{
    struct err *err = tx_commit(call->tx);

    return err ? err
               : fault(call, "/password", "wrong",
                       "Enter the password you sign in with now");
}

static struct err *new_password_check(struct call *call, const char *email)
{
    const char *refusal = password_refusal(
        input_text(call->arena, &call->body, "new_password"), email);

    return refusal ? fault(call, "/new_password", "refused", refusal) : NULL;
}

struct err *password_change(struct call *call, struct reply *out)
{
    const char *key = NULL, *sealed = NULL;
    struct rows *salt = NULL, *email = NULL, *changed = NULL;
    struct err *err =
        profile_salt(call->tx, call->client_address, call->device, &salt);

    if (!err)
        err = profile_email(call->tx, &email);
    if (!err)
        err = tx_flush(call->tx);
    if (!err)
        err = new_password_check(call, rows_known(email, 0, 0));
    if (err)
        return err;
    if (strcmp(rows_known(salt, 0, 1), "0") != 0)
        return throttled(call, rows_known(salt, 0, 1));
    err = passwords_derive(call, salt, &key, &sealed);
    if (!err)
        err = profile_password(call->tx, key, sealed, call->client_address,
                               call->device, &changed);
    if (!err)
        err = tx_flush(call->tx);
    if (err)
        return err;
    if (!rows_true(changed, 0, 0))
        return refused(call);
    return reply_nothing(out);
}
