#include "contact/handlers.h"
#include "contact_store.h"

struct err *contact_numbers(struct call *call, struct reply *out)
{
    const struct input *query = &call->query;
    struct rows *rows = NULL;
    struct err *err =
        contact_counts(call->tx, input_text(call->arena, query, "spoke"),
                       input_text(call->arena, query, "from"),
                       input_text(call->arena, query, "to"), &rows);

    return err ? err : reply_whole(call, rows, out);
}

struct err *contact_rows(struct call *call, struct reply *out)
{
    const struct input *query = &call->query;
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = contact_counted(call->tx, input_text(call->arena, query, "spoke"),
                              input_text(call->arena, query, "from"),
                              input_text(call->arena, query, "to"),
                              input_text(call->arena, query, "measure"),
                              page.after, page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}
