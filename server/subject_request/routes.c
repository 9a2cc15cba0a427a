#include "http/reply.h"
#include "subject_request/input.h"
#include "subject_request/subject_request.h"
#include "subject_request_store.h"

static const char *said(struct call *call, const char *name)
{
    return input_text(call->arena, &call->body, name);
}

static const char *asked(struct call *call, const char *name)
{
    return input_text(call->arena, &call->query, name);
}

static struct err *request_index(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = subject_request_list(call->tx, asked(call, "spoke"),
                                   asked(call, "open"), page.after,
                                   page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

static struct err *request_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = subject_request_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_whole(call, rows, out);
}

static struct err *request_add(struct call *call, struct reply *out)
{
    struct rows *made = NULL, *loaded = NULL;
    struct err *err =
        subject_request_create(call->tx, call->new_id, call->body.json, &made);

    if (!err)
        err = subject_request_load(call->tx, call->new_id, &loaded);
    return err ? err
               : reply_created_in(call, loaded, "/api/v1/subject-access", out);
}

/* After any change: as it is now. */
static struct err *answer(struct call *call, struct rows *changed,
                          struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err = subject_request_load(call->tx, call->ids[0], &loaded);

    return err ? err
               : reply_changed(call, changed, loaded,
                               "This cannot be done to the request now.", out);
}

static struct err *move_to(struct call *call, const char *state,
                           struct reply *out)
{
    struct rows *changed = NULL;
    struct err *err =
        subject_request_move(call->tx, call->ids[0], call->if_match, state,
                             call->body.json, &changed);

    return err ? err : answer(call, changed, out);
}

static struct err *request_identify(struct call *call, struct reply *out)
{
    return move_to(call, "in_progress", out);
}

static struct err *request_pause(struct call *call, struct reply *out)
{
    return move_to(call, "paused", out);
}

static struct err *request_resume(struct call *call, struct reply *out)
{
    return move_to(call, "in_progress", out);
}

static struct err *request_refuse(struct call *call, struct reply *out)
{
    return move_to(call, "refused", out);
}

static struct err *request_withdraw(struct call *call, struct reply *out)
{
    return move_to(call, "withdrawn", out);
}

static struct err *request_answer(struct call *call, struct reply *out)
{
    return move_to(call, "answered", out);
}

static struct err *request_outcome(struct call *call, struct reply *out)
{
    return move_to(call, "answered", out);
}

static struct err *request_extend(struct call *call, struct reply *out)
{
    struct rows *changed = NULL;
    struct err *err = subject_request_extend(
        call->tx, call->ids[0], call->if_match, said(call, "reason"), &changed);

    return err ? err : answer(call, changed, out);
}

static struct err *request_gather(struct call *call, struct reply *out)
{
    struct rows *changed = NULL;
    struct err *err = subject_request_gather(call->tx, call->ids[0],
                                             call->if_match, &changed);

    return err ? err : answer(call, changed, out);
}

/* Of what has no version of its own: a request that is not there is told by
 * what is loaded. */
static struct err *request_now(struct call *call, struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err = subject_request_load(call->tx, call->ids[0], &loaded);

    return err ? err : reply_whole(call, loaded, out);
}

static struct err *request_told(struct call *call, struct reply *out)
{
    struct rows *made = NULL;
    struct err *err = subject_request_told(call->tx, call->ids[0],
                                           said(call, "disclosure_id"), &made);

    return err ? err : request_now(call, out);
}

static struct err *copy_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = subject_request_copy(call->tx, call->ids[0], &rows);

    return err ? err : reply_one(call, rows, out);
}

/* --- items ------------------------------------------------------------------
 */

static struct err *item_index(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *seen = NULL, *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = subject_request_load(call->tx, call->ids[0], &seen);
    if (!err)
        err = subject_request_item_list(call->tx, call->ids[0],
                                        asked(call, "undecided"), page.after,
                                        page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

static struct err *item_include(struct call *call, struct reply *out)
{
    struct rows *changed = NULL;
    struct err *err =
        subject_request_item_include_all(call->tx, call->ids[0], &changed);

    return err ? err : request_now(call, out);
}

static struct err *item_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = subject_request_item_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_whole(call, rows, out);
}

static struct err *item_decide(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err = subject_request_item_decide(
        call->tx, call->ids[0], call->if_match, call->body.json, &changed);

    if (!err)
        err = subject_request_item_load(call->tx, call->ids[0], &loaded);
    return err ? err
               : reply_changed(call, changed, loaded,
                               "This item cannot be decided now.", out);
}

static struct err *item_redact(struct call *call, struct reply *out)
{
    struct rows *made = NULL;
    struct err *err = subject_request_redact(
        call->tx, call->new_id, call->ids[0], said(call, "passage"),
        said(call, "reason"), &made);

    return err ? err : item_show(call, out);
}

static struct err *item_undo(struct call *call, struct reply *out)
{
    struct rows *changed = NULL;
    struct err *err = subject_request_redaction_undo(
        call->tx, call->ids[1], call->ids[0], said(call, "reason"), &changed);

    return err ? err : item_show(call, out);
}

static const struct route subject_request_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/subject-access",
     .name = "subject_request.list",
     .permission = "subject.read",
     .mode = TX_READ,
     .query = &subject_list_query,
     .answer = "SubjectRequest[]",
     .summary = "Requests to see or put right what is held, latest first",
     .handler = request_index},
    {.method = METHOD_POST,
     .path = "/api/v1/subject-access",
     .name = "subject_request.add",
     .permission = "subject.write",
     .mode = TX_WRITE,
     .input = &subject_new_input,
     .answer = "SubjectRequest",
     .summary = "Take in a request",
     .after = "/subject-access/{new_id}",
     .handler = request_add},
    {.method = METHOD_GET,
     .path = "/api/v1/subject-access/{id}",
     .name = "subject_request.show",
     .permission = "subject.read",
     .mode = TX_READ,
     .answer = "SubjectRequest",
     .summary = "One request, with its clock",
     .handler = request_show},
    {.method = METHOD_POST,
     .path = "/api/v1/subject-access/{id}/identify",
     .name = "subject_request.identify",
     .permission = "subject.write",
     .mode = TX_WRITE,
     .input = &subject_identity_input,
     .versioned = true,
     .answer = "SubjectRequest",
     .summary = "It is known who asks: the clock begins",
     .after = "/subject-access/{id}",
     .handler = request_identify},
    {.method = METHOD_POST,
     .path = "/api/v1/subject-access/{id}/pause",
     .name = "subject_request.pause",
     .permission = "subject.write",
     .mode = TX_WRITE,
     .input = &subject_pause_input,
     .versioned = true,
     .answer = "SubjectRequest",
     .summary = "Stop the clock while they make clear what they ask",
     .after = "/subject-access/{id}",
     .handler = request_pause},
    {.method = METHOD_POST,
     .path = "/api/v1/subject-access/{id}/resume",
     .name = "subject_request.resume",
     .permission = "subject.write",
     .mode = TX_WRITE,
     .input = &subject_empty_input,
     .versioned = true,
     .answer = "SubjectRequest",
     .summary = "They have answered: the clock goes on",
     .after = "/subject-access/{id}",
     .handler = request_resume},
    {.method = METHOD_POST,
     .path = "/api/v1/subject-access/{id}/extend",
     .name = "subject_request.extend",
     .permission = "subject.write",
     .mode = TX_WRITE,
     .input = &subject_extend_input,
     .versioned = true,
     .answer = "SubjectRequest",
     .summary = "Two months more, said within the first",
     .after = "/subject-access/{id}",
     .handler = request_extend},
    {.method = METHOD_POST,
     .path = "/api/v1/subject-access/{id}/refuse",
     .name = "subject_request.refuse",
     .permission = "subject.write",
     .mode = TX_WRITE,
     .input = &subject_refuse_input,
     .versioned = true,
     .answer = "SubjectRequest",
     .summary = "Refuse a request",
     .after = "/subject-access/{id}",
     .handler = request_refuse},
    {.method = METHOD_POST,
     .path = "/api/v1/subject-access/{id}/withdraw",
     .name = "subject_request.withdraw",
     .permission = "subject.write",
     .mode = TX_WRITE,
     .input = &subject_withdraw_input,
     .versioned = true,
     .answer = "SubjectRequest",
     .summary = "They take it back",
     .after = "/subject-access/{id}",
     .handler = request_withdraw},
    {.method = METHOD_POST,
     .path = "/api/v1/subject-access/{id}/gather",
     .name = "subject_request.gather",
     .permission = "subject.write",
     .mode = TX_WRITE,
     .versioned = true,
     .answer = "SubjectRequest",
     .summary = "Look through every room for what is held",
     .after = "/subject-access/{id}",
     .handler = request_gather},
    {.method = METHOD_POST,
     .path = "/api/v1/subject-access/{id}/answer",
     .name = "subject_request.answer",
     .permission = "subject.write",
     .mode = TX_WRITE,
     .recent_sign_in = true,
     .input = &subject_empty_input,
     .versioned = true,
     .answer = "SubjectRequest",
     .summary = "Answer: the copy is made, and kept",
     .after = "/subject-access/{id}",
     .handler = request_answer},
    {.method = METHOD_POST,
     .path = "/api/v1/subject-access/{id}/outcome",
     .name = "subject_request.outcome",
     .permission = "subject.write",
     .mode = TX_WRITE,
     .input = &subject_outcome_input,
     .versioned = true,
     .answer = "SubjectRequest",
     .summary = "Say what came of a request to put something right",
     .after = "/subject-access/{id}",
     .handler = request_outcome},
    {.method = METHOD_POST,
     .path = "/api/v1/subject-access/{id}/told",
     .name = "subject_request.told",
     .permission = "subject.write",
     .mode = TX_WRITE,
     .input = &subject_told_input,
     .answer = "SubjectRequest",
     .summary = "Whoever was given the record before has been told",
     .after = "/subject-access/{id}",
     .handler = request_told},
    {.method = METHOD_GET,
     .path = "/api/v1/subject-access/{id}/items",
     .name = "subject_item.list",
     .permission = "subject.write",
     .mode = TX_READ,
     .query = &subject_items_query,
     .answer = "SubjectItem[]",
     .summary = "What was found, in order of time",
     .handler = item_index},
    {.method = METHOD_POST,
     .path = "/api/v1/subject-access/{id}/include",
     .name = "subject_item.include",
     .permission = "subject.write",
     .mode = TX_WRITE,
     .answer = "SubjectRequest",
     .summary = "Include all that nobody decided and nobody holds back",
     .after = "/subject-access/{id}",
     .handler = item_include},
    {.method = METHOD_GET,
     .path = "/api/v1/subject-items/{id}",
     .name = "subject_item.show",
     .permission = "subject.write",
     .mode = TX_READ,
     .answer = "SubjectItem",
     .summary = "One item, and as it is given out",
     .handler = item_show},
    {.method = METHOD_POST,
     .path = "/api/v1/subject-items/{id}/decide",
     .name = "subject_item.decide",
     .permission = "subject.write",
     .mode = TX_WRITE,
     .input = &subject_decide_input,
     .versioned = true,
     .answer = "SubjectItem",
     .summary = "Include an item, or say which exemption holds",
     .after = "/subject-access",
     .handler = item_decide},
    {.method = METHOD_POST,
     .path = "/api/v1/subject-items/{id}/redactions",
     .name = "subject_item.redact",
     .permission = "subject.write",
     .mode = TX_WRITE,
     .input = &subject_redact_input,
     .answer = "SubjectItem",
     .summary = "Words that are not given out",
     .after = "/subject-access",
     .handler = item_redact},
    {.method = METHOD_POST,
     .path = "/api/v1/subject-items/{id}/redactions/{id}/undo",
     .name = "subject_item.undo",
     .permission = "subject.write",
     .mode = TX_WRITE,
     .input = &subject_undo_input,
     .answer = "SubjectItem",
     .summary = "Give words out after all",
     .after = "/subject-access",
     .handler = item_undo},
    {.method = METHOD_GET,
     .path = "/api/v1/subject-access/{id}/copy",
     .name = "subject_request.copy",
     .permission = "subject.write",
     .mode = TX_READ,
     .recent_sign_in = true,
     .answer = "SubjectCopy",
     .summary = "As it was given out",
     .handler = copy_show},
    {0                        },
};

const struct room subject_request_room = {.name = "subject_request",
                                          .routes = subject_request_routes};
