#include "association/association.h"
#include "association/input.h"
#include "association_store.h"

/* Of one young person: a handful. */
#define ASSOCIATIONS_MOST 1000

static struct err *association_index(struct call *call, struct reply *out)
{
    struct rows *visible = NULL, *rows = NULL;
    const char *person = input_text(call->arena, &call->query, "person_id");
    struct err *err = association_demand(call->tx, person, &visible);

    if (!err)
        err = association_list(call->tx, person, &rows);
    return err ? err : reply_list(call, rows, ASSOCIATIONS_MOST, out);
}

static struct err *association_add(struct call *call, struct reply *out)
{
    struct rows *made = NULL, *loaded = NULL;
    struct err *err =
        association_create(call->tx, call->new_id, call->body.json, &made);

    if (!err)
        err = association_load(call->tx, call->new_id, &loaded);
    return err ? err : reply_created(call, loaded, out);
}

static struct err *association_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = association_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_whole(call, rows, out);
}

static struct err *association_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err = association_update(call->tx, call->ids[0], call->if_match,
                                         call->body.json, &changed);

    if (!err)
        err = association_load(call->tx, call->ids[0], &loaded);
    return err ? err : reply_changed(call, changed, loaded, NULL, out);
}

static struct err *association_stop(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err = association_end(call->tx, call->ids[0], call->if_match,
                                      call->body.json, &changed);

    if (!err)
        err = association_load(call->tx, call->ids[0], &loaded);
    return err ? err
               : reply_changed(call, changed, loaded, "This has already ended.",
                               out);
}

static const struct route association_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/associations",
     .name = "association.list",
     .permission = "association.read",
     .mode = TX_READ,
     .query = &association_query,
     .answer = "Association[]",
     .summary = "Who has to do with a young person",
     .handler = association_index},
    {.method = METHOD_POST,
     .path = "/api/v1/associations",
     .name = "association.add",
     .permission = "association.write",
     .mode = TX_WRITE,
     .input = &association_new_input,
     .answer = "Association",
     .summary = "Record what was said or seen of two young people",
     .after = "/associations/{new_id}",
     .handler = association_add},
    {.method = METHOD_GET,
     .path = "/api/v1/associations/{id}",
     .name = "association.show",
     .permission = "association.read",
     .mode = TX_READ,
     .answer = "Association",
     .summary = "One association",
     .handler = association_show},
    {.method = METHOD_PATCH,
     .path = "/api/v1/associations/{id}",
     .name = "association.change",
     .permission = "association.write",
     .mode = TX_WRITE,
     .input = &association_change_input,
     .versioned = true,
     .answer = "Association",
     .summary = "Confirm it again, or say how certain it is",
     .after = "/associations/{id}",
     .handler = association_change},
    {.method = METHOD_POST,
     .path = "/api/v1/associations/{id}/end",
     .name = "association.end",
     .permission = "association.write",
     .mode = TX_WRITE,
     .input = &association_end_input,
     .versioned = true,
     .answer = "Association",
     .summary = "It is so no longer, or was recorded in error",
     .after = "/associations/{id}",
     .handler = association_stop},
    {0       },
};

const struct room association_room = {.name = "association",
                                      .routes = association_routes};
