#include "input/correction.h"
#include "outcome/handlers.h"
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
        err = outcome_list_of_episode(
            call->tx, call->ids[0],
            input_text(call->arena, &call->query, "all_versions"), &rows);
    return err ? err : reply_list(call, rows, OUTCOMES_MOST, out);
}

static struct err *allocation_outcomes(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = outcome_allocation_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = outcome_list_of_allocation(
            call->tx, call->ids[0],
            input_text(call->arena, &call->query, "all_versions"), &rows);
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

/* What it said before stays, with the reason (domain.md 11). */
static struct err *answer_corrected(struct call *call, struct err *err,
                                    struct rows *changed, struct reply *out)
{
    struct rows *loaded = NULL;

    if (!err)
        err = outcome_load(call->tx, call->ids[0], &loaded);
    return err ? err
               : reply_changed(call, changed, loaded,
                               "Only the spoke's staff and the provider of "
                               "the intervention correct this outcome.",
                               out);
}

static struct err *outcome_correct(struct call *call, struct reply *out)
{
    struct rows *changed = NULL;
    struct err *err = outcome_amend(call->tx, call->ids[0], call->if_match,
                                    call->body.json, &changed);

    return answer_corrected(call, err, changed, out);
}

static struct err *outcome_strike(struct call *call, struct reply *out)
{
    struct rows *changed = NULL;
    struct err *err = outcome_in_error(
        call->tx, call->ids[0], call->if_match,
        input_text(call->arena, &call->body, "reason"),
        input_text(call->arena, &call->body, "reason_note"), &changed);

    return answer_corrected(call, err, changed, out);
}

static struct err *intervention_distance(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = outcome_distance_of_intervention(
        call->tx, call->ids[0], input_text(call->arena, &call->query, "spoke"),
        input_text(call->arena, &call->query, "from"),
        input_text(call->arena, &call->query, "to"), &rows);

    return err ? err : reply_one(call, rows, out);
}

static struct err *due_index(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = outcome_due_list(
        call->tx, input_text(call->arena, &call->query, "spoke"), &rows);

    return err ? err : reply_list(call, rows, OUTCOMES_MOST, out);
}

static const struct route outcome_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/episodes/{id}/outcomes",
     .name = "outcome.list",
     .permission = "outcome.read",
     .mode = TX_READ,
     .query = &outcome_query,
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
     .query = &outcome_query,
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
    {.method = METHOD_POST,
     .path = "/api/v1/outcomes/{id}/amend",
     .name = "outcome.amend",
     .permission = "outcome.write",
     .mode = TX_WRITE,
     .input = &outcome_amend_input,
     .versioned = true,
     .answer = "Outcome",
     .summary = "Correct an outcome: what it said stays in the record",
     .after = "/outcomes/{id}",
     .handler = outcome_correct},
    {.method = METHOD_POST,
     .path = "/api/v1/outcomes/{id}/in-error",
     .name = "outcome.in_error",
     .permission = "outcome.write",
     .mode = TX_WRITE,
     .input = &in_error_input,
     .versioned = true,
     .answer = "Outcome",
     .summary = "Strike an outcome recorded in error",
     .after = "/outcomes/{id}",
     .handler = outcome_strike},
    {.method = METHOD_GET,
     .path = "/api/v1/outcomes-due",
     .name = "outcome.due",
     .permission = "outcome.write",
     .mode = TX_READ,
     .query = &outcome_due_query,
     .answer = "OutcomeDue[]",
     .summary = "Outcomes to log in a spoke, the longest due first",
     .handler = due_index},
    {.method = METHOD_GET,
     .path = "/api/v1/interventions/{id}/distance-travelled",
     .name = "outcome.distance_group",
     .permission = "outcome.read",
     .mode = TX_READ,
     .query = &outcome_group_query,
     .answer = "GroupDistance",
     .summary = "What changed for everybody who began an intervention",
     .handler = intervention_distance},
    {.method = METHOD_GET,
     .path = "/api/v1/episodes/{id}/voices",
     .name = "voice.list",
     .permission = "voice.read",
     .mode = TX_READ,
     .query = &outcome_query,
     .answer = "Voice[]",
     .summary = "What the young person said, latest first",
     .handler = voice_list},
    {.method = METHOD_POST,
     .path = "/api/v1/episodes/{id}/voices",
     .name = "voice.create",
     .permission = "voice.write",
     .mode = TX_WRITE,
     .input = &voice_new_input,
     .answer = "Voice",
     .summary = "Record what the young person said",
     .after = "/episodes/{id}/work",
     .handler = voice_create},
    {.method = METHOD_GET,
     .path = "/api/v1/voices/{id}",
     .name = "voice.show",
     .permission = "voice.read",
     .mode = TX_READ,
     .answer = "Voice",
     .summary = "What a young person said, with its earlier versions",
     .handler = voice_show},
    {.method = METHOD_POST,
     .path = "/api/v1/voices/{id}/amend",
     .name = "voice.amend",
     .permission = "voice.write",
     .mode = TX_WRITE,
     .input = &voice_amend_input,
     .versioned = true,
     .answer = "Voice",
     .summary = "Correct what was recorded, or whether it may be published",
     .after = "/voices/{id}",
     .handler = voice_amend},
    {.method = METHOD_POST,
     .path = "/api/v1/voices/{id}/in-error",
     .name = "voice.in_error",
     .permission = "voice.write",
     .mode = TX_WRITE,
     .input = &in_error_input,
     .versioned = true,
     .answer = "Voice",
     .summary = "Strike words recorded in error",
     .after = "/voices/{id}",
     .handler = voice_in_error},
    {0                  },
};

const struct room outcome_room = {.name = "outcome", .routes = outcome_routes};
