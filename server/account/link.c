#include "access/password.h"
#include "account/account.h"
#include "account_store.h"

static struct err *fault_of(struct call *call, const char *pointer,
                            const char *code, const char *detail)
{
    struct fault *faults = NULL;

    fault_add(call->arena, &faults, pointer, code, detail);
    return err_from_faults(call->arena, faults);
}

/* Used, expired, given way to another, or never made: one answer (R17). */
static struct err *not_usable(struct call *call)
{
    return fault_of(call, "/token", "not_usable",
                    "This link has been used or has expired. Ask whoever sent "
                    "it for a new one.");
}

/* Whether the password set is this one is known once it is committed: of many
 * who hold one link, one wins (R19). */
static struct err *answer_accepted(struct call *call, void *data,
                                   struct reply *out)
{
    struct rows *accepted = data;
    json_t *body;
    char *text;

    if (rows_count(accepted) == 0)
        return not_usable(call);
    body = json_pack("{s:s}", "email", rows_text(accepted, 0, 0));
    text = body ? json_dumps(body, JSON_COMPACT) : NULL;
    json_decref(body);
    if (!text)
        return err_no_memory();
    const char *kept = arena_strdup(call->arena, text);
    free(text);
    return reply_bytes(out, 200, "application/json", slice_from(kept));
}

struct err *link_accept(struct call *call, struct reply *out)
{
    const char *token = input_text(call->arena, &call->body, "token");
    const char *password = input_text(call->arena, &call->body, "password");
    const char *refusal, *sealed;
    struct rows *open = NULL, *accepted = NULL;
    struct err *err = account_link_open(call->tx, token, &open);

    if (!err)
        err = tx_flush(call->tx);
    if (err)
        return err;
    if (rows_null(open, 0, 0))
        return not_usable(call);
    refusal = password_refusal(password, rows_text(open, 0, 0));
    if (refusal)
        return fault_of(call, "/password", "not_allowed", refusal);
    err = password_seal(call->arena, password, &sealed);
    if (!err)
        err = account_link_accept(call->tx, token, sealed, &accepted);
    return err ? err : reply_after_commit(out, answer_accepted, accepted);
}
