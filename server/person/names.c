/*
 * names.c - the names a young person is or was known by. Nothing is
 * overwritten: a name ends, is corrected with a reason, or is struck.
 */
#include "name_store.h"
#include "person/handlers.h"
#include "person_store.h"

struct err *name_add(struct call *call, struct reply *out)
{
    struct rows *done = NULL, *loaded = NULL;
    const char *id = call->ids[0], *json = call->body.json;
    struct err *err = name_legal_end(call->tx, id, json, &done);

    if (!err)
        err = name_create(call->tx, call->new_id, id, json, &done);
    if (!err)
        err = person_load(call->tx, id, &loaded);
    return err ? err : reply_created(call, loaded, out);
}

/* A name that has ended already is as its ender wants it. */
static struct err *name_end_refused(struct call *call, const struct rows *name)
{
    if (rows_count(name) == 0)
        return err_new(call->arena, ERR_NOT_FOUND, NULL);
    if (rows_true(name, 0, 0))
        return NULL;
    return err_new(call->arena, ERR_CONFLICT,
                   "This is the only name they have. Add another first.");
}

struct err *name_end(struct call *call, struct reply *out)
{
    const char *id = call->ids[0], *name_id = call->ids[1];
    struct rows *ended = NULL, *name = NULL, *loaded = NULL;
    struct err *err = name_finish(call->tx, name_id, id, &ended);

    if (!err)
        err = name_finished(call->tx, name_id, id, &name);
    if (!err)
        err = person_load(call->tx, id, &loaded);
    if (!err)
        err = tx_flush(call->tx);
    if (!err && rows_affected(ended) == 0)
        err = name_end_refused(call, name);
    return err ? err : reply_whole(call, loaded, out);
}

struct err *name_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = name_load(call->tx, call->ids[1], call->ids[0], &rows);

    return err ? err : reply_whole(call, rows, out);
}

struct err *name_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    const char *person_id = call->ids[0], *id = call->ids[1];
    struct err *err = name_correct(call->tx, id, person_id, call->if_match,
                                   call->body.json, &changed);

    if (!err)
        err = name_load(call->tx, id, person_id, &loaded);
    return err ? err : reply_changed(call, changed, loaded, NULL, out);
}

struct err *name_strike(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    const char *person_id = call->ids[0], *id = call->ids[1];
    struct err *err =
        name_in_error(call->tx, id, person_id, call->if_match,
                      input_text(call->arena, &call->body, "reason"), &changed);

    if (!err)
        err = name_load(call->tx, id, person_id, &loaded);
    return err ? err
               : reply_changed(call, changed, loaded,
                               "This was struck already.", out);
}
