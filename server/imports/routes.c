#include "imports/imports.h"

#include "imports/input.h"
#include "imports_store.h"

#define KINDS_MOST 100

static struct err *kinds_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = imports_kinds(call->tx, &rows);

    return err ? err : reply_list(call, rows, KINDS_MOST, out);
}

static struct err *imports_show(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = imports_list(call->tx,
                           input_text(call->arena, &call->query, "kind"),
                           input_text(call->arena, &call->query, "state"),
                           page.after, page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

static struct err *import_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = imports_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_whole(call, rows, out);
}

/* Its job goes by the same id, so that a form can lead there. */
static struct err *import_hand_in(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = imports_open(call->tx, call->new_id, call->body.json,
                                   call->new_id, NULL);

    if (!err)
        err = imports_load(call->tx, call->new_id, &rows);
    return err ? err : reply_created(call, rows, out);
}

static struct err *changed(struct call *call, struct rows *moved,
                           struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err = imports_load(call->tx, call->ids[0], &loaded);

    return err ? err
               : reply_changed(call, moved, loaded,
                               "You cannot do this with the import.", out);
}

static struct err *import_take_in(struct call *call, struct reply *out)
{
    struct rows *moved = NULL;
    struct err *err = imports_ask(call->tx, call->ids[0], call->if_match,
                                  call->body.json, call->new_id, &moved);

    return err ? err : changed(call, moved, out);
}

static struct err *import_undo(struct call *call, struct reply *out)
{
    struct rows *moved = NULL;
    struct err *err = imports_withdraw(call->tx, call->ids[0], call->if_match,
                                       call->body.json, &moved);

    return err ? err : changed(call, moved, out);
}

static const struct route imports_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/imports",
     .name = "import.list",
     .permission = "import.write",
     .mode = TX_READ,
     .query = &import_query,
     .answer = "ImportItem[]",
     .summary = "Files handed in, newest first",
     .handler = imports_show},
    {.method = METHOD_GET,
     .path = "/api/v1/imports/kinds",
     .name = "import.kinds",
     .permission = "import.write",
     .mode = TX_READ,
     .answer = "ImportKind[]",
     .summary = "What a file may hold: the kinds and their columns",
     .handler = kinds_show},
    {.method = METHOD_POST,
     .path = "/api/v1/imports",
     .name = "import.open",
     .permission = "import.write",
     .mode = TX_WRITE,
     .input = &import_input,
     .answer = "Import",
     .summary = "Hand in a file: it is checked whole, and nothing is taken in",
     .after = "/api/v1/jobs/{new_id}",
     .handler = import_hand_in},
    {.method = METHOD_GET,
     .path = "/api/v1/imports/{id}",
     .name = "import.show",
     .permission = "import.write",
     .mode = TX_READ,
     .answer = "Import",
     .summary = "A file, what is wrong with it, and what its rows amount to",
     .handler = import_show},
    {.method = METHOD_POST,
     .path = "/api/v1/imports/{id}/commit",
     .name = "import.commit",
     .permission = "import.write",
     .mode = TX_WRITE,
     .input = &import_commit_input,
     .versioned = true,
     .answer = "Import",
     .summary = "Take it in, whole or not at all, in place of what is in force",
     .after = "/api/v1/jobs/{new_id}",
     .handler = import_take_in},
    {.method = METHOD_POST,
     .path = "/api/v1/imports/{id}/withdraw",
     .name = "import.withdraw",
     .permission = "import.write",
     .mode = TX_WRITE,
     .input = &import_withdraw_input,
     .versioned = true,
     .answer = "Import",
     .summary = "Undo it whole; what it had replaced is in force again",
     .after = "/imports/{id}",
     .handler = import_undo},
    {0  },
};

const struct room imports_room = {.name = "imports", .routes = imports_routes};
