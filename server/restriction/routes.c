#include "http/reply.h"
#include "restriction/input.h"
#include "restriction/restriction.h"
#include "restriction_store.h"

/* Of one young person: a handful. */
#define WHOLE_LIST 1000

static const char *said(struct call *call, const char *name)
{
    return input_text(call->arena, &call->body, name);
}

static struct err *restriction_index(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = restriction_list(call->tx,
                               input_text(call->arena, &call->query, "spoke"),
                               page.after, page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

static struct err *person_index(struct call *call, struct reply *out)
{
    struct rows *visible = NULL, *rows = NULL;
    struct err *err =
        restriction_person_required(call->tx, call->ids[0], &visible);

    if (!err)
        err = restriction_list_of_person(call->tx, call->ids[0], &rows);
    return err ? err : reply_list(call, rows, WHOLE_LIST, out);
}

static struct err *restriction_add(struct call *call, struct reply *out)
{
    struct rows *visible = NULL, *made = NULL, *loaded = NULL;
    struct err *err =
        restriction_person_required(call->tx, call->ids[0], &visible);

    if (!err)
        err = restriction_create(call->tx, call->new_id, call->ids[0],
                                 call->body.json, &made);
    if (!err)
        err = restriction_load(call->tx, call->new_id, &loaded);
    return err ? err
               : reply_created_in(call, loaded, "/api/v1/restrictions", out);
}

static struct err *restriction_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = restriction_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_whole(call, rows, out);
}

/* After any change: as it is now. */
static struct err *answer(struct call *call, struct rows *changed,
                          struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err = restriction_load(call->tx, call->ids[0], &loaded);

    return err ? err
               : reply_changed(call, changed, loaded, "This has ended.", out);
}

static struct err *restriction_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL;
    struct err *err = restriction_update(call->tx, call->ids[0], call->if_match,
                                         call->body.json, &changed);

    return err ? err : answer(call, changed, out);
}

static struct err *restriction_end(struct call *call, struct reply *out)
{
    struct rows *changed = NULL;
    struct err *err = restriction_lift(call->tx, call->ids[0], call->if_match,
                                       said(call, "reason"), &changed);

    return err ? err : answer(call, changed, out);
}

static struct err *user_add(struct call *call, struct reply *out)
{
    struct rows *changed = NULL;
    struct err *err = restriction_user_add(
        call->tx, call->ids[0], call->if_match, said(call, "user_id"),
        said(call, "entry"), said(call, "reason"), &changed);

    return err ? err : answer(call, changed, out);
}

static struct err *user_end(struct call *call, struct reply *out)
{
    struct rows *changed = NULL;
    struct err *err =
        restriction_user_end(call->tx, call->ids[0], call->if_match,
                             call->ids[1], said(call, "reason"), &changed);

    return err ? err : answer(call, changed, out);
}

static const struct route restriction_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/restrictions",
     .name = "restriction.list",
     .permission = "restriction.read",
     .mode = TX_READ,
     .query = &restriction_query,
     .answer = "Restriction[]",
     .summary = "Whose records are restricted, and for whom",
     .handler = restriction_index},
    {.method = METHOD_GET,
     .path = "/api/v1/restrictions/{id}",
     .name = "restriction.show",
     .permission = "restriction.read",
     .mode = TX_READ,
     .answer = "Restriction",
     .summary = "One restriction",
     .handler = restriction_show},
    {.method = METHOD_GET,
     .path = "/api/v1/people/{id}/restrictions",
     .name = "restriction.list_of_person",
     .permission = "restriction.write",
     .mode = TX_READ,
     .answer = "Restriction[]",
     .summary = "Who may open a young person's record, and who may not",
     .handler = person_index},
    {.method = METHOD_POST,
     .path = "/api/v1/people/{id}/restrictions",
     .name = "restriction.add",
     .permission = "restriction.write",
     .mode = TX_WRITE,
     .input = &restriction_new_input,
     .answer = "Restriction",
     .summary = "Restrict a young person's record",
     .after = "/people/{id}/restriction",
     .handler = restriction_add},
    {.method = METHOD_PATCH,
     .path = "/api/v1/restrictions/{id}",
     .name = "restriction.change",
     .permission = "restriction.write",
     .mode = TX_WRITE,
     .input = &restriction_change_input,
     .versioned = true,
     .answer = "Restriction",
     .summary = "Change a restriction",
     .after = "/restrictions",
     .handler = restriction_change},
    {.method = METHOD_POST,
     .path = "/api/v1/restrictions/{id}/users",
     .name = "restriction.add_user",
     .permission = "restriction.write",
     .mode = TX_WRITE,
     .input = &restriction_user_input,
     .versioned = true,
     .answer = "Restriction",
     .summary = "Block a member of staff, or name one who may open it",
     .after = "/restrictions",
     .handler = user_add},
    {.method = METHOD_POST,
     .path = "/api/v1/restrictions/{id}/users/{id}/end",
     .name = "restriction.end_user",
     .permission = "restriction.write",
     .mode = TX_WRITE,
     .input = &restriction_end_input,
     .versioned = true,
     .answer = "Restriction",
     .summary = "Take a member of staff off the list",
     .after = "/restrictions",
     .handler = user_end},
    {.method = METHOD_POST,
     .path = "/api/v1/restrictions/{id}/lift",
     .name = "restriction.lift",
     .permission = "restriction.write",
     .mode = TX_WRITE,
     .input = &restriction_end_input,
     .versioned = true,
     .answer = "Restriction",
     .summary = "Lift a restriction",
     .after = "/restrictions",
     .handler = restriction_end},
    {0},
};

const struct room restriction_room = {.name = "restriction",
                                      .routes = restriction_routes};
