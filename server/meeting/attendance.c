#include "meeting/handlers.h"
#include "meeting_store.h"

/* Whoever came fits on one page. */
#define WHOLE_LIST 10000

struct err *attendance_list(struct call *call, struct reply *out)
{
    struct rows *visible = NULL, *people = NULL;
    struct err *err = meeting_visible(call->tx, call->ids[0], &visible);

    if (!err)
        err = meeting_attendance_list(call->tx, call->ids[0], &people);
    if (!err)
        err = tx_flush(call->tx);
    if (!err && rows_count(visible) == 0)
        err = err_new(call->arena, ERR_NOT_FOUND, NULL);
    return err ? err : reply_list(call, people, WHOLE_LIST, out);
}

struct err *attendance_show(struct call *call, struct reply *out)
{
    struct rows *person = NULL;
    struct err *err = meeting_attendance_load(call->tx, call->ids[0], &person);

    return err ? err : reply_one(call, person, out);
}

struct err *attendance_make(struct call *call, struct reply *out)
{
    struct rows *person = NULL;
    struct err *err = meeting_attendance_create(
        call->tx, call->new_id, call->ids[0], call->body.json, NULL);

    if (!err)
        err = meeting_attendance_load(call->tx, call->new_id, &person);
    return err ? err
               : reply_created_in(call, person, "/api/v1/attendance", out);
}

struct err *attendance_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *person = NULL;
    struct err *err = meeting_attendance_update(
        call->tx, call->ids[0], call->if_match, call->body.json, &changed);

    if (!err)
        err = meeting_attendance_load(call->tx, call->ids[0], &person);
    return err ? err : reply_changed(call, changed, person, NULL, out);
}

struct err *attendance_remove(struct call *call, struct reply *out)
{
    struct rows *removed = NULL, *left = NULL;
    struct err *err = meeting_attendance_delete(call->tx, call->ids[0],
                                                call->if_match, &removed);

    if (!err)
        err = meeting_attendance_load(call->tx, call->ids[0], &left);
    return err ? err : reply_removed(call, removed, left, NULL, out);
}
