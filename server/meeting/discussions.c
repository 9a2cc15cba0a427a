#include "meeting/handlers.h"
#include "meeting_store.h"

/* As many as the agenda has. */
#define WHOLE_LIST 10000

struct err *discussion_list(struct call *call, struct reply *out)
{
    struct rows *visible = NULL, *discussions = NULL;
    struct err *err = meeting_visible(call->tx, call->ids[0], &visible);

    if (!err)
        err = meeting_discussion_list(call->tx, call->ids[0], &discussions);
    if (!err)
        err = tx_flush(call->tx);
    if (!err && rows_count(visible) == 0)
        err = err_new(call->arena, ERR_NOT_FOUND, NULL);
    return err ? err : reply_list(call, discussions, WHOLE_LIST, out);
}

struct err *discussion_show(struct call *call, struct reply *out)
{
    struct rows *discussion = NULL;
    struct err *err =
        meeting_discussion_load(call->tx, call->ids[0], &discussion);

    return err ? err : reply_whole(call, discussion, out);
}

struct err *discussion_make(struct call *call, struct reply *out)
{
    struct rows *visible = NULL, *made = NULL, *discussion = NULL;
    struct err *err = meeting_visible(call->tx, call->ids[0], &visible);

    if (!err)
        err = meeting_discussion_create(call->tx, call->new_id, call->ids[0],
                                        call->body.json, &made);
    if (!err)
        err = meeting_discussion_load(call->tx, call->new_id, &discussion);
    if (!err)
        err = tx_flush(call->tx);
    if (!err && rows_affected(made) == 0)
        err = item_refusal(call, visible);
    return err ? err
               : reply_created_in(call, discussion, "/api/v1/discussions", out);
}

/* What the page saves by itself while it is typed: whatever members came. */
struct err *discussion_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *discussion = NULL;
    struct err *err = meeting_discussion_update(
        call->tx, call->ids[0], call->if_match, call->body.json, &changed);

    if (!err)
        err = meeting_discussion_load(call->tx, call->ids[0], &discussion);
    return err ? err : reply_changed(call, changed, discussion, NULL, out);
}
