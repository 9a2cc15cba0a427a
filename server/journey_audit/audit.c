#include "journey_audit/audit.h"

#include "http/reply.h"
#include "http/request.h"
#include "journey_audit_store.h"

/* The whole of one young person's way: hundreds, not thousands. */
#define STEPS_MOST 5000
#define OWNERS_MOST 500

static const char *body_text(struct call *call, const char *name)
{
    return input_text(call->arena, &call->body, name);
}

struct err *audit_index(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = journey_audit_list(call->tx,
                                 input_text(call->arena, &call->query, "spoke"),
                                 input_text(call->arena, &call->query, "state"),
                                 page.after, page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

struct err *audit_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = journey_audit_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_whole(call, rows, out);
}

struct err *audit_step_list(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = journey_audit_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = journey_audit_steps(call->tx, call->ids[0], &rows);
    return err ? err : reply_list(call, rows, STEPS_MOST, out);
}

struct err *audit_owner_list(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = journey_audit_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = journey_audit_owners(call->tx, call->ids[0], &rows);
    return err ? err : reply_list(call, rows, OWNERS_MOST, out);
}

struct err *audit_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err = journey_audit_update(
        call->tx, call->ids[0], call->if_match, call->body.json, &changed);

    if (!err)
        err = journey_audit_load(call->tx, call->ids[0], &loaded);
    return err ? err : reply_changed(call, changed, loaded, NULL, out);
}

/* One verb: from where, if that is not told by where to. */
struct verb {
    const char *since;
    const char *state;
    const char *refusal;
};

static struct err *move_to(struct call *call, const struct verb *verb,
                           struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err = journey_audit_move(
        call->tx, call->ids[0], call->if_match, verb->since, verb->state,
        body_text(call, "reason"), body_text(call, "note"), &changed);

    if (!err)
        err = journey_audit_load(call->tx, call->ids[0], &loaded);
    return err ? err : reply_changed(call, changed, loaded, verb->refusal, out);
}

struct err *audit_grade(struct call *call, struct reply *out)
{
    static const struct verb grade = {
        "draft", "graded", "Only a draft is graded. Change the grade instead."};

    return move_to(call, &grade, out);
}

struct err *audit_send(struct call *call, struct reply *out)
{
    static const struct verb send = {NULL, "with_spoke",
                                     "The spoke has this audit already."};

    return move_to(call, &send, out);
}

struct err *audit_revise(struct call *call, struct reply *out)
{
    static const struct verb revise = {
        "responded", "graded",
        "Only an audit that the spoke has answered is taken back."};

    return move_to(call, &revise, out);
}

struct err *audit_close(struct call *call, struct reply *out)
{
    static const struct verb close = {NULL, "closed",
                                      "This audit is closed already."};

    return move_to(call, &close, out);
}

struct err *audit_set_aside(struct call *call, struct reply *out)
{
    static const struct verb set_aside = {NULL, "set_aside",
                                          "This journey is set aside already."};

    return move_to(call, &set_aside, out);
}

struct err *audit_answer(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err = journey_audit_respond(
        call->tx, call->ids[0], call->if_match, body_text(call, "response"),
        body_text(call, "response_text"), &changed);

    if (!err)
        err = journey_audit_load(call->tx, call->ids[0], &loaded);
    return err ? err
               : reply_changed(call, changed, loaded,
                               "The spoke has answered already.", out);
}

/* The new audit begins where the earlier one is said to be audited again; the
 * answer is the earlier one, which names it. */
struct err *audit_repeat(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err =
        journey_audit_move(call->tx, call->ids[0], call->if_match, NULL,
                           "re_audited", NULL, NULL, &changed);

    if (!err)
        err = journey_audit_again(call->tx, call->ids[0], call->new_id, NULL);
    if (!err)
        err = journey_audit_load(call->tx, call->ids[0], &loaded);
    return err ? err
               : reply_changed(call, changed, loaded,
                               "This journey is being audited again already.",
                               out);
}

/* What is added to an audit is answered with the audit as it now is. */
static struct err *answer_audit(struct call *call, struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err = journey_audit_load(call->tx, call->ids[0], &loaded);

    return err ? err : reply_one(call, loaded, out);
}

struct err *audit_opening(struct call *call, struct reply *out)
{
    struct err *err = journey_audit_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = journey_audit_open(call->tx, call->new_id, call->ids[0],
                                 call->body.json, NULL);
    return err ? err : answer_audit(call, out);
}

struct err *audit_shutting(struct call *call, struct reply *out)
{
    struct err *err = journey_audit_shut(call->tx, call->ids[0], NULL);

    return err ? err : answer_audit(call, out);
}

struct err *audit_score(struct call *call, struct reply *out)
{
    struct err *err = journey_audit_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = journey_audit_score_add(call->tx, call->new_id, call->ids[0],
                                      call->body.json, NULL);
    return err ? err : answer_audit(call, out);
}
