#include "outcome/handlers.h"
#include "outcome/outcome.h"
#include "outcome_store.h"

/* What one young person said in one episode: one page. */
#define VOICES_MOST 1000

struct err *voice_list(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = outcome_episode_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = outcome_voices(
            call->tx, call->ids[0],
            input_text(call->arena, &call->query, "all_versions"), &rows);
    return err ? err : reply_list(call, rows, VOICES_MOST, out);
}

struct err *voice_create(struct call *call, struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err = outcome_voice_create(call->tx, call->new_id, call->ids[0],
                                           call->body.json, NULL);

    if (!err)
        err = outcome_voice_load(call->tx, call->new_id, &loaded);
    return err ? err : reply_created_in(call, loaded, "/api/v1/voices", out);
}

struct err *voice_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = outcome_voice_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_one(call, rows, out);
}

/* What was written stays, with the reason (domain.md 11). */
static struct err *answer_corrected(struct call *call, struct err *err,
                                    struct rows *changed, struct reply *out)
{
    struct rows *loaded = NULL;

    if (!err)
        err = outcome_voice_load(call->tx, call->ids[0], &loaded);
    return err ? err
               : reply_changed(call, changed, loaded,
                               "These words can no longer be changed.", out);
}

struct err *voice_amend(struct call *call, struct reply *out)
{
    struct rows *changed = NULL;
    struct err *err = outcome_voice_amend(
        call->tx, call->ids[0], call->if_match, call->body.json, &changed);

    return answer_corrected(call, err, changed, out);
}

struct err *voice_in_error(struct call *call, struct reply *out)
{
    struct rows *changed = NULL;
    struct err *err = outcome_voice_in_error(
        call->tx, call->ids[0], call->if_match,
        input_text(call->arena, &call->body, "reason"),
        input_text(call->arena, &call->body, "reason_note"), &changed);

    return answer_corrected(call, err, changed, out);
}
