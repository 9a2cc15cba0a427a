#include "place/input.h"
#include "place/place.h"
#include "place_store.h"

/* The plans of one place: a handful. */
#define PLANS_MOST 1000

static struct err *place_index(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err =
            place_list(call->tx, input_text(call->arena, &call->query, "spoke"),
                       input_text(call->arena, &call->query, "closed"),
                       page.after, page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

static struct err *place_make(struct call *call, struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err =
        place_create(call->tx, call->new_id, call->body.json, NULL);

    if (!err)
        err = place_load(call->tx, call->new_id, &loaded);
    return err ? err : reply_created(call, loaded, out);
}

static struct err *place_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = place_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_whole(call, rows, out);
}

static struct err *place_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err = place_update(call->tx, call->ids[0], call->if_match,
                                   call->body.json, &changed);

    if (!err)
        err = place_load(call->tx, call->ids[0], &loaded);
    return err ? err : reply_changed(call, changed, loaded, NULL, out);
}

/* What is added below a place is answered with the place as it now is. */
static struct err *answer_place(struct call *call, struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err = place_load(call->tx, call->ids[0], &loaded);

    return err ? err : reply_one(call, loaded, out);
}

static struct err *place_link(struct call *call, struct reply *out)
{
    const char *place = call->ids[0];
    struct err *err = place_required(call->tx, place, NULL);

    if (!err)
        err = place_person_add(call->tx, call->new_id, place, call->body.json,
                               NULL);
    return err ? err : answer_place(call, out);
}

/* The link has no page of its own: its version comes as If-Match, and one that
 * is not there any more is simply over. */
static struct err *place_unlink(struct call *call, struct reply *out)
{
    struct err *err = place_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = place_person_end(call->tx, call->ids[1], call->ids[0],
                               input_text(call->arena, &call->body, "until"),
                               NULL);
    return err ? err : answer_place(call, out);
}

static struct err *place_contact(struct call *call, struct reply *out)
{
    struct err *err = place_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = place_contact_add(
            call->tx, call->ids[0],
            input_text(call->arena, &call->body, "contact_id"), NULL);
    return err ? err : answer_place(call, out);
}

static struct err *plan_index(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = place_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = place_plans(call->tx, call->ids[0], &rows);
    return err ? err : reply_list(call, rows, PLANS_MOST, out);
}

static struct err *plan_make(struct call *call, struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err = place_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = place_plan_create(call->tx, call->new_id, call->ids[0],
                                call->body.json, NULL);
    if (!err)
        err = place_plan_load(call->tx, call->new_id, &loaded);
    return err ? err : reply_created_in(call, loaded, "/api/v1/plans", out);
}

static struct err *plan_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = place_plan_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_whole(call, rows, out);
}

static struct err *plan_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err = place_plan_update(call->tx, call->ids[0], call->if_match,
                                        call->body.json, &changed);

    if (!err)
        err = place_plan_load(call->tx, call->ids[0], &loaded);
    return err ? err : reply_changed(call, changed, loaded, NULL, out);
}

static struct err *answer_plan(struct call *call, struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err = place_plan_load(call->tx, call->ids[0], &loaded);

    return err ? err : reply_one(call, loaded, out);
}

static struct err *plan_action_add(struct call *call, struct reply *out)
{
    struct err *err = place_plan_action_add(
        call->tx, call->new_id, call->ids[0], call->body.json, NULL);

    return err ? err : answer_plan(call, out);
}

static struct err *plan_action_done(struct call *call, struct reply *out)
{
    struct err *err = place_plan_action_done(
        call->tx, call->ids[1], call->ids[0],
        input_text(call->arena, &call->body, "done_on"), NULL);

    return err ? err : answer_plan(call, out);
}

static const struct route place_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/places",
     .name = "place.list",
     .permission = "place.read",
     .mode = TX_READ,
     .query = &place_query,
     .answer = "PlaceItem[]",
     .summary = "A spoke's places of concern, latest first",
     .handler = place_index},
    {.method = METHOD_POST,
     .path = "/api/v1/places",
     .name = "place.create",
     .permission = "place.write",
     .mode = TX_WRITE,
     .input = &place_new_input,
     .answer = "Place",
     .summary = "Record a place of concern",
     .after = "/places/{new_id}",
     .handler = place_make},
    {.method = METHOD_GET,
     .path = "/api/v1/places/{id}",
     .name = "place.show",
     .permission = "place.read",
     .mode = TX_READ,
     .answer = "Place",
     .summary = "A place with its people, contacts and plans",
     .handler = place_show},
    {.method = METHOD_PATCH,
     .path = "/api/v1/places/{id}",
     .name = "place.change",
     .permission = "place.write",
     .mode = TX_WRITE,
     .input = &place_change_input,
     .versioned = true,
     .answer = "Place",
     .summary = "Change a place; what it said is kept",
     .after = "/places/{id}",
     .handler = place_change},
    {.method = METHOD_POST,
     .path = "/api/v1/places/{id}/people",
     .name = "place.link",
     .permission = "place.write",
     .mode = TX_WRITE,
     .input = &place_person_input,
     .answer = "Place",
     .summary = "Link a young person to a place",
     .after = "/places/{id}",
     .handler = place_link},
    {.method = METHOD_POST,
     .path = "/api/v1/places/{id}/people/{id}/end",
     .name = "place.unlink",
     .permission = "place.write",
     .mode = TX_WRITE,
     .input = &place_person_end_input,
     .answer = "Place",
     .summary = "End such a link",
     .after = "/places/{id}",
     .handler = place_unlink},
    {.method = METHOD_POST,
     .path = "/api/v1/places/{id}/contacts",
     .name = "place.contact",
     .permission = "place.write",
     .mode = TX_WRITE,
     .input = &place_contact_input,
     .answer = "Place",
     .summary = "Link a contact to the place it was at",
     .after = "/places/{id}",
     .handler = place_contact},
    {.method = METHOD_GET,
     .path = "/api/v1/places/{id}/plans",
     .name = "place.plans",
     .permission = "place.read",
     .mode = TX_READ,
     .answer = "PlacePlan[]",
     .summary = "A place's problem-solving plans",
     .handler = plan_index},
    {.method = METHOD_POST,
     .path = "/api/v1/places/{id}/plans",
     .name = "plan.create",
     .permission = "place.write",
     .mode = TX_WRITE,
     .input = &plan_new_input,
     .answer = "PlacePlan",
     .summary = "Begin a problem-solving plan",
     .after = "/plans/{new_id}",
     .handler = plan_make},
    {.method = METHOD_GET,
     .path = "/api/v1/plans/{id}",
     .name = "plan.show",
     .permission = "place.read",
     .mode = TX_READ,
     .answer = "PlacePlan",
     .summary = "One plan with its actions",
     .handler = plan_show},
    {.method = METHOD_PATCH,
     .path = "/api/v1/plans/{id}",
     .name = "plan.change",
     .permission = "place.write",
     .mode = TX_WRITE,
     .input = &plan_change_input,
     .versioned = true,
     .answer = "PlacePlan",
     .summary = "Change a plan; what it said is kept",
     .after = "/plans/{id}",
     .handler = plan_change},
    {.method = METHOD_POST,
     .path = "/api/v1/plans/{id}/actions",
     .name = "plan.action",
     .permission = "place.write",
     .mode = TX_WRITE,
     .input = &plan_action_input,
     .answer = "PlacePlan",
     .summary = "Add an action to a plan",
     .after = "/plans/{id}",
     .handler = plan_action_add},
    {.method = METHOD_POST,
     .path = "/api/v1/plans/{id}/actions/{id}/done",
     .name = "plan.action_done",
     .permission = "place.write",
     .mode = TX_WRITE,
     .input = &plan_done_input,
     .answer = "PlacePlan",
     .summary = "Say that such an action was done",
     .after = "/plans/{id}",
     .handler = plan_action_done},
    {0            },
};

const struct room place_room = {.name = "place", .routes = place_routes};
