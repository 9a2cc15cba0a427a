#include "contact/handlers.h"
#include "contact_store.h"

struct err *contact_queue(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = contact_list_held(call->tx,
                                input_text(call->arena, &call->query, "spoke"),
                                input_text(call->arena, &call->query, "kept"),
                                page.after, page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

static struct err *answer_held(struct call *call, struct rows *changed,
                               struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err = contact_load(call->tx, call->ids[0], &loaded);

    return err ? err
               : reply_changed(call, changed, loaded,
                               "This contact is not held back.", out);
}

struct err *contact_let_go(struct call *call, struct reply *out)
{
    struct rows *changed = NULL;
    struct err *err =
        contact_release(call->tx, call->ids[0], call->if_match, &changed);

    return err ? err : answer_held(call, changed, out);
}

struct err *contact_hold_on(struct call *call, struct reply *out)
{
    struct rows *changed = NULL;
    struct err *err = contact_keep(call->tx, call->ids[0], call->if_match,
                                   call->body.json, &changed);

    return err ? err : answer_held(call, changed, out);
}
