#include "contact/handlers.h"
#include "contact/input.h"
#include "contact_store.h"

/* Corrections of one contact: a handful. */
#define VERSIONS_MOST 1000

static struct err *contacts_find(struct call *call, const struct page *page,
                                 struct rows **ret_rows)
{
    const struct input *query = &call->query;
    const char *spoke = input_text(call->arena, query, "spoke");
    const char *person = input_text(call->arena, query, "person_id");
    const char *mine = input_text(call->arena, query, "mine");

    if (person)
        return contact_list_person(call->tx, person, spoke, mine, page->after,
                                   page->limit_plus, ret_rows);
    if (mine && strcmp(mine, "true") == 0)
        return contact_list_mine(call->tx, spoke, page->after, page->limit_plus,
                                 ret_rows);
    return contact_list(call->tx, spoke, page->after, page->limit_plus,
                        ret_rows);
}

struct err *contact_index(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = contacts_find(call, &page, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

struct err *contact_log(struct call *call, struct reply *out)
{
    struct rows *made = NULL, *loaded = NULL;
    struct err *err =
        contact_create(call->tx, call->new_id, call->body.json, &made);

    if (!err)
        err = contact_load(call->tx, call->new_id, &loaded);
    return err ? err : reply_created(call, loaded, out);
}

struct err *contact_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = contact_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_one(call, rows, out);
}

struct err *contact_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err = contact_update(call->tx, call->ids[0], call->if_match,
                                     call->body.json, &changed);

    if (!err)
        err = contact_load(call->tx, call->ids[0], &loaded);
    return err ? err : reply_changed(call, changed, loaded, NULL, out);
}

struct err *contact_in_error(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err = contact_strike(call->tx, call->ids[0], call->if_match,
                                     call->body.json, &changed);

    if (!err)
        err = contact_load(call->tx, call->ids[0], &loaded);
    return err ? err
               : reply_changed(call, changed, loaded,
                               "This contact was recorded in error already.",
                               out);
}

struct err *contact_history(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = contact_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = contact_versions(call->tx, call->ids[0], &rows);
    return err ? err : reply_list(call, rows, VERSIONS_MOST, out);
}

struct err *contact_followed(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err = contact_follow_up(
        call->tx, call->ids[0], call->if_match,
        input_text(call->arena, &call->body, "done_on"), &changed);

    if (!err)
        err = contact_load(call->tx, call->ids[0], &loaded);
    return err ? err
               : reply_changed(call, changed, loaded,
                               "This contact has no follow-up.", out);
}
