#include "workload/input.h"
#include "workload/workload.h"
#include "workload_store.h"

static struct err *workload_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = workload_load(
        call->tx, input_text(call->arena, &call->query, "spoke"), &rows);

    return err ? err : reply_one(call, rows, out);
}

static struct err *work_index(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = workload_items(call->tx,
                             input_text(call->arena, &call->query, "spoke"),
                             input_text(call->arena, &call->query, "user_id"),
                             input_text(call->arena, &call->query, "agency"),
                             page.after, page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

/* What can be moved is; what cannot comes back with why. */
static struct err *work_reassign(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = workload_reassign(call->tx, call->body.json, &rows);

    return err ? err : reply_one(call, rows, out);
}

static const struct route workload_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/workload",
     .name = "workload.show",
     .permission = "workload.read",
     .mode = TX_READ,
     .query = &workload_query,
     .answer = "Workload",
     .summary = "Who has how much to do in a spoke, by worker and by agency",
     .handler = workload_show},
    {.method = METHOD_GET,
     .path = "/api/v1/workload/items",
     .name = "workload.items",
     .permission = "workload.read",
     .mode = TX_READ,
     .query = &work_query,
     .answer = "WorkItem[]",
     .summary = "The open work of a worker or an agency; of neither, the cases "
                "nobody leads", .handler = work_index},
    {.method = METHOD_POST,
     .path = "/api/v1/workload/reassign",
     .name = "workload.reassign",
     .permission = "work.reassign",
     .mode = TX_WRITE,
     .input = &reassign_input,
     .answer = "Reassigned",
     .summary = "Give cases and actions to somebody else, with the reason",
     .after = "/team",
     .handler = work_reassign},
    {0   },
};

const struct room workload_room = {.name = "workload",
                                   .routes = workload_routes};
