#include "delivery/handlers.h"
#include "delivery_store.h"

/* Who takes part in one intervention of one spoke. */
#define CANDIDATES_MOST 1000

struct err *group_index(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = delivery_group_list(
            call->tx, input_text(call->arena, &call->query, "spoke"),
            input_text(call->arena, &call->query, "to_log"), page.after,
            page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

struct err *group_candidates(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = delivery_group_candidates(
        call->tx, call->ids[0], input_text(call->arena, &call->query, "spoke"),
        &rows);

    return err ? err : reply_list(call, rows, CANDIDATES_MOST, out);
}

struct err *group_add(struct call *call, struct reply *out)
{
    struct rows *made = NULL, *loaded = NULL;
    struct err *err =
        delivery_group_create(call->tx, call->new_id, call->body.json, &made);

    if (!err)
        err =
            delivery_group_book(call->tx, call->new_id, call->body.json, &made);
    if (!err)
        err = delivery_group_load(call->tx, call->new_id, &loaded);
    return err ? err : reply_created(call, loaded, out);
}

struct err *group_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = delivery_group_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_whole(call, rows, out);
}

struct err *group_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *booked = NULL, *loaded = NULL;
    struct err *err = delivery_group_update(
        call->tx, call->ids[0], call->if_match, call->body.json, &changed);

    if (!err)
        err = delivery_group_book(call->tx, call->ids[0], call->body.json,
                                  &booked);
    if (!err)
        err = delivery_group_load(call->tx, call->ids[0], &loaded);
    return err ? err : reply_changed(call, changed, loaded, NULL, out);
}
