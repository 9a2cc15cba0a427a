#include "contact/contact.h"
#include "contact/input.h"
#include "contact_store.h"

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

static struct err *contact_index(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = contacts_find(call, &page, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

static struct err *contact_log(struct call *call, struct reply *out)
{
    struct rows *made = NULL, *loaded = NULL;
    struct err *err =
        contact_create(call->tx, call->new_id, call->body.json, &made);

    if (!err)
        err = contact_load(call->tx, call->new_id, &loaded);
    return err ? err : reply_created(call, loaded, out);
}

static struct err *contact_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = contact_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_one(call, rows, out);
}

static struct err *contact_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err = contact_update(call->tx, call->ids[0], call->if_match,
                                     call->body.json, &changed);

    if (!err)
        err = contact_load(call->tx, call->ids[0], &loaded);
    return err ? err : reply_changed(call, changed, loaded, NULL, out);
}

static struct err *contact_let_go(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err =
        contact_release(call->tx, call->ids[0], call->if_match, &changed);

    if (!err)
        err = contact_load(call->tx, call->ids[0], &loaded);
    return err ? err
               : reply_changed(call, changed, loaded,
                               "This contact is not held back.", out);
}

static const struct route contact_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/contacts",
     .name = "contact.list",
     .permission = "contact.read",
     .mode = TX_READ,
     .query = &contact_query,
     .answer = "ContactItem[]",
     .summary = "Contacts one may see, latest first",
     .handler = contact_index},
    {.method = METHOD_POST,
     .path = "/api/v1/contacts",
     .name = "contact.create",
     .permission = "contact.write",
     .mode = TX_WRITE,
     .input = &contact_new_input,
     .answer = "Contact",
     .summary = "Log a contact",
     .after = "/contacts/{new_id}",
     .handler = contact_log},
    {.method = METHOD_GET,
     .path = "/api/v1/contacts/{id}",
     .name = "contact.show",
     .permission = "contact.read",
     .mode = TX_READ,
     .answer = "Contact",
     .summary = "One contact",
     .handler = contact_show},
    {.method = METHOD_PATCH,
     .path = "/api/v1/contacts/{id}",
     .name = "contact.change",
     .permission = "contact.write",
     .mode = TX_WRITE,
     .input = &contact_change_input,
     .versioned = true,
     .answer = "Contact",
     .summary = "Correct a contact",
     .after = "/contacts/{id}",
     .handler = contact_change},
    {.method = METHOD_POST,
     .path = "/api/v1/contacts/{id}/release",
     .name = "contact.release",
     .permission = "contact.release",
     .mode = TX_WRITE,
     .versioned = true,
     .answer = "Contact",
     .summary = "Release a held contact to other agencies",
     .after = "/contacts/{id}",
     .handler = contact_let_go},
    {0    },
};

const struct room contact_room = {.name = "contact", .routes = contact_routes};
