/*
 * discussion_parts.c - what hangs on a discussion: agencies' updates,
 * decisions, dissents and actions. Each is its own row, so that two people
 * writing minutes do not stand in each other's way.
 */
#include "action_store.h"
#include "meeting/handlers.h"
#include "meeting_store.h"

struct err *contribution_make(struct call *call, struct reply *out)
{
    struct rows *update = NULL;
    struct err *err = meeting_contribution_create(
        call->tx, call->new_id, call->ids[0], call->body.json, NULL);

    if (!err)
        err = meeting_contribution_load(call->tx, call->new_id, &update);
    return err ? err
               : reply_created_in(call, update, "/api/v1/discussion-updates",
                                  out);
}

struct err *contribution_show(struct call *call, struct reply *out)
{
    struct rows *update = NULL;
    struct err *err =
        meeting_contribution_load(call->tx, call->ids[0], &update);

    return err ? err : reply_one(call, update, out);
}

struct err *contribution_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *update = NULL;
    struct err *err = meeting_contribution_change(
        call->tx, call->ids[0], call->if_match, call->body.json, &changed);

    if (!err)
        err = meeting_contribution_load(call->tx, call->ids[0], &update);
    return err ? err
               : reply_changed(call, changed, update,
                               "Only the agency itself, or whoever takes the "
                               "minutes, can change this",
                               out);
}

struct err *decision_make(struct call *call, struct reply *out)
{
    struct rows *decision = NULL;
    struct err *err = meeting_decision_create(
        call->tx, call->new_id, call->ids[0], call->body.json, NULL);

    if (!err)
        err = meeting_decision_load(call->tx, call->new_id, &decision);
    return err ? err : reply_created(call, decision, out);
}

struct err *dissent_make(struct call *call, struct reply *out)
{
    struct rows *dissent = NULL;
    struct err *err = meeting_dissent_create(
        call->tx, call->new_id, call->ids[0], call->body.json, NULL);

    if (!err)
        err = meeting_dissent_load(call->tx, call->new_id, &dissent);
    return err ? err : reply_created(call, dissent, out);
}

/* Taken back while the minutes are open. They carry no version: there is
 * nothing in them to change. */
static struct err *answer_taken_back(struct call *call, struct rows *removed,
                                     struct reply *out)
{
    struct err *err = tx_flush(call->tx);

    if (!err && rows_affected(removed) == 0)
        err = err_new(call->arena, ERR_NOT_FOUND, NULL);
    return err ? err : reply_nothing(out);
}

struct err *decision_remove(struct call *call, struct reply *out)
{
    struct rows *removed = NULL;
    struct err *err = meeting_decision_delete(call->tx, call->ids[0], &removed);

    return err ? err : answer_taken_back(call, removed, out);
}

struct err *dissent_remove(struct call *call, struct reply *out)
{
    struct rows *removed = NULL;
    struct err *err = meeting_dissent_delete(call->tx, call->ids[0], &removed);

    return err ? err : answer_taken_back(call, removed, out);
}

struct err *discussion_action_make(struct call *call, struct reply *out)
{
    struct rows *action = NULL;
    struct err *err = meeting_action_create(
        call->tx, call->new_id, call->ids[0], call->body.json, NULL);

    if (!err)
        err = action_load(call->tx, call->new_id, &action);
    return err ? err : reply_created_in(call, action, "/api/v1/actions", out);
}
