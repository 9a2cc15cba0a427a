#include "incident/incident.h"
#include "incident/input.h"
#include "incident_store.h"

static struct err *incident_index(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = incident_list(call->tx,
                            input_text(call->arena, &call->query, "spoke"),
                            page.after, page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

static struct err *incident_make(struct call *call, struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err =
        incident_create(call->tx, call->new_id, call->body.json, NULL);

    if (!err)
        err = incident_load(call->tx, call->new_id, &loaded);
    return err ? err : reply_created(call, loaded, out);
}

static struct err *incident_open(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = incident_purpose_required(call->tx, NULL);

    if (!err)
        err = incident_load(call->tx, call->ids[0], &rows);
    return err ? err : reply_whole(call, rows, out);
}

static struct err *incident_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err = incident_update(call->tx, call->ids[0], call->if_match,
                                      call->body.json, &changed);

    if (!err)
        err = incident_load(call->tx, call->ids[0], &loaded);
    return err ? err : reply_changed(call, changed, loaded, NULL, out);
}

/* What is added to an incident is answered with the whole as it now is. */
static struct err *answer_incident(struct call *call, struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err = incident_load(call->tx, call->ids[0], &loaded);

    return err ? err : reply_one(call, loaded, out);
}

static struct err *incident_link(struct call *call, struct reply *out)
{
    struct err *err = incident_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = incident_person_add(call->tx, call->new_id, call->ids[0],
                                  call->body.json, NULL);
    return err ? err : answer_incident(call, out);
}

static struct err *incident_unlink(struct call *call, struct reply *out)
{
    struct err *err = incident_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = incident_person_end(call->tx, call->ids[1], call->ids[0],
                                  input_text(call->arena, &call->body, "note"),
                                  NULL);
    return err ? err : answer_incident(call, out);
}

static struct err *incident_place(struct call *call, struct reply *out)
{
    struct err *err = incident_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = incident_place_add(
            call->tx, call->ids[0],
            input_text(call->arena, &call->body, "place_id"), NULL);
    return err ? err : answer_incident(call, out);
}

static struct err *incident_write(struct call *call, struct reply *out)
{
    struct err *err = incident_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = incident_entry_add(call->tx, call->new_id, call->ids[0],
                                 call->body.json, NULL);
    return err ? err : answer_incident(call, out);
}

static struct err *incident_let_in(struct call *call, struct reply *out)
{
    struct err *err = incident_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = incident_access_add(call->tx, call->new_id, call->ids[0],
                                  call->body.json, NULL);
    return err ? err : answer_incident(call, out);
}

static struct err *incident_shut_out(struct call *call, struct reply *out)
{
    struct err *err = incident_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = incident_access_end(call->tx, call->ids[1], call->ids[0], NULL);
    return err ? err : answer_incident(call, out);
}

static const struct route incident_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/critical-incidents",
     .name = "incident.list",
     .permission = "incident.read",
     .mode = TX_READ,
     .query = &incident_query,
     .answer = "CriticalIncidentItem[]",
     .summary = "Critical incidents one may open, latest first",
     .handler = incident_index},
    {.method = METHOD_POST,
     .path = "/api/v1/critical-incidents",
     .name = "incident.create",
     .permission = "incident.write",
     .mode = TX_WRITE,
     .input = &incident_new_input,
     .answer = "CriticalIncident",
     .summary = "Record a critical incident",
     .after = "/critical-incidents/{new_id}",
     .handler = incident_make},
    {.method = METHOD_GET,
     .path = "/api/v1/critical-incidents/{id}",
     .name = "incident.show",
     .permission = "incident.read",
     .mode = TX_READ,
     .query = &incident_open_query,
     .answer = "CriticalIncident",
     .summary = "Open a critical incident, saying what for",
     .handler = incident_open},
    {.method = METHOD_PATCH,
     .path = "/api/v1/critical-incidents/{id}",
     .name = "incident.change",
     .permission = "incident.write",
     .mode = TX_WRITE,
     .input = &incident_change_input,
     .versioned = true,
     .answer = "CriticalIncident",
     .summary = "Change a critical incident; what it said is kept",
     .after = "/critical-incidents/{id}",
     .handler = incident_change},
    {.method = METHOD_POST,
     .path = "/api/v1/critical-incidents/{id}/people",
     .name = "incident.link",
     .permission = "incident.write",
     .mode = TX_WRITE,
     .input = &incident_person_input,
     .answer = "CriticalIncident",
     .summary = "Say whose part it was in it",
     .after = "/critical-incidents/{id}",
     .handler = incident_link},
    {.method = METHOD_POST,
     .path = "/api/v1/critical-incidents/{id}/people/{id}/end",
     .name = "incident.unlink",
     .permission = "incident.write",
     .mode = TX_WRITE,
     .input = &incident_end_input,
     .answer = "CriticalIncident",
     .summary = "Say that it turned out otherwise",
     .after = "/critical-incidents/{id}",
     .handler = incident_unlink},
    {.method = METHOD_POST,
     .path = "/api/v1/critical-incidents/{id}/places",
     .name = "incident.place",
     .permission = "incident.write",
     .mode = TX_WRITE,
     .input = &incident_place_input,
     .answer = "CriticalIncident",
     .summary = "Link a place of concern",
     .after = "/critical-incidents/{id}",
     .handler = incident_place},
    {.method = METHOD_POST,
     .path = "/api/v1/critical-incidents/{id}/entries",
     .name = "incident.entry",
     .permission = "incident.read",
     .mode = TX_WRITE,
     .input = &incident_entry_input,
     .answer = "CriticalIncident",
     .summary = "Add to the chronology",
     .after = "/critical-incidents/{id}",
     .handler = incident_write},
    {.method = METHOD_POST,
     .path = "/api/v1/critical-incidents/{id}/access",
     .name = "incident.access",
     .permission = "incident.write",
     .mode = TX_WRITE,
     .input = &incident_access_input,
     .answer = "CriticalIncident",
     .summary = "Name somebody who may open it",
     .after = "/critical-incidents/{id}",
     .handler = incident_let_in},
    {.method = METHOD_POST,
     .path = "/api/v1/critical-incidents/{id}/access/{id}/end",
     .name = "incident.access_end",
     .permission = "incident.write",
     .mode = TX_WRITE,
     .answer = "CriticalIncident",
     .summary = "End their access",
     .after = "/critical-incidents/{id}",
     .handler = incident_shut_out},
    {0                                      },
};

const struct room incident_room = {.name = "incident",
                                   .routes = incident_routes};
