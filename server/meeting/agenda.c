#include "meeting/handlers.h"
#include "meeting_store.h"

/* An agenda is short: one page holds it all. */
#define WHOLE_LIST 10000

struct err *item_refusal(struct call *call, const struct rows *visible)
{
    struct fault *faults = NULL;

    if (rows_count(visible) == 0)
        return err_new(call->arena, ERR_NOT_FOUND, NULL);
    fault_add(call->arena, &faults, "/agenda_item_id", "not_in_list",
              "Choose an item of this meeting’s agenda");
    return err_from_faults(call->arena, faults);
}

struct err *agenda_list(struct call *call, struct reply *out)
{
    struct rows *visible = NULL, *items = NULL;
    struct err *err = meeting_visible(call->tx, call->ids[0], &visible);

    if (!err)
        err = meeting_agenda_list(call->tx, call->ids[0], &items);
    if (!err)
        err = tx_flush(call->tx);
    if (!err && rows_count(visible) == 0)
        err = err_new(call->arena, ERR_NOT_FOUND, NULL);
    return err ? err : reply_list(call, items, WHOLE_LIST, out);
}

struct err *agenda_item_show(struct call *call, struct reply *out)
{
    struct rows *item = NULL;
    struct err *err = meeting_agenda_item_load(call->tx, call->ids[0], &item);

    return err ? err : reply_whole(call, item, out);
}

/* Nothing was put on the agenda: no such meeting, or nobody to discuss. */
static struct err *nobody_refusal(struct call *call, const struct rows *visible)
{
    struct fault *faults = NULL;

    if (rows_count(visible) == 0)
        return err_new(call->arena, ERR_NOT_FOUND, NULL);
    fault_add(call->arena, &faults, "/person_id", "no_open_episode",
              "Choose a young person with an open episode in this spoke");
    return err_from_faults(call->arena, faults);
}

struct err *agenda_item_make(struct call *call, struct reply *out)
{
    const char *id = call->new_id;
    struct rows *visible = NULL, *made = NULL, *item = NULL;
    struct err *err = meeting_visible(call->tx, call->ids[0], &visible);

    if (!err)
        err = meeting_agenda_item_create(call->tx, id, call->ids[0],
                                         call->body.json, &made);
    if (!err)
        err = meeting_agenda_episode_list(call->tx, id, NULL);
    if (!err)
        err = meeting_agenda_discussion_begin(call->tx, id, NULL);
    if (!err)
        err = meeting_agenda_item_load(call->tx, id, &item);
    if (!err)
        err = tx_flush(call->tx);
    if (!err && rows_affected(made) == 0)
        err = nobody_refusal(call, visible);
    return err ? err : reply_created_in(call, item, "/api/v1/agenda", out);
}

struct err *agenda_item_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *item = NULL;
    struct err *err = meeting_agenda_item_update(
        call->tx, call->ids[0], call->if_match, call->body.json, &changed);

    if (!err)
        err = meeting_agenda_item_load(call->tx, call->ids[0], &item);
    return err ? err : reply_changed(call, changed, item, NULL, out);
}

struct err *agenda_item_remove(struct call *call, struct reply *out)
{
    struct rows *removed = NULL, *left = NULL;
    struct err *err = meeting_agenda_discussion_strike(call->tx, call->ids[0],
                                                       call->if_match, NULL);

    if (!err)
        err = meeting_agenda_item_delete(call->tx, call->ids[0], call->if_match,
                                         &removed);
    if (!err)
        err = meeting_agenda_item_load(call->tx, call->ids[0], &left);
    return err ? err
               : reply_removed(call, removed, left,
                               "There are minutes for this young person: "
                               "record the decision to defer instead",
                               out);
}
