#include "episode/handlers.h"
#include "episode_store.h"

/* An episode has a few dozen assessments at most: one page. */
#define RISKS_MOST 1000

struct err *risk_list(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = episode_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = episode_risks(
            call->tx, call->ids[0],
            input_text(call->arena, &call->query, "all_versions"), &rows);
    return err ? err : reply_list(call, rows, RISKS_MOST, out);
}

/* An assessment sets the next review by the spoke's periods. */
struct err *risk_create(struct call *call, struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err = episode_risk_create(call->tx, call->new_id, call->ids[0],
                                          call->body.json, NULL);

    if (!err)
        err = episode_review_due(call->tx, call->new_id, NULL);
    if (!err)
        err = episode_risk_load(call->tx, call->new_id, call->ids[0], &loaded);
    return err ? err : reply_created(call, loaded, out);
}

struct err *risk_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = episode_risk_find(call->tx, call->ids[0], &rows);

    return err ? err : reply_one(call, rows, out);
}

/* What it said stays; what the episode is reviewed by may follow. */
static struct err *answer_corrected(struct call *call, struct err *err,
                                    struct rows *changed, struct reply *out)
{
    struct rows *loaded = NULL;

    if (!err)
        err = episode_review_due(call->tx, call->ids[0], NULL);
    if (!err)
        err = episode_risk_find(call->tx, call->ids[0], &loaded);
    return err ? err
               : reply_changed(call, changed, loaded,
                               "This assessment can no longer be corrected.",
                               out);
}

struct err *risk_amend(struct call *call, struct reply *out)
{
    struct rows *changed = NULL;
    struct err *err = episode_risk_amend(call->tx, call->ids[0], call->if_match,
                                         call->body.json, &changed);

    return answer_corrected(call, err, changed, out);
}

struct err *risk_in_error(struct call *call, struct reply *out)
{
    struct rows *changed = NULL;
    struct err *err = episode_risk_in_error(
        call->tx, call->ids[0], call->if_match,
        input_text(call->arena, &call->body, "reason"),
        input_text(call->arena, &call->body, "reason_note"), &changed);

    return answer_corrected(call, err, changed, out);
}
