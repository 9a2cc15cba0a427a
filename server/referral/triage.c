#include "referral/triage.h"

#include "base/uuid.h"
#include "input/json_keep.h"
#include "person_store.h"
#include "referral/held.h"
#include "referral_store.h"

#define REFUSAL                                                                \
    "This cannot be done with the referral as it stands, or not by you. "      \
    "Reload the page to see where it is."

/* A body as sent; a move without one sends none. */
static const char *words_of(struct call *call)
{
    return call->body.json ? call->body.json : "{}";
}

static struct err *changed_reply(struct call *call, struct rows *changed,
                                 struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err = referral_load(call->tx, call->ids[0], &loaded);

    return err ? err : reply_changed(call, changed, loaded, REFUSAL, out);
}

struct err *referral_move_to(struct call *call, const char *verb,
                             const char *input, struct reply *out)
{
    struct rows *moved = NULL;
    struct err *err = referral_move(call->tx, call->ids[0], call->if_match,
                                    verb, input, &moved);

    return err ? err : changed_reply(call, moved, out);
}

struct err *referral_triage(struct call *call, struct reply *out)
{
    return referral_move_to(call, "triage", "{}", out);
}

struct err *referral_ask(struct call *call, struct reply *out)
{
    return referral_move_to(call, "request_information", words_of(call), out);
}

struct err *referral_answer(struct call *call, struct reply *out)
{
    return referral_move_to(call, "answer", words_of(call), out);
}

struct err *referral_add_to_episode(struct call *call, struct reply *out)
{
    return referral_move_to(call, "add_to_episode", words_of(call), out);
}

struct err *referral_redirect(struct call *call, struct reply *out)
{
    return referral_move_to(call, "redirect", words_of(call), out);
}

struct err *referral_decline(struct call *call, struct reply *out)
{
    return referral_move_to(call, "decline", words_of(call), out);
}

struct err *referral_mark_duplicate(struct call *call, struct reply *out)
{
    return referral_move_to(call, "mark_duplicate", words_of(call), out);
}

struct err *referral_mark_outside(struct call *call, struct reply *out)
{
    return referral_move_to(call, "mark_out_of_area", words_of(call), out);
}

struct err *referral_withdraw(struct call *call, struct reply *out)
{
    return referral_move_to(call, "withdraw", words_of(call), out);
}

/* --- who the young person is ------------------------------------------------
 */

static struct err *person_fault(struct call *call, const char *pointer,
                                const char *detail)
{
    struct fault *faults = NULL;

    fault_add(call->arena, &faults, pointer, "required", detail);
    return err_from_faults(call->arena, faults);
}

/* The referral's own words as those of a new record. */
static const char *person_words(struct call *call, const struct held *held)
{
    static const char *const taken[] = {
        "given_name",     "family_name", "known_as", "born_on",
        "born_precision", "sex",         "phone"};
    json_t *words = json_keep(call->arena, json_object());
    const json_t *not_same = json_object_get(call->body.clean, "not_same_as");

    for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++) {
        json_t *value = json_object_get(held->form, taken[i]);

        if (value)
            json_put(call->arena, words, taken[i], json_incref(value));
    }
    json_put(call->arena, words, "spoke", json_string(held->spoke));
    json_put(
        call->arena, words, "name_source",
        json_string(arena_printf(call->arena, "Referral %s", held->reference)));
    if (not_same)
        json_put(call->arena, words, "not_same_as",
                 json_incref((json_t *)not_same));
    return json_text(call->arena, words);
}

/* Nobody is made before the candidates were looked at (domain.md 2). */
static struct err *known_check(struct call *call, const char *words)
{
    struct rows *candidates = NULL;
    struct err *err = person_unanswered(call->tx, words, &candidates);

    if (!err)
        err = tx_flush(call->tx);
    if (err || rows_count(candidates) == 0)
        return err;
    return err_new(call->arena, ERR_CONFLICT,
                   "Somebody very like this is already known to you. Choose "
                   "them, or say that they are not the same young person.");
}

static struct err *person_make(struct call *call, const struct held *held,
                               const char **ret_id)
{
    const char *words = person_words(call, held);
    struct rows *made = NULL;
    struct err *err;

    if (!json_object_get(held->form, "given_name") &&
        !json_object_get(held->form, "family_name"))
        return person_fault(call, "/new_person",
                            "Enter the young person's name in the referral "
                            "before you make a record");
    *ret_id = uuid_new(call->arena);
    err = known_check(call, words);
    if (!err)
        err = person_create(call->tx, *ret_id, words, &made);
    if (!err)
        err = person_names_add(call->tx, *ret_id, words, &made);
    if (!err)
        err = person_distinct_add(call->tx, *ret_id, words, &made);
    return err;
}

/* Who it is: chosen, made, or said before. */
static struct err *person_settle(struct call *call, const struct held *held,
                                 const char **ret_id)
{
    bool make = json_is_true(json_object_get(call->body.clean, "new_person"));
    const char *chosen = input_text(call->arena, &call->body, "person_id");

    if (make && held->person_id)
        return person_fault(call, "/new_person",
                            "This referral is already linked to a young "
                            "person: choose another, or leave it");
    if (make)
        return person_make(call, held, ret_id);
    *ret_id = chosen ? chosen : held->person_id;
    if (*ret_id)
        return NULL;
    return person_fault(call, "/person_id",
                        "Choose the young person, or make a new record");
}

struct err *referral_person_say(struct call *call, struct reply *out)
{
    const char *person = NULL;
    struct rows *changed = NULL;
    struct held held;
    struct err *err = held_load(call, &held);

    if (!err && held.current && strcmp(held.state, "in_triage") == 0)
        err = person_settle(call, &held, &person);
    else if (!err && held.current)
        err = err_new(call->arena, ERR_IMPOSSIBLE_MOVE,
                      "Who a referral is about is said in triage.");
    if (!err)
        err = referral_person_set(call->tx, call->ids[0], call->if_match,
                                  person, &changed);
    return err ? err : changed_reply(call, changed, out);
}

/* --- decisions that open an episode ------------------------------------------
 */

static const char *with_person(struct call *call, const char *person)
{
    json_t *input =
        json_keep(call->arena, json_copy((json_t *)call->body.clean));

    json_put(call->arena, input, "person_id", json_string(person));
    return json_text(call->arena, input);
}

/* The move and, in the same transaction, the episode it opens. */
static struct err *open_with(struct call *call, const char *verb,
                             const char *episode_state, struct reply *out)
{
    const char *person = NULL, *input = words_of(call);
    struct rows *moved = NULL, *opened = NULL;
    struct held held;
    bool opens;
    struct err *err = held_load(call, &held);

    if (err)
        return err;
    opens = held.current && strcmp(held.state, "in_triage") == 0;
    if (opens)
        err = person_settle(call, &held, &person);
    if (!err && opens)
        input = with_person(call, person);
    if (!err)
        err = referral_move(call->tx, call->ids[0], call->if_match, verb, input,
                            &moved);
    if (!err && opens)
        err =
            referral_episode_open(call->tx, uuid_new(call->arena), call->ids[0],
                                  episode_state, input, &opened);
    return err ? err : changed_reply(call, moved, out);
}

struct err *referral_accept(struct call *call, struct reply *out)
{
    return open_with(call, "accept", "listed", out);
}

struct err *referral_convene(struct call *call, struct reply *out)
{
    return open_with(call, "convene", "listed", out);
}

struct err *referral_allocate(struct call *call, struct reply *out)
{
    return open_with(call, "allocate", "active_monitoring", out);
}

/* --- the police's annex ------------------------------------------------------
 */

struct err *referral_annex_say(struct call *call, struct reply *out)
{
    struct rows *written = NULL;
    struct err *err = referral_annex_write(
        call->tx, call->ids[0], call->if_match, call->body.json, &written);

    return err ? err : changed_reply(call, written, out);
}
