#include "http/reply.h"
#include "retention/input.h"
#include "retention/retention.h"
#include "retention_store.h"

/* Shown at once: what is due longest. */
#define DUE_AT_ONCE "200"
#define WHOLE_LIST 1000

static const char *said(struct call *call, const char *name)
{
    return input_text(call->arena, &call->body, name);
}

static const char *asked(struct call *call, const char *name)
{
    return input_text(call->arena, &call->query, name);
}

static struct err *due_index(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err =
        retention_due_list(call->tx, asked(call, "spoke"), DUE_AT_ONCE, &rows);

    return err ? err : reply_list(call, rows, WHOLE_LIST, out);
}

static struct err *rule_index(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = retention_rule_list(call->tx, &rows);

    return err ? err : reply_list(call, rows, WHOLE_LIST, out);
}

/* --- holds ----------------------------------------------------------------
 */

static struct err *hold_index(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = retention_hold_list(call->tx, asked(call, "spoke"), page.after,
                                  page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

static struct err *hold_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = retention_hold_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_whole(call, rows, out);
}

static struct err *hold_add(struct call *call, struct reply *out)
{
    struct rows *made = NULL, *loaded = NULL;
    struct err *err =
        retention_hold_create(call->tx, call->new_id, call->body.json, &made);

    if (!err)
        err = retention_hold_load(call->tx, call->new_id, &loaded);
    return err ? err
               : reply_created_in(call, loaded, "/api/v1/retention/holds", out);
}

static struct err *hold_lift(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err = retention_hold_lift(
        call->tx, call->ids[0], call->if_match, said(call, "reason"), &changed);

    if (!err)
        err = retention_hold_load(call->tx, call->ids[0], &loaded);
    return err ? err
               : reply_changed(call, changed, loaded,
                               "This hold has been lifted.", out);
}

/* --- disposals --------------------------------------------------------------
 */

static struct err *disposal_index(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = retention_disposal_list(call->tx, asked(call, "spoke"),
                                      asked(call, "state"), page.after,
                                      page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

static struct err *disposal_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = retention_disposal_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_whole(call, rows, out);
}

static struct err *disposal_add(struct call *call, struct reply *out)
{
    struct rows *made = NULL, *loaded = NULL;
    struct err *err = retention_disposal_propose(call->tx, call->new_id,
                                                 call->body.json, &made);

    if (!err)
        err = retention_disposal_load(call->tx, call->new_id, &loaded);
    return err ? err
               : reply_created_in(call, loaded, "/api/v1/retention/disposals",
                                  out);
}

static struct err *move_to(struct call *call, const char *state,
                           struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err =
        retention_disposal_move(call->tx, call->ids[0], call->if_match, state,
                                said(call, "note"), &changed);

    if (!err)
        err = retention_disposal_load(call->tx, call->ids[0], &loaded);
    return err ? err
               : reply_changed(call, changed, loaded, "This has been decided.",
                               out);
}

static struct err *disposal_carry_out(struct call *call, struct reply *out)
{
    return move_to(call, "disposed", out);
}

static struct err *disposal_refuse(struct call *call, struct reply *out)
{
    return move_to(call, "refused", out);
}

static struct err *disposal_withdraw(struct call *call, struct reply *out)
{
    return move_to(call, "withdrawn", out);
}

static const struct route retention_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/retention",
     .name = "retention.due",
     .permission = "retention.read",
     .mode = TX_READ,
     .query = &retention_due_query,
     .answer = "RetentionDue[]",
     .summary = "Records that need not be kept any longer, longest due first",
     .handler = due_index},
    {.method = METHOD_GET,
     .path = "/api/v1/retention/rules",
     .name = "retention.rules",
     .permission = "signed_in",
     .mode = TX_READ,
     .answer = "RetentionRule[]",
     .summary = "How long which kind of record is kept, and why",
     .handler = rule_index},
    {.method = METHOD_GET,
     .path = "/api/v1/retention/holds",
     .name = "retention_hold.list",
     .permission = "retention.read",
     .mode = TX_READ,
     .query = &retention_query,
     .answer = "RetentionHold[]",
     .summary = "What is held back from disposal",
     .handler = hold_index},
    {.method = METHOD_POST,
     .path = "/api/v1/retention/holds",
     .name = "retention_hold.add",
     .permission = "retention.hold",
     .mode = TX_WRITE,
     .input = &retention_hold_input,
     .answer = "RetentionHold",
     .summary = "Hold a record, or all of a spoke's, back from disposal",
     .after = "/retention",
     .handler = hold_add},
    {.method = METHOD_GET,
     .path = "/api/v1/retention/holds/{id}",
     .name = "retention_hold.show",
     .permission = "retention.read",
     .mode = TX_READ,
     .answer = "RetentionHold",
     .summary = "One hold",
     .handler = hold_show},
    {.method = METHOD_POST,
     .path = "/api/v1/retention/holds/{id}/lift",
     .name = "retention_hold.lift",
     .permission = "retention.hold",
     .mode = TX_WRITE,
     .input = &retention_lift_input,
     .versioned = true,
     .answer = "RetentionHold",
     .summary = "Lift a hold",
     .after = "/retention",
     .handler = hold_lift},
    {.method = METHOD_GET,
     .path = "/api/v1/retention/disposals",
     .name = "disposal.list",
     .permission = "retention.read",
     .mode = TX_READ,
     .query = &disposal_query,
     .answer = "Disposal[]",
     .summary = "What was proposed for disposal, refused, or disposed of",
     .handler = disposal_index},
    {.method = METHOD_POST,
     .path = "/api/v1/retention/disposals",
     .name = "disposal.propose",
     .permission = "retention.propose",
     .mode = TX_WRITE,
     .input = &disposal_input,
     .answer = "Disposal",
     .summary = "Propose that a record is disposed of",
     .after = "/retention",
     .handler = disposal_add},
    {.method = METHOD_GET,
     .path = "/api/v1/retention/disposals/{id}",
     .name = "disposal.show",
     .permission = "retention.read",
     .mode = TX_READ,
     .answer = "Disposal",
     .summary = "One disposal, with its certificate",
     .handler = disposal_show},
    {.method = METHOD_POST,
     .path = "/api/v1/retention/disposals/{id}/dispose",
     .name = "disposal.dispose",
     .permission = "retention.dispose",
     .mode = TX_WRITE,
     .recent_sign_in = true,
     .input = &disposal_move_input,
     .versioned = true,
     .answer = "Disposal",
     .summary = "Dispose of the record; it cannot be undone",
     .after = "/retention/disposals/{id}",
     .handler = disposal_carry_out},
    {.method = METHOD_POST,
     .path = "/api/v1/retention/disposals/{id}/refuse",
     .name = "disposal.refuse",
     .permission = "retention.dispose",
     .mode = TX_WRITE,
     .input = &disposal_refuse_input,
     .versioned = true,
     .answer = "Disposal",
     .summary = "Refuse a disposal",
     .after = "/retention/disposals/{id}",
     .handler = disposal_refuse},
    {.method = METHOD_POST,
     .path = "/api/v1/retention/disposals/{id}/withdraw",
     .name = "disposal.withdraw",
     .permission = "retention.propose",
     .mode = TX_WRITE,
     .input = &disposal_move_input,
     .versioned = true,
     .answer = "Disposal",
     .summary = "Take a proposal back",
     .after = "/retention",
     .handler = disposal_withdraw},
    {0                                  },
};

const struct room retention_room = {.name = "retention",
                                    .routes = retention_routes};
