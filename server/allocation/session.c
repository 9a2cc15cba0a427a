#include "allocation/handlers.h"
#include "allocation_store.h"

struct err *session_list(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *visible = NULL, *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = allocation_demand(call->tx, call->ids[0], &visible);
    if (!err)
        err = allocation_sessions(call->tx, call->ids[0], page.after,
                                  page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

struct err *session_create(struct call *call, struct reply *out)
{
    struct rows *made = NULL, *loaded = NULL;
    struct err *err = allocation_session_create(
        call->tx, call->new_id, call->ids[0], call->body.json, &made);

    if (!err)
        err = allocation_session_load(call->tx, call->new_id, &loaded);
    return err ? err : reply_created_in(call, loaded, "/api/v1/sessions", out);
}

struct err *session_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = allocation_session_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_one(call, rows, out);
}

struct err *session_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err = allocation_session_update(
        call->tx, call->ids[0], call->if_match, call->body.json, &changed);

    if (!err)
        err = allocation_session_load(call->tx, call->ids[0], &loaded);
    return err ? err : reply_changed(call, changed, loaded, NULL, out);
}
