#include "allocation/allocation.h"
#include "allocation/handlers.h"
#include "allocation/input.h"
#include "allocation/rules.h"
#include "allocation_store.h"

/* An allocation's own moves: a handful. */
#define HISTORY_MOST 1000
/* What one spoke delivers. */
#define OFFERS_MOST 5000

static struct err *allocations_find(struct call *call, const struct page *page,
                                    struct rows **ret_rows)
{
    const struct input *query = &call->query;
    const char *spoke = input_text(call->arena, query, "spoke");
    const char *state = input_text(call->arena, query, "state");
    const char *episode = input_text(call->arena, query, "episode_id");
    const char *mine = input_text(call->arena, query, "mine");
    const char *provider = input_text(call->arena, query, "provider_only");

    if (episode)
        return allocation_list_episode(call->tx, episode, page->after,
                                       page->limit_plus, ret_rows);
    if (!state || strcmp(state, "open") == 0)
        return allocation_list_open(call->tx, spoke, mine, provider,
                                    page->after, page->limit_plus, ret_rows);
    if (strcmp(state, "all") == 0)
        state = NULL;
    return allocation_list(call->tx, spoke, state, mine, provider, page->after,
                           page->limit_plus, ret_rows);
}

static struct err *allocation_index(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = allocations_find(call, &page, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

static struct err *allocation_propose(struct call *call, struct reply *out)
{
    struct rows *made = NULL, *loaded = NULL;
    struct err *err =
        allocation_create(call->tx, call->new_id, call->body.json, &made);

    if (!err)
        err = allocation_load(call->tx, call->new_id, &loaded);
    return err ? err : reply_created(call, loaded, out);
}

static struct err *allocation_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = allocation_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_whole(call, rows, out);
}

static struct err *allocation_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err = allocation_update(call->tx, call->ids[0], call->if_match,
                                        call->body.json, &changed);

    if (!err)
        err = allocation_load(call->tx, call->ids[0], &loaded);
    return err ? err : reply_changed(call, changed, loaded, NULL, out);
}

/* The verb is the last part of the route's name: "allocation.start". */
static struct err *allocation_step(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    const char *verb = strrchr(call->route->name, '.') + 1;
    struct err *err = allocation_move(call->tx, call->ids[0], call->if_match,
                                      verb, call->body.json, &changed);

    if (!err)
        err = allocation_load(call->tx, call->ids[0], &loaded);
    return err ? err
               : reply_changed(call, changed, loaded, move_refusal(verb), out);
}

static struct err *offer_list(struct call *call, struct reply *out)
{
    struct rows *visible = NULL, *rows = NULL;
    struct err *err =
        allocation_episode_demand(call->tx, call->ids[0], &visible);

    if (!err)
        err = allocation_offers(call->tx, call->ids[0], &rows);
    return err ? err : reply_list(call, rows, OFFERS_MOST, out);
}

static struct err *young_people_list(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = allocation_young_people(call->tx, &rows);

    return err ? err : reply_list(call, rows, HISTORY_MOST, out);
}

static struct err *history_list(struct call *call, struct reply *out)
{
    struct rows *visible = NULL, *rows = NULL;
    struct err *err = allocation_demand(call->tx, call->ids[0], &visible);

    if (!err)
        err = allocation_history(call->tx, call->ids[0], &rows);
    return err ? err : reply_list(call, rows, HISTORY_MOST, out);
}

/* A move of the state table: who may make it and what it must say. */
#define MOVE_ROUTE(PATH, VERB, PERMISSION, INPUT, SUMMARY)                     \
    {                                                                          \
        .method = METHOD_POST, .path = "/api/v1/allocations/{id}/" PATH,       \
        .name = "allocation." VERB, .permission = PERMISSION,                  \
        .mode = TX_WRITE, .input = &INPUT, .versioned = true,                  \
        .answer = "Allocation", .summary = SUMMARY,                            \
        .after = "/allocations/{id}", .handler = allocation_step               \
    }

static const struct route allocation_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/allocations",
     .name = "allocation.list",
     .permission = "allocation.read",
     .mode = TX_READ,
     .query = &allocation_query,
     .answer = "AllocationItem[]",
     .summary =
         "Allocations one may see: open ones unless another state is asked for", .handler = allocation_index},
    {.method = METHOD_POST,
     .path = "/api/v1/allocations",
     .name = "allocation.propose",
     .permission = "allocation.write",
     .mode = TX_WRITE,
     .input = &allocation_new_input,
     .answer = "Allocation",
     .summary = "Propose an intervention",
     .after = "/allocations/{new_id}",
     .handler = allocation_propose},
    {.method = METHOD_GET,
     .path = "/api/v1/allocations/{id}",
     .name = "allocation.show",
     .permission = "allocation.read",
     .mode = TX_READ,
     .answer = "Allocation",
     .summary = "One allocation with its dosage",
     .handler = allocation_show},
    {.method = METHOD_PATCH,
     .path = "/api/v1/allocations/{id}",
     .name = "allocation.change",
     .permission = "allocation.write",
     .mode = TX_WRITE,
     .input = &allocation_change_input,
     .versioned = true,
     .answer = "Allocation",
     .summary = "Change the plan",
     .after = "/allocations/{id}",
     .handler = allocation_change},
    {.method = METHOD_GET,
     .path = "/api/v1/allocations/{id}/history",
     .name = "allocation.history",
     .permission = "allocation.read",
     .mode = TX_READ,
     .answer = "AllocationMove[]",
     .summary = "Its moves, by whom and why",
     .handler = history_list},
    {.method = METHOD_GET,
     .path = "/api/v1/episodes/{id}/offers",
     .name = "allocation.offers",
     .permission = "allocation.write",
     .mode = TX_READ,
     .answer = "Offer[]",
     .summary = "What can be proposed, with what does not fit",
     .handler = offer_list},
    {.method = METHOD_GET,
     .path = "/api/v1/my-young-people",
     .name = "allocation.young_people",
     .permission = "scope.provider",
     .mode = TX_READ,
     .answer = "Allocation[]",
     .summary = "The young people allocated to one's organisation",
     .handler = young_people_list},
    MOVE_ROUTE("offer", "offer", "allocation.write", allocation_step_input,
               "Offer it to the provider"),
    MOVE_ROUTE("agree", "agree", "allocation.deliver", allocation_step_input,
               "Agree to deliver it"),
    MOVE_ROUTE("wait", "wait", "allocation.deliver", allocation_step_input,
               "Put on the waiting list"),
    MOVE_ROUTE("start", "start", "allocation.deliver", allocation_step_input,
               "Start"),
    MOVE_ROUTE("pause", "pause", "allocation.deliver", allocation_stop_input,
               "Pause"),
    MOVE_ROUTE("resume", "resume", "allocation.deliver", allocation_step_input,
               "Resume"),
    MOVE_ROUTE("complete", "complete", "allocation.deliver",
               allocation_end_input, "Complete"),
    MOVE_ROUTE("disengage", "disengage", "allocation.deliver",
               allocation_end_input, "End because they stopped engaging"),
    MOVE_ROUTE("withdraw", "withdraw", "allocation.write", allocation_end_input,
               "Withdraw"),
    MOVE_ROUTE("decline", "decline", "allocation.deliver",
               allocation_stop_input, "The young person or family declined"),
    MOVE_ROUTE("unsuitable", "unsuitable", "allocation.write",
               allocation_stop_input, "Not suitable"),
    MOVE_ROUTE("provider-decline", "provider_decline", "allocation.deliver",
               allocation_stop_input, "The provider declines"),
    MOVE_ROUTE("never-started", "never_started", "allocation.deliver",
               allocation_stop_input, "It never started"),
    {.method = METHOD_GET,
     .path = "/api/v1/allocations/{id}/sessions",
     .name = "session.list",
     .permission = "allocation.read",
     .mode = TX_READ,
     .query = &session_query,
     .answer = "DeliverySession[]",
     .summary = "Sessions, latest first",
     .handler = session_list},
    {.method = METHOD_POST,
     .path = "/api/v1/allocations/{id}/sessions",
     .name = "session.plan",
     .permission = "session.write",
     .mode = TX_WRITE,
     .input = &session_new_input,
     .answer = "DeliverySession",
     .summary = "Plan or log a session",
     .after = "/allocations/{id}",
     .handler = session_create},
    {.method = METHOD_GET,
     .path = "/api/v1/sessions/{id}",
     .name = "session.read",
     .permission = "allocation.read",
     .mode = TX_READ,
     .answer = "DeliverySession",
     .summary = "One session",
     .handler = session_show},
    {.method = METHOD_PATCH,
     .path = "/api/v1/sessions/{id}",
     .name = "session.log",
     .permission = "session.write",
     .mode = TX_WRITE,
     .input = &session_change_input,
     .versioned = true,
     .answer = "DeliverySession",
     .summary = "Log or correct a session",
     .handler = session_change},
    {0},
};

const struct room allocation_room = {.name = "allocation",
                                     .routes = allocation_routes};
