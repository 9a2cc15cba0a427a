#include "draft/draft.h"
#include "draft/input.h"
#include "draft_store.h"

static struct err *draft_index(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = draft_list(call->tx,
                         input_text(call->arena, &call->query, "subject"),
                         page.after, page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

static struct err *draft_keep(struct call *call, struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err =
        draft_create(call->tx, call->new_id, call->body.json, NULL);

    if (!err)
        err = draft_made(call->tx, call->new_id, &loaded);
    return err ? err : reply_created(call, loaded, out);
}

static struct err *draft_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = draft_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_one(call, rows, out);
}

/* Two tabs type into one form: the second is told, with what the first has. */
static struct err *draft_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err = draft_update(call->tx, call->ids[0], call->if_match,
                                   call->body.json, &changed);

    if (!err)
        err = draft_load(call->tx, call->ids[0], &loaded);
    return err ? err : reply_changed(call, changed, loaded, NULL, out);
}

static struct err *draft_forget(struct call *call, struct reply *out)
{
    struct rows *removed = NULL, *left = NULL;
    struct err *err =
        draft_remove(call->tx, call->ids[0], call->if_match, &removed);

    if (!err)
        err = draft_load(call->tx, call->ids[0], &left);
    return err ? err : reply_removed(call, removed, left, NULL, out);
}

static const struct route draft_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/drafts",
     .name = "draft.list",
     .permission = PERM_SIGNED_IN,
     .mode = TX_READ,
     .query = &draft_query,
     .answer = "DraftItem[]",
     .summary = "What I typed and have not sent, latest first; with a page's "
                "address, its text too", .handler = draft_index},
    {.method = METHOD_POST,
     .path = "/api/v1/drafts",
     .name = "draft.create",
     .permission = PERM_SIGNED_IN,
     .mode = TX_WRITE,
     .input = &draft_new_input,
     .answer = "DraftItem",
     .summary = "Keep what I have typed into a form",
     .handler = draft_keep},
    {.method = METHOD_GET,
     .path = "/api/v1/drafts/{id}",
     .name = "draft.show",
     .permission = PERM_SIGNED_IN,
     .mode = TX_READ,
     .answer = "DraftItem",
     .summary = "One of my drafts",
     .handler = draft_show},
    {.method = METHOD_PATCH,
     .path = "/api/v1/drafts/{id}",
     .name = "draft.change",
     .permission = PERM_SIGNED_IN,
     .mode = TX_WRITE,
     .input = &draft_change_input,
     .versioned = true,
     .answer = "DraftItem",
     .summary = "Keep what I have typed since",
     .handler = draft_change},
    {.method = METHOD_DELETE,
     .path = "/api/v1/drafts/{id}",
     .name = "draft.remove",
     .permission = PERM_SIGNED_IN,
     .mode = TX_WRITE,
     .versioned = true,
     .summary = "Delete a draft",
     .handler = draft_forget},
    {0  },
};

const struct room draft_room = {.name = "draft", .routes = draft_routes};
