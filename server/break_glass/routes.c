#include "break_glass/break_glass.h"
#include "break_glass/input.h"
#include "break_glass_store.h"
#include "http/reply.h"

static const char *said(struct call *call, const char *name)
{
    return input_text(call->arena, &call->body, name);
}

/* That somebody tried is committed before they are told: it stands in the
 * access log. A reference nobody has answers like one that cannot be opened. */
static struct err *refused(struct call *call)
{
    struct err *err = tx_commit(call->tx);

    if (err)
        return err;
    err = err_new(call->arena, ERR_INVALID, NULL);
    fault_add(call->arena, &err->faults, "/reference", "cannot_be_opened",
              "Nothing can be opened by this reference. Check it, or ring the "
              "spoke");
    return err;
}

static struct err *glass_open(struct call *call, struct reply *out)
{
    struct rows *opened = NULL, *loaded = NULL;
    struct err *err = break_glass_open(
        call->tx, call->new_id, said(call, "reference"), said(call, "purpose"),
        said(call, "reason"), said(call, "minutes"), &opened);

    if (!err)
        err = break_glass_load(call->tx, call->new_id, &loaded);
    if (!err)
        err = tx_flush(call->tx);
    if (err)
        return err;
    return rows_text(opened, 0, 0) ? reply_created(call, loaded, out)
                                   : refused(call);
}

static struct err *glass_index(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = break_glass_list(
            call->tx, input_text(call->arena, &call->query, "to_review"),
            page.after, page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

static struct err *glass_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = break_glass_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_whole(call, rows, out);
}

static struct err *glass_case(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = break_glass_case(call->tx, call->ids[0], &rows);

    return err ? err : reply_one(call, rows, out);
}

static struct err *glass_end(struct call *call, struct reply *out)
{
    struct rows *ended = NULL, *loaded = NULL;
    struct err *err = break_glass_end(call->tx, call->ids[0], &ended);

    if (!err)
        err = break_glass_load(call->tx, call->ids[0], &loaded);
    return err ? err : reply_whole(call, loaded, out);
}

static struct err *glass_review(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err =
        break_glass_review(call->tx, call->ids[0], call->if_match,
                           said(call, "outcome"), said(call, "note"), &changed);

    if (!err)
        err = break_glass_load(call->tx, call->ids[0], &loaded);
    return err ? err
               : reply_changed(call, changed, loaded,
                               "This cannot be reviewed by you now.", out);
}

static const struct route break_glass_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/break-glass",
     .name = "break_glass.list",
     .permission = "break_glass.read",
     .mode = TX_READ,
     .query = &break_glass_query,
     .answer = "BreakGlass[]",
     .summary = "What was opened in an emergency, by the reader or of theirs",
     .handler = glass_index},
    {.method = METHOD_POST,
     .path = "/api/v1/break-glass",
     .name = "break_glass.open",
     .permission = "break_glass.open",
     .mode = TX_WRITE,
     .recent_sign_in = true,
     .input = &break_glass_new_input,
     .answer = "BreakGlass",
     .summary = "Open a record of another spoke in an emergency",
     .after = "/break-glass/{new_id}",
     .handler = glass_open},
    {.method = METHOD_GET,
     .path = "/api/v1/break-glass/{id}",
     .name = "break_glass.show",
     .permission = "break_glass.read",
     .mode = TX_READ,
     .answer = "BreakGlass",
     .summary = "One opening, and what its review said",
     .handler = glass_show},
    {.method = METHOD_GET,
     .path = "/api/v1/break-glass/{id}/case",
     .name = "break_glass.case",
     .permission = "break_glass.open",
     .mode = TX_READ,
     .answer = "BreakGlassCase",
     .summary = "The case, to read, while it is open",
     .handler = glass_case},
    {.method = METHOD_POST,
     .path = "/api/v1/break-glass/{id}/end",
     .name = "break_glass.end",
     .permission = "break_glass.open",
     .mode = TX_WRITE,
     .answer = "BreakGlass",
     .summary = "Close it before its time",
     .after = "/break-glass/{id}",
     .handler = glass_end},
    {.method = METHOD_POST,
     .path = "/api/v1/break-glass/{id}/review",
     .name = "break_glass.review",
     .permission = "break_glass.review",
     .mode = TX_WRITE,
     .input = &break_glass_review_input,
     .versioned = true,
     .answer = "BreakGlass",
     .summary = "Say whether it was justified",
     .after = "/break-glass/{id}",
     .handler = glass_review},
    {0},
};

const struct room break_glass_room = {.name = "break_glass",
                                      .routes = break_glass_routes};
