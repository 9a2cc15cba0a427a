#include "transfer/input.h"
#include "transfer/transfer.h"
#include "transfer_store.h"

/* One episode's shared history: one page holds it. */
#define HISTORY_MOST 5000

static struct err *transfer_index(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = transfer_list(call->tx,
                            input_text(call->arena, &call->query, "spoke"),
                            input_text(call->arena, &call->query, "direction"),
                            input_text(call->arena, &call->query, "state"),
                            input_text(call->arena, &call->query, "episode_id"),
                            page.after, page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

static struct err *transfer_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = transfer_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_whole(call, rows, out);
}

static struct err *history_list(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = transfer_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = transfer_history(call->tx, call->ids[0], &rows);
    return err ? err : reply_list(call, rows, HISTORY_MOST, out);
}

static struct err *transfer_offer(struct call *call, struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err = transfer_create(call->tx, call->new_id, call->ids[0],
                                      call->body.json, NULL);

    if (!err)
        err = transfer_load(call->tx, call->new_id, &loaded);
    return err ? err : reply_created_in(call, loaded, "/api/v1/transfers", out);
}

static struct err *moved(struct call *call, struct rows *changed,
                         struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err = transfer_load(call->tx, call->ids[0], &loaded);

    return err ? err
               : reply_changed(call, changed, loaded,
                               "This offer has been answered or withdrawn.",
                               out);
}

static struct err *move(struct call *call, const char *verb, struct reply *out)
{
    struct rows *changed = NULL;
    struct err *err =
        transfer_move(call->tx, call->ids[0], call->if_match, verb,
                      input_text(call->arena, &call->body, "reason"),
                      input_text(call->arena, &call->body, "note"), &changed);

    return err ? err : moved(call, changed, out);
}

static struct err *transfer_accept(struct call *call, struct reply *out)
{
    struct rows *changed = NULL;
    const char *id = call->ids[0];
    struct err *err =
        transfer_move(call->tx, id, call->if_match, "accept", NULL,
                      input_text(call->arena, &call->body, "note"), &changed);

    if (!err)
        err = transfer_lead(
            call->tx, id, input_text(call->arena, &call->body, "lead_user_id"),
            NULL);
    return err ? err : moved(call, changed, out);
}

static struct err *transfer_refuse(struct call *call, struct reply *out)
{
    return move(call, "refuse", out);
}

static struct err *transfer_withdraw(struct call *call, struct reply *out)
{
    return move(call, "withdraw", out);
}

/* An answer to an offer, or its withdrawal. */
#define MOVE(VERB, PERMISSION, INPUT, SUMMARY, HANDLER)                        \
    {                                                                          \
        .method = METHOD_POST, .path = "/api/v1/transfers/{id}/" VERB,         \
        .name = "transfer." VERB, .permission = PERMISSION, .mode = TX_WRITE,  \
        .input = INPUT, .versioned = true, .answer = "Transfer",               \
        .summary = SUMMARY, .after = "/transfers/{id}", .handler = HANDLER     \
    }

static const struct route transfer_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/transfers",
     .name = "transfer.list",
     .permission = "transfer.read",
     .mode = TX_READ,
     .query = &transfer_query,
     .answer = "Transfer[]",
     .summary = "Offers to and from the reader's spokes, latest first",
     .handler = transfer_index},
    {.method = METHOD_POST,
     .path = "/api/v1/episodes/{id}/transfer",
     .name = "transfer.offer",
     .permission = "transfer.offer",
     .mode = TX_WRITE,
     .input = &transfer_offer_input,
     .answer = "Transfer",
     .summary = "Offer a young person to another spoke",
     .after = "/transfers/{new_id}",
     .handler = transfer_offer},
    {.method = METHOD_GET,
     .path = "/api/v1/transfers/{id}",
     .name = "transfer.show",
     .permission = "transfer.read",
     .mode = TX_READ,
     .answer = "Transfer",
     .summary = "One offer, as both spokes see it",
     .handler = transfer_show},
    {.method = METHOD_GET,
     .path = "/api/v1/transfers/{id}/history",
     .name = "transfer.history",
     .permission = "transfer.read",
     .mode = TX_READ,
     .answer = "TransferItem[]",
     .summary = "The agreed history, as it was handed over",
     .handler = history_list},
    MOVE("accept", "transfer.answer", &transfer_accept_input,
         "Accept: a new episode opens as the other closes", transfer_accept),
    MOVE("refuse", "transfer.answer", &transfer_refuse_input,
         "Refuse what another spoke offers", transfer_refuse),
    MOVE("withdraw", "transfer.offer", &transfer_withdraw_input,
         "Withdraw one's own offer", transfer_withdraw),
    {0},
};

const struct room transfer_room = {.name = "transfer",
                                   .routes = transfer_routes};
