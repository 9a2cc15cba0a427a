#include "action/handlers.h"
#include "action_store.h"

#define CHANGES_DEFAULT "20"

struct err *task_list(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = action_tasks(call->tx, page.after, page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

struct err *change_list(struct call *call, struct reply *out)
{
    const char *limit = input_text(call->arena, &call->query, "limit");
    struct rows *rows = NULL;
    struct err *err =
        action_changes(call->tx, limit ? limit : CHANGES_DEFAULT, &rows);

    return err ? err : reply_one(call, rows, out);
}
