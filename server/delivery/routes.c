#include "delivery/delivery.h"
#include "delivery/handlers.h"
#include "delivery/input.h"
#include "delivery_store.h"

static struct err *delivery_index(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = delivery_list(
            call->tx, input_text(call->arena, &call->query, "spoke"),
            input_text(call->arena, &call->query, "intervention_id"),
            page.after, page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

static struct err *delivery_add(struct call *call, struct reply *out)
{
    struct rows *made = NULL, *loaded = NULL;
    struct err *err =
        delivery_create(call->tx, call->new_id, call->body.json, &made);

    if (!err)
        err = delivery_load(call->tx, call->new_id, &loaded);
    return err ? err : reply_created(call, loaded, out);
}

static struct err *delivery_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = delivery_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_whole(call, rows, out);
}

static struct err *delivery_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err = delivery_update(call->tx, call->ids[0], call->if_match,
                                      call->body.json, &changed);

    if (!err)
        err = delivery_load(call->tx, call->ids[0], &loaded);
    return err ? err : reply_changed(call, changed, loaded, NULL, out);
}

static struct err *person_link(struct call *call, struct reply *out)
{
    struct rows *visible = NULL, *made = NULL, *loaded = NULL;
    struct err *err = delivery_demand(call->tx, call->ids[0], &visible);

    if (!err)
        err = delivery_link(call->tx, call->new_id, call->ids[0],
                            call->body.json, &made);
    if (!err)
        err = delivery_load(call->tx, call->ids[0], &loaded);
    return err ? err : reply_one(call, loaded, out);
}

static struct err *person_unlink(struct call *call, struct reply *out)
{
    struct rows *gone = NULL, *loaded = NULL;
    struct err *err =
        delivery_unlink(call->tx, call->ids[0], call->ids[1], &gone);

    if (!err)
        err = delivery_load(call->tx, call->ids[0], &loaded);
    return err ? err : reply_one(call, loaded, out);
}

static const struct route delivery_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/group-sessions",
     .name = "group_session.list",
     .permission = "session.write",
     .mode = TX_READ,
     .query = &group_query,
     .answer = "GroupSession[]",
     .summary = "Sessions of groups, latest first",
     .handler = group_index},
    {.method = METHOD_POST,
     .path = "/api/v1/group-sessions",
     .name = "group_session.plan",
     .permission = "session.write",
     .mode = TX_WRITE,
     .input = &group_new_input,
     .answer = "GroupSession",
     .summary = "Plan or log a session of a group",
     .after = "/group-sessions/{new_id}",
     .handler = group_add},
    {.method = METHOD_GET,
     .path = "/api/v1/group-sessions/{id}",
     .name = "group_session.show",
     .permission = "session.write",
     .mode = TX_READ,
     .answer = "GroupSession",
     .summary = "A session of a group, and who was there",
     .handler = group_show},
    {.method = METHOD_PATCH,
     .path = "/api/v1/group-sessions/{id}",
     .name = "group_session.log",
     .permission = "session.write",
     .mode = TX_WRITE,
     .input = &group_change_input,
     .versioned = true,
     .answer = "GroupSession",
     .summary = "Log, move or add to a session of a group",
     .after = "/group-sessions/{id}",
     .handler = group_change},
    {.method = METHOD_GET,
     .path = "/api/v1/interventions/{id}/taking-part",
     .name = "group_session.candidates",
     .permission = "session.write",
     .mode = TX_READ,
     .query = &group_candidate_query,
     .answer = "TakesPart[]",
     .summary = "Who can be booked into a session of a group",
     .handler = group_candidates},
    {.method = METHOD_GET,
     .path = "/api/v1/deliveries",
     .name = "delivery.list",
     .permission = "delivery.read",
     .mode = TX_READ,
     .query = &delivery_query,
     .answer = "Delivery[]",
     .summary = "What was delivered without names, latest first",
     .handler = delivery_index},
    {.method = METHOD_POST,
     .path = "/api/v1/deliveries",
     .name = "delivery.record",
     .permission = "delivery.write",
     .mode = TX_WRITE,
     .input = &delivery_new_input,
     .answer = "Delivery",
     .summary = "Record a delivery without names",
     .after = "/deliveries/{new_id}",
     .handler = delivery_add},
    {.method = METHOD_GET,
     .path = "/api/v1/deliveries/{id}",
     .name = "delivery.show",
     .permission = "delivery.read",
     .mode = TX_READ,
     .answer = "Delivery",
     .summary = "One delivery, and what it said before",
     .handler = delivery_show},
    {.method = METHOD_PATCH,
     .path = "/api/v1/deliveries/{id}",
     .name = "delivery.correct",
     .permission = "delivery.write",
     .mode = TX_WRITE,
     .input = &delivery_change_input,
     .versioned = true,
     .answer = "Delivery",
     .summary = "Correct it, and say why",
     .after = "/deliveries/{id}",
     .handler = delivery_change},
    {.method = METHOD_POST,
     .path = "/api/v1/deliveries/{id}/people",
     .name = "delivery.link",
     .permission = "allocation.write",
     .mode = TX_WRITE,
     .input = &delivery_link_input,
     .answer = "Delivery",
     .summary = "Say who one of those counted was",
     .after = "/deliveries/{id}",
     .handler = person_link},
    {.method = METHOD_DELETE,
     .path = "/api/v1/deliveries/{id}/people/{link_id}",
     .name = "delivery.unlink",
     .permission = "allocation.write",
     .mode = TX_WRITE,
     .answer = "Delivery",
     .summary = "It was not them",
     .handler = person_unlink},
    {0},
};

const struct room delivery_room = {.name = "delivery",
                                   .routes = delivery_routes};
