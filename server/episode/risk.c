#include "episode/handlers.h"
#include "episode_store.h"

/* An episode has a few dozen assessments at most: one page. */
#define RISKS_MOST 1000

struct err *risk_list(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = episode_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = episode_risks(call->tx, call->ids[0], &rows);
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
