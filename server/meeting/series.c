#include "meeting/handlers.h"
#include "meeting_store.h"

struct err *series_list(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct page page;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = meeting_series_list(
            call->tx, input_text(call->arena, &call->query, "spoke"),
            page.after, page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

struct err *series_show(struct call *call, struct reply *out)
{
    struct rows *series = NULL;
    struct err *err = meeting_series_load(call->tx, call->ids[0], &series);

    return err ? err : reply_whole(call, series, out);
}

struct err *series_make(struct call *call, struct reply *out)
{
    struct rows *series = NULL;
    struct err *err =
        meeting_series_create(call->tx, call->new_id, call->body.json, NULL);

    if (!err)
        err = meeting_series_load(call->tx, call->new_id, &series);
    return err ? err : reply_created(call, series, out);
}

struct err *series_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *series = NULL;
    struct err *err = meeting_series_update(
        call->tx, call->ids[0], call->if_match, call->body.json, &changed);

    if (!err)
        err = meeting_series_load(call->tx, call->ids[0], &series);
    return err ? err : reply_changed(call, changed, series, NULL, out);
}

struct err *series_member_add(struct call *call, struct reply *out)
{
    struct rows *series = NULL;
    struct err *err = meeting_series_join(
        call->tx, call->ids[0], input_text(call->arena, &call->body, "user_id"),
        NULL);

    if (!err)
        err = meeting_series_load(call->tx, call->ids[0], &series);
    return err ? err : reply_whole(call, series, out);
}

struct err *series_member_remove(struct call *call, struct reply *out)
{
    struct rows *series = NULL, *left = NULL;
    struct err *err =
        meeting_series_leave(call->tx, call->ids[0], call->ids[1], &left);

    if (!err)
        err = meeting_series_load(call->tx, call->ids[0], &series);
    if (!err)
        err = tx_flush(call->tx);
    if (err)
        return err;
    if (rows_count(series) == 0 || rows_count(left) == 0)
        return err_new(call->arena, ERR_NOT_FOUND, NULL);
    return reply_nothing(out);
}
