#include "letter/input.h"
#include "letter/letter.h"
#include "letter_store.h"

/* One referral has a handful of letters: one page. */
#define LETTERS_MOST 1000

#define REFUSAL                                                                \
    "This cannot be done with the letter as it stands, or not by you. "        \
    "Reload the page to see where it is."

static struct err *letters_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = letter_referral_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = letter_list(call->tx, call->ids[0], &rows);
    return err ? err : reply_list(call, rows, LETTERS_MOST, out);
}

static struct err *letter_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = letter_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_whole(call, rows, out);
}

static struct err *letter_add(struct call *call, struct reply *out)
{
    struct rows *made = NULL, *loaded = NULL;
    struct err *err =
        letter_make(call->tx, call->new_id, call->ids[0],
                    input_text(call->arena, &call->body, "result"), &made);

    if (!err)
        err = letter_load(call->tx, call->new_id, &loaded);
    return err ? err : reply_created_in(call, loaded, "/api/v1/letters", out);
}

static struct err *changed_reply(struct call *call, struct rows *changed,
                                 struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err = letter_load(call->tx, call->ids[0], &loaded);

    return err ? err : reply_changed(call, changed, loaded, REFUSAL, out);
}

static struct err *letter_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL;
    struct err *err = letter_update(call->tx, call->ids[0], call->if_match,
                                    call->body.json, &changed);

    return err ? err : changed_reply(call, changed, out);
}

static struct err *letter_send(struct call *call, struct reply *out)
{
    struct rows *changed = NULL;
    struct err *err =
        letter_issue(call->tx, call->ids[0], call->if_match,
                     input_text(call->arena, &call->body, "channel"), &changed);

    return err ? err : changed_reply(call, changed, out);
}

static struct err *letter_put_aside(struct call *call, struct reply *out)
{
    struct rows *changed = NULL;
    struct err *err = letter_set_aside(call->tx, call->ids[0], call->if_match,
                                       call->body.json, &changed);

    return err ? err : changed_reply(call, changed, out);
}

#define OF_REFERRAL "/api/v1/referrals/{id}/letters"
#define ONE "/api/v1/letters/{id}"

static const struct route letter_routes[] = {
    {.method = METHOD_GET,
     .path = OF_REFERRAL,
     .name = "letter.list",
     .permission = "referral.read",
     .mode = TX_READ,
     .answer = "LetterItem[]",
     .summary = "The letters to the referrer of one referral",
     .handler = letters_show},
    {.method = METHOD_POST,
     .path = OF_REFERRAL,
     .name = "letter.create",
     .permission = "referral.triage",
     .mode = TX_WRITE,
     .input = &letter_new_input,
     .answer = "Letter",
     .summary = "Draft another letter, in place of what was sent",
     .after = "/letters/{new_id}",
     .handler = letter_add},
    {.method = METHOD_GET,
     .path = ONE,
     .name = "letter.show",
     .permission = "referral.read",
     .mode = TX_READ,
     .answer = "Letter",
     .summary = "One letter as it is, or would be, sent",
     .handler = letter_show},
    {.method = METHOD_PATCH,
     .path = ONE,
     .name = "letter.change",
     .permission = "referral.triage",
     .mode = TX_WRITE,
     .input = &letter_change_input,
     .versioned = true,
     .answer = "Letter",
     .summary = "Change a draft: its own paragraph, and whom it is to",
     .after = "/letters/{id}",
     .handler = letter_change},
    {.method = METHOD_POST,
     .path = ONE "/issue",
     .name = "letter.issue",
     .permission = "referral.triage",
     .mode = TX_WRITE,
     .input = &letter_issue_input,
     .versioned = true,
     .answer = "Letter",
     .summary = "Send it: the clock stops, and it does not change again",
     .after = "/letters/{id}",
     .handler = letter_send},
    {.method = METHOD_POST,
     .path = ONE "/set-aside",
     .name = "letter.set_aside",
     .permission = "referral.triage",
     .mode = TX_WRITE,
     .input = &letter_aside_input,
     .versioned = true,
     .answer = "Letter",
     .summary = "Say why the referrer is not written to",
     .after = "/letters/{id}",
     .handler = letter_put_aside},
    {0                         },
};

const struct room letter_room = {.name = "letter", .routes = letter_routes};
