/* What an audit asks of a spoke. */
#include "http/reply.h"
#include "http/request.h"
#include "journey_audit/audit.h"
#include "journey_audit_store.h"

struct err *audit_action_index(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = journey_audit_action_list(
            call->tx, input_text(call->arena, &call->query, "spoke"),
            input_text(call->arena, &call->query, "state"), page.after,
            page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

struct err *audit_action_make(struct call *call, struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err = journey_audit_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = journey_audit_action_add(call->tx, call->new_id, call->ids[0],
                                       call->body.json, NULL);
    if (!err)
        err = journey_audit_action_load(call->tx, call->new_id, &loaded);
    return err ? err
               : reply_created_in(call, loaded, "/api/v1/audit-actions", out);
}

struct err *audit_action_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = journey_audit_action_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_one(call, rows, out);
}

struct err *audit_action_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err = journey_audit_action_update(
        call->tx, call->ids[0], call->if_match, call->body.json, &changed);

    if (!err)
        err = journey_audit_action_load(call->tx, call->ids[0], &loaded);
    return err ? err : reply_changed(call, changed, loaded, NULL, out);
}

static struct err *action_to(struct call *call, const char *state,
                             struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err = journey_audit_action_move(
        call->tx, call->ids[0], call->if_match, state,
        input_text(call->arena, &call->body, "reason"),
        input_text(call->arena, &call->body, "note"), &changed);

    if (!err)
        err = journey_audit_action_load(call->tx, call->ids[0], &loaded);
    return err ? err
               : reply_changed(call, changed, loaded,
                               "The action is there already.", out);
}

struct err *audit_action_complete(struct call *call, struct reply *out)
{
    return action_to(call, "done", out);
}

struct err *audit_action_cancel(struct call *call, struct reply *out)
{
    return action_to(call, "cancelled", out);
}

struct err *audit_action_reopen(struct call *call, struct reply *out)
{
    return action_to(call, "open", out);
}
