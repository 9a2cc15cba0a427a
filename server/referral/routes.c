#include "input/json_keep.h"
#include "referral/held.h"
#include "referral/input.h"
#include "referral/referral.h"
#include "referral/rules.h"
#include "referral/triage.h"
#include "referral_store.h"

/* The database finds this many at most. */
#define CANDIDATES_MOST 50

#define NOT_YOURS                                                              \
    "You can change a referral while it is your own draft. Once it is sent, "  \
    "those who triage it can."

static struct err *list_show(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = referral_page(call->tx,
                            input_text(call->arena, &call->query, "spoke"),
                            input_text(call->arena, &call->query, "state"),
                            input_text(call->arena, &call->query, "mine"),
                            page.after, page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

static struct err *referral_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = referral_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_whole(call, rows, out);
}

static struct err *candidates_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = referral_candidate_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = referral_candidate_list(call->tx, call->ids[0], &rows);
    return err ? err : reply_list(call, rows, CANDIDATES_MOST, out);
}

static bool wants_sent(struct call *call)
{
    return json_is_true(json_object_get(call->body.clean, "submit"));
}

/* A referral is born a draft, and its birth is its first version. */
static struct err *referral_make(struct call *call, struct reply *out)
{
    struct rows *made = NULL, *loaded = NULL;
    const char *id = call->new_id, *json = call->body.json;
    struct err *err = referral_create(call->tx, id, json, &made);

    if (!err)
        err = referral_concerns_add(call->tx, id, json, &made);
    if (!err && wants_sent(call))
        err = referral_move(call->tx, id, "1", "submit", "{}", &made);
    if (!err)
        err = referral_load(call->tx, id, &loaded);
    return err ? err : reply_created(call, loaded, out);
}

/* A draft may lack much; one that is sent, or was, may not. */
static struct err *form_check(struct call *call, const struct held *held,
                              const json_t *form)
{
    struct fault *faults = NULL;

    bool draft = strcmp(held->state, "draft") == 0;

    if (!draft && wants_sent(call))
        return err_new(call->arena, ERR_IMPOSSIBLE_MOVE,
                       "This referral has been sent already.");
    referral_new_check(call->arena, form, &faults);
    if (!draft)
        referral_complete_check(call->arena, form, &faults);
    return err_from_faults(call->arena, faults);
}

static struct err *form_write(struct call *call, const char *json,
                              struct rows **ret_changed)
{
    const char *id = call->ids[0];
    struct rows *done = NULL;
    struct err *err =
        referral_update(call->tx, id, call->if_match, json, ret_changed);

    if (!err)
        err = referral_concerns_clear(call->tx, id, &done);
    if (!err)
        err = referral_concerns_add(call->tx, id, json, &done);
    if (!err && wants_sent(call))
        err = referral_move(call->tx, id,
                            arena_printf(call->arena, "%ld",
                                         strtol(call->if_match, NULL, 10) + 1),
                            "submit", "{}", &done);
    return err;
}

static struct err *referral_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct held held;
    const json_t *form;
    struct err *err = held_load(call, &held);

    if (err)
        return err;
    if (!held.current) {
        err = referral_update(call->tx, call->ids[0], call->if_match, "{}",
                              &changed);
    } else {
        form = referral_merged(call->arena, held.form, call->body.clean);
        err = form_check(call, &held, form);
        if (!err)
            err = form_write(call, json_text(call->arena, form), &changed);
    }
    if (!err)
        err = referral_load(call->tx, call->ids[0], &loaded);
    return err ? err : reply_changed(call, changed, loaded, NOT_YOURS, out);
}

/* What is missing is told all at once, field by field. */
static struct err *referral_submit(struct call *call, struct reply *out)
{
    struct fault *faults = NULL;
    struct held held;
    struct err *err = held_load(call, &held);

    if (!err && held.current && strcmp(held.state, "draft") == 0) {
        referral_complete_check(call->arena, held.form, &faults);
        err = err_from_faults(call->arena, faults);
    }
    return err ? err : referral_move_to(call, "submit", "{}", out);
}

#define BASE "/api/v1/referrals"
#define ONE BASE "/{id}"

/* A move: POST, versioned, answers with the referral as it is now. */
#define MOVE(verb, named, permission_, input_, summary_, handler_)             \
    {                                                                          \
        .method = METHOD_POST, .path = ONE "/" verb,                           \
        .name = "referral." named, .permission = permission_,                  \
        .mode = TX_WRITE, .input = input_, .versioned = true,                  \
        .answer = "Referral", .summary = summary_, .after = "/referrals/{id}", \
        .handler = handler_                                                    \
    }

static const struct route referral_routes[] = {
    {.method = METHOD_GET,
     .path = BASE,
     .name = "referral.list",
     .permission = "referral.read",
     .mode = TX_READ,
     .query = &referral_query,
     .answer = "ReferralItem[]",
     .summary = "Referrals of a spoke, or one's own, last changed first",
     .handler = list_show},
    {.method = METHOD_POST,
     .path = BASE,
     .name = "referral.create",
     .permission = "referral.write",
     .mode = TX_WRITE,
     .input = &referral_new_input,
     .answer = "Referral",
     .summary = "Write a referral: a draft, or sent at once",
     .after = "/referrals/{new_id}",
     .handler = referral_make},
    {.method = METHOD_GET,
     .path = ONE,
     .name = "referral.show",
     .permission = "referral.read",
     .mode = TX_READ,
     .answer = "Referral",
     .summary = "One referral with its history",
     .handler = referral_show},
    {.method = METHOD_GET,
     .path = ONE "/candidates",
     .name = "referral.candidates",
     .permission = "referral.triage",
     .mode = TX_READ,
     .answer = "ReferralCandidate[]",
     .summary = "Referrals it may repeat and episodes it may belong to",
     .handler = candidates_show},
    {.method = METHOD_PATCH,
     .path = ONE,
     .name = "referral.change",
     .permission = "referral.write",
     .mode = TX_WRITE,
     .input = &referral_change_input,
     .versioned = true,
     .answer = "Referral",
     .summary = "Change a draft, or what was written while it is in triage",
     .after = "/referrals/{id}",
     .handler = referral_change},
    {.method = METHOD_PUT,
     .path = ONE "/annex",
     .name = "referral.annex",
     .permission = "referral.annex",
     .mode = TX_WRITE,
     .input = &referral_annex_input,
     .versioned = true,
     .answer = "Referral",
     .summary = "Write what only the police may read",
     .after = "/referrals/{id}",
     .handler = referral_annex_say},
    MOVE("submit", "submit", "referral.write", NULL, "Send a draft",
         referral_submit),
    MOVE("triage", "triage", "referral.triage", NULL, "Take into triage",
         referral_triage),
    MOVE("person", "person", "referral.triage", &referral_person_input,
         "Say who the young person is, in triage", referral_person_say),
    MOVE("request-information", "request_information", "referral.triage",
         &referral_question_input, "Ask the referrer; the clock stands still",
         referral_ask),
    MOVE("answer", "answer", "referral.write", &referral_answer_input,
         "Answer what triage asked", referral_answer),
    MOVE("accept", "accept", "referral.triage", &referral_accept_input,
         "Accept to the panel, and open an episode", referral_accept),
    MOVE("convene", "convene", "referral.triage", &referral_accept_input,
         "Call an extraordinary meeting, and open an episode",
         referral_convene),
    MOVE("allocate", "allocate", "referral.triage", &referral_accept_input,
         "Go straight to an intervention, and open an episode",
         referral_allocate),
    MOVE("add-to-episode", "add_to_episode", "referral.triage",
         &referral_add_input, "Add to the episode that is open",
         referral_add_to_episode),
    MOVE("redirect", "redirect", "referral.triage", &referral_redirect_input,
         "Send on to another service", referral_redirect),
    MOVE("decline", "decline", "referral.triage", &referral_decline_input,
         "Decline", referral_decline),
    MOVE("mark-duplicate", "mark_duplicate", "referral.triage",
         &referral_duplicate_input, "Say that it repeats another referral",
         referral_mark_duplicate),
    MOVE("mark-out-of-area", "mark_out_of_area", "referral.triage",
         &referral_outside_input, "Say that it is out of area",
         referral_mark_outside),
    MOVE("withdraw", "withdraw", "referral.write", &referral_withdraw_input,
         "Withdraw", referral_withdraw),
    {0 },
};

const struct room referral_room = {.name = "referral",
                                   .routes = referral_routes};
