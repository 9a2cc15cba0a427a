/*
 * second_factor.c - setting up codes from an app, and doing without again.
 */
#include "access/second_factor.h"

#include "base/str.h"
#include "http/request.h"
#include "profile/handlers.h"
#include "profile/qr.h"
#include "profile_store.h"

/* Ready once committed: nobody is shown what was not kept. */
static struct err *answer_json(struct call *call, void *data, struct reply *out)
{
    (void)call;
    return reply_bytes(out, 200, "application/json", slice_from(data));
}

static struct err *setup_json(struct call *call, const char *email,
                              const char *base32, char **ret_json)
{
    const char *uri = secret_uri(call->arena, email, base32);
    const char *qr = NULL;
    struct err *err = qr_json(call->arena, uri, &qr);
    struct str json;

    if (err)
        return err;
    str_init(&json, call->arena);
    str_add(&json, "{\"secret\":");
    str_add_json(&json, base32);
    str_add(&json, ",\"uri\":");
    str_add_json(&json, uri);
    str_addf(&json, ",\"qr\":%s}", qr);
    *ret_json = json.data;
    return NULL;
}

struct err *second_factor_begin(struct call *call, struct reply *out)
{
    struct secret secret;
    struct rows *email = NULL;
    char *json = NULL;
    struct err *err = secret_make(call->arena, &secret);

    if (!err)
        err =
            profile_factor_start(call->tx, secret.sealed, secret.opened, NULL);
    if (!err)
        err = profile_email(call->tx, &email);
    if (!err)
        err = tx_flush(call->tx);
    if (!err)
        err = setup_json(call, rows_known(email, 0, 0), secret.base32, &json);
    return err ? err : reply_after_commit(out, answer_json, json);
}

/* A wrong code, or one that came twice. */
static struct err *code_refused(struct call *call)
{
    struct err *err = err_new(call->arena, ERR_INVALID, NULL);

    fault_add(call->arena, &err->faults, "/code", "wrong",
              "Enter the 6 digits that the app shows now");
    return err;
}

struct err *second_factor_finish(struct call *call, struct reply *out)
{
    struct rows *sealed = NULL, *finished = NULL;
    struct code_proof proof;
    const char *codes = NULL, *hashes = NULL;
    struct err *err = profile_sealed(call->tx, &sealed);

    if (!err)
        err = tx_flush(call->tx);
    if (!err)
        err = code_prove(call->arena, rows_text(sealed, 0, 0),
                         input_text(call->arena, &call->body, "code"), &proof);
    if (!err)
        err = recovery_codes_make(call->arena, &codes, &hashes);
    if (!err)
        err = profile_factor_finish(call->tx, proof.secret, proof.step, hashes,
                                    &finished);
    if (!err)
        err = tx_flush(call->tx);
    if (err)
        return err;
    if (!rows_true(finished, 0, 0))
        return code_refused(call);
    return reply_after_commit(
        out, answer_json,
        arena_printf(call->arena, "{\"recovery_codes\":%s}", codes));
}

struct err *recovery_codes_renew(struct call *call, struct reply *out)
{
    const char *codes = NULL, *hashes = NULL;
    struct err *err = recovery_codes_make(call->arena, &codes, &hashes);

    if (!err)
        err = profile_recovery_renew(call->tx, hashes, NULL);
    if (err)
        return err;
    return reply_after_commit(
        out, answer_json,
        arena_printf(call->arena, "{\"recovery_codes\":%s}", codes));
}

struct err *second_factor_remove(struct call *call, struct reply *out)
{
    struct err *err = profile_factor_remove(call->tx, NULL);

    return err ? err : reply_nothing(out);
}

struct err *second_factor_take(struct call *call, struct reply *out)
{
    struct err *err = profile_factor_take(
        call->tx, call->ids[0], input_text(call->arena, &call->body, "reason"),
        NULL);

    return err ? err : reply_nothing(out);
}

struct err *role_change(struct call *call, struct reply *out)
{
    struct err *err = profile_role_factor(
        call->tx, call->ids[0],
        input_text(call->arena, &call->body, "required"),
        input_text(call->arena, &call->body, "reason"), NULL);

    return err ? err : reply_nothing(out);
}
