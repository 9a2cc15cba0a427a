/*
 * sign_off.c - the chair's signature: all that it needs, or a list of what is
 * missing; then the minutes freeze, and the risk and episodes follow what was
 * decided, in one transaction.
 */
#include "meeting/handlers.h"
#include "meeting_store.h"

/* The same list the database would refuse with, as faults. */
static struct err *missing_refusal(struct call *call,
                                   const struct rows *missing)
{
    struct err *err = err_new(call->arena, ERR_IMPOSSIBLE_MOVE,
                              "The minutes are not ready to be signed off");

    for (size_t i = 0; i < rows_count(missing); i++)
        fault_add(call->arena, &err->faults, rows_text(missing, i, 0),
                  rows_text(missing, i, 1), rows_text(missing, i, 2));
    return err;
}

/* NULL if nothing is missing, or if another state is the matter: then the
 * state machine's own answer is the better one. */
static struct err *readiness_check(struct call *call)
{
    struct rows *visible = NULL, *missing = NULL;
    struct err *err = meeting_visible(call->tx, call->ids[0], &visible);

    if (!err)
        err = meeting_missing(call->tx, call->ids[0], &missing);
    if (!err)
        err = tx_flush(call->tx);
    if (err)
        return err;
    if (rows_count(visible) == 0)
        return err_new(call->arena, ERR_NOT_FOUND, NULL);
    if (rows_equal(visible, 0, 0, "minutes_checked") && rows_count(missing) > 0)
        return missing_refusal(call, missing);
    return NULL;
}

static struct err *decisions_carry_out(struct call *call)
{
    struct err *err = meeting_risk_record(call->tx, call->ids[0], NULL);

    if (!err)
        err = meeting_episodes_list(call->tx, call->ids[0], NULL);
    return err ? err : meeting_episodes_follow(call->tx, call->ids[0], NULL);
}

struct err *meeting_sign_off(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *meeting = NULL;
    struct err *err = readiness_check(call);

    if (!err)
        err = meeting_sign(
            call->tx, call->ids[0], call->if_match,
            input_text(call->arena, &call->body, "note"),
            input_text(call->arena, &call->body, "inquorate_reason"), &changed);
    if (!err)
        err = tx_flush(call->tx);
    if (!err && rows_affected(changed) > 0)
        err = decisions_carry_out(call);
    if (!err)
        err = meeting_load(call->tx, call->ids[0], &meeting);
    return err ? err : reply_changed(call, changed, meeting, NULL, out);
}
