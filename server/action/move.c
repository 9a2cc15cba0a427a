#include "action/handlers.h"
#include "action_store.h"

/* Makes the move of that verb; where it cannot be, `refusal` says who may make
 * it and when. */
static struct err *move(struct call *call, const char *verb,
                        const char *refusal, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err =
        action_move(call->tx, call->ids[0], call->if_match, verb,
                    input_text(call->arena, &call->body, "reason"),
                    input_text(call->arena, &call->body, "note"), &changed);

    if (!err)
        err = action_load(call->tx, call->ids[0], &loaded);
    return err ? err : reply_changed(call, changed, loaded, refusal, out);
}

struct err *action_start(struct call *call, struct reply *out)
{
    return move(call, "start",
                "Only an open action can be started, by its owner, the "
                "owner's agency or the spoke's staff.",
                out);
}

struct err *action_complete(struct call *call, struct reply *out)
{
    return move(call, "complete",
                "Only an action still to be done can be completed, by its "
                "owner, the owner's agency or the spoke's staff.",
                out);
}

struct err *action_cancel(struct call *call, struct reply *out)
{
    return move(call, "cancel",
                "Only an action still to be done can be cancelled, by the "
                "spoke's staff.",
                out);
}

struct err *action_supersede(struct call *call, struct reply *out)
{
    return move(call, "supersede",
                "Only an action still to be done can be superseded, by the "
                "spoke's staff.",
                out);
}

struct err *action_reopen(struct call *call, struct reply *out)
{
    return move(call, "reopen",
                "Only an action that is done can be opened again, by the "
                "spoke's staff.",
                out);
}
