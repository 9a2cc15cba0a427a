#include "outcome/input.h"
#include "outcome/outcome.h"
#include "outcome_store.h"

/* An episode's measures times its points: one page holds them. */
#define OUTCOMES_MOST 2000

static struct err *episode_outcomes(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = outcome_episode_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = outcome_list_of_episode(call->tx, call->ids[0], &rows);
    return err ? err : reply_list(call, rows, OUTCOMES_MOST, out);
}

static struct err *allocation_outcomes(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = outcome_allocation_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = outcome_list_of_allocation(call->tx, call->ids[0], &rows);
    return err ? err : reply_list(call, rows, OUTCOMES_MOST, out);
}

static struct err *episode_distance(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err =
        outcome_distance_of_episode(call->tx, call->ids[0], &rows);

    return err ? err : reply_one(call, rows, out);
}

static struct err *allocation_distance(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err =
        outcome_distance_of_allocation(call->tx, call->ids[0], &rows);

    return err ? err : reply_one(call, rows, out);
}

/* Wherever it was recorded, an outcome lives among the outcomes. */
static struct err *answer_created(struct call *call, struct err *err,
                                  struct reply *out)
{
    struct rows *loaded = NULL;

    if (!err)
        err = outcome_load(call->tx, call->new_id, &loaded);
    return err ? err : reply_created_in(call, loaded, "/api/v1/outcomes", out);
}

static struct err *episode_outcome_create(struct call *call, struct reply *out)
{
    return answer_created(call,
                          outcome_create_in_episode(call->tx, call->new_id,
                                                    call->ids[0],
                                                    call->body.json, NULL),
                          out);
}

static struct err *allocation_outcome_create(struct call *call,
                                             struct reply *out)
{
    return answer_created(call,
                          outcome_create_in_allocation(call->tx, call->new_id,
                                                       call->ids[0],
                                                       call->body.json, NULL),
                          out);
}

static struct err *outcome_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = outcome_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_one(call, rows, out);
}

static struct err *outcome_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err = outcome_update(call->tx, call->ids[0], call->if_match,
                                     call->body.json, &changed);

    if (!err)
        err = outcome_load(call->tx, call->ids[0], &loaded);
    return err ? err
               : reply_changed(call, changed, loaded,
                               "Only the spoke's staff and the provider of "
                               "the intervention change this outcome.",
                               out);
}

static const struct route outcome_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/episodes/{id}/outcomes",
     .name = "outcome.list",
     .permission = "outcome.read",
     .mode = TX_READ,
     .answer = "Outcome[]",
     .summary = "Outcomes of an episode, latest first",
     .handler = episode_outcomes},
    {.method = METHOD_POST,
     .path = "/api/v1/episodes/{id}/outcomes",
     .name = "outcome.create",
     .permission = "outcome.write",
     .mode = TX_WRITE,
     .input = &outcome_new_input,
     .answer = "Outcome",
     .summary = "Record an outcome",
     .after = "/episodes/{id}/work",
     .handler = episode_outcome_create},
    {.method = METHOD_GET,
     .path = "/api/v1/episodes/{id}/distance-travelled",
     .name = "outcome.distance",
     .permission = "outcome.read",
     .mode = TX_READ,
     .answer = "DistanceTravelled",
     .summary = "What changed since the baseline, measure by measure",
     .handler = episode_distance},
    {.method = METHOD_GET,
     .path = "/api/v1/allocations/{id}/outcomes",
     .name = "outcome.list_delivered",
     .permission = "outcome.read",
     .mode = TX_READ,
     .answer = "Outcome[]",
     .summary = "Outcomes of one intervention, latest first",
     .handler = allocation_outcomes},
    {.method = METHOD_POST,
     .path = "/api/v1/allocations/{id}/outcomes",
     .name = "outcome.create_delivered",
     .permission = "outcome.write",
     .mode = TX_WRITE,
     .input = &outcome_delivered_input,
     .answer = "Outcome",
     .summary = "Record an outcome of one intervention",
     .after = "/allocations/{id}",
     .handler = allocation_outcome_create},
    {.method = METHOD_GET,
     .path = "/api/v1/allocations/{id}/distance-travelled",
     .name = "outcome.distance_delivered",
     .permission = "outcome.read",
     .mode = TX_READ,
     .answer = "DistanceTravelled",
     .summary = "What changed during one intervention",
     .handler = allocation_distance},
    {.method = METHOD_GET,
     .path = "/api/v1/outcomes/{id}",
     .name = "outcome.show",
     .permission = "outcome.read",
     .mode = TX_READ,
     .answer = "Outcome",
     .summary = "One outcome",
     .handler = outcome_show},
    {.method = METHOD_PATCH,
     .path = "/api/v1/outcomes/{id}",
     .name = "outcome.change",
     .permission = "outcome.write",
     .mode = TX_WRITE,
     .input = &outcome_change_input,
     .versioned = true,
     .answer = "Outcome",
     .summary = "Correct a value, its date or its note",
     .handler = outcome_change},
    {0                   },
};

const struct room outcome_room = {.name = "outcome", .routes = outcome_routes};
