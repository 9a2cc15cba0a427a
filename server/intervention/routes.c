#include "intervention/input.h"
#include "intervention/intervention.h"
#include "intervention_store.h"

/* The catalogue of one partnership: one page. */
#define CATALOGUE_MOST 5000

static struct err *intervention_index(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = intervention_list(
        call->tx, input_text(call->arena, &call->query, "spoke"),
        input_text(call->arena, &call->query, "approach"),
        input_text(call->arena, &call->query, "level"),
        input_text(call->arena, &call->query, "current"), &rows);

    return err ? err : reply_list(call, rows, CATALOGUE_MOST, out);
}

static struct err *intervention_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = intervention_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_whole(call, rows, out);
}

static struct err *intervention_add(struct call *call, struct reply *out)
{
    struct rows *made = NULL, *loaded = NULL;
    struct err *err =
        intervention_create(call->tx, call->new_id, call->body.json, &made);

    if (!err)
        err = intervention_spokes_add(call->tx, call->new_id, call->body.json,
                                      &made);
    if (!err)
        err = intervention_load(call->tx, call->new_id, &loaded);
    return err ? err : reply_created(call, loaded, out);
}

static struct err *intervention_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err = intervention_update(
        call->tx, call->ids[0], call->if_match, call->body.json, &changed);

    if (!err)
        err = intervention_load(call->tx, call->ids[0], &loaded);
    return err ? err : reply_changed(call, changed, loaded, NULL, out);
}

static const struct route intervention_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/interventions",
     .name = "intervention.list",
     .permission = "intervention.read",
     .mode = TX_READ,
     .query = &intervention_query,
     .answer = "Intervention[]",
     .summary = "The catalogue",
     .handler = intervention_index},
    {.method = METHOD_GET,
     .path = "/api/v1/interventions/{id}",
     .name = "intervention.show",
     .permission = "intervention.read",
     .mode = TX_READ,
     .answer = "Intervention",
     .summary = "One intervention, its places and waiting list",
     .handler = intervention_show},
    {.method = METHOD_POST,
     .path = "/api/v1/interventions",
     .name = "intervention.create",
     .permission = "intervention.write",
     .mode = TX_WRITE,
     .input = &intervention_new_input,
     .answer = "Intervention",
     .summary = "Add to the catalogue",
     .after = "/interventions",
     .handler = intervention_add},
    {.method = METHOD_PATCH,
     .path = "/api/v1/interventions/{id}",
     .name = "intervention.change",
     .permission = "intervention.write",
     .mode = TX_WRITE,
     .input = &intervention_change_input,
     .versioned = true,
     .answer = "Intervention",
     .summary = "Change what is offered",
     .after = "/interventions",
     .handler = intervention_change},
    {0},
};

const struct room intervention_room = {.name = "intervention",
                                       .routes = intervention_routes};
