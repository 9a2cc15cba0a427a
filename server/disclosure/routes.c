#include "disclosure/disclosure.h"
#include "disclosure/input.h"
#include "disclosure_store.h"
#include "http/reply.h"

/* Of one episode: a meeting's extracts over years at the most. */
#define WHOLE_LIST 10000

static bool wants_due(const char *state)
{
    return state &&
           (strcmp(state, "overdue") == 0 || strcmp(state, "flagged") == 0);
}

static struct err *register_list(struct call *call, struct reply *out)
{
    struct arena *arena = call->arena;
    const char *state = input_text(arena, &call->query, "state");
    const char *spoke = input_text(arena, &call->query, "spoke");
    const char *gateway = input_text(arena, &call->query, "gateway");
    const char *agency = input_text(arena, &call->query, "agency");
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err && wants_due(state))
        err = disclosure_list_due(call->tx, spoke, gateway, agency, state,
                                  page.after, page.limit_plus, &rows);
    else if (!err)
        err = disclosure_list(call->tx, spoke, gateway, agency, state,
                              page.after, page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

static struct err *episode_list(struct call *call, struct reply *out)
{
    struct rows *visible = NULL, *rows = NULL;
    struct err *err =
        disclosure_episode_required(call->tx, call->ids[0], &visible);

    if (!err)
        err = disclosure_list_of_episode(call->tx, call->ids[0], &rows);
    return err ? err : reply_list(call, rows, WHOLE_LIST, out);
}

static struct err *disclosure_add(struct call *call, struct reply *out)
{
    struct rows *visible = NULL, *made = NULL, *loaded = NULL;
    struct err *err =
        disclosure_episode_required(call->tx, call->ids[0], &visible);

    if (!err)
        err = disclosure_create(call->tx, call->new_id, call->ids[0],
                                call->body.json, &made);
    if (!err)
        err = disclosure_load(call->tx, call->new_id, &loaded);
    return err ? err
               : reply_created_in(call, loaded, "/api/v1/disclosures", out);
}

static struct err *disclosure_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = disclosure_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_whole(call, rows, out);
}

static struct err *review_add(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err = disclosure_review(call->tx, call->ids[0], call->if_match,
                                        call->body.json, &changed);

    if (!err)
        err = disclosure_load(call->tx, call->ids[0], &loaded);
    return err ? err : reply_changed(call, changed, loaded, NULL, out);
}

static struct err *agreement_index(struct call *call, struct reply *out)
{
    struct rows *visible = NULL, *rows = NULL;
    struct err *err =
        disclosure_episode_required(call->tx, call->ids[0], &visible);

    if (!err)
        err = disclosure_agreement_list(call->tx, call->ids[0], &rows);
    return err ? err : reply_list(call, rows, WHOLE_LIST, out);
}

static struct err *agreement_add(struct call *call, struct reply *out)
{
    struct rows *visible = NULL, *made = NULL, *loaded = NULL;
    struct err *err =
        disclosure_episode_required(call->tx, call->ids[0], &visible);

    if (!err)
        err = disclosure_agreement_create(call->tx, call->new_id, call->ids[0],
                                          call->body.json, &made);
    if (!err)
        err = disclosure_agreement_load(call->tx, call->new_id, &loaded);
    return err ? err : reply_created(call, loaded, out);
}

static const struct route disclosure_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/disclosures",
     .name = "disclosure.list",
     .permission = "disclosure.register",
     .mode = TX_READ,
     .query = &disclosure_query,
     .answer = "Disclosure[]",
     .summary = "The register of what a spoke shares, without the cases",
     .handler = register_list},
    {.method = METHOD_GET,
     .path = "/api/v1/disclosures/{id}",
     .name = "disclosure.show",
     .permission = "disclosure.read",
     .mode = TX_READ,
     .answer = "Disclosure",
     .summary = "One sharing and its reviews",
     .handler = disclosure_show},
    {.method = METHOD_POST,
     .path = "/api/v1/disclosures/{id}/review",
     .name = "disclosure.review",
     .permission = "disclosure.write",
     .mode = TX_WRITE,
     .input = &disclosure_review_input,
     .versioned = true,
     .answer = "Disclosure",
     .summary = "Look at a sharing again: it goes on, or it ends",
     .after = "/disclosures/{id}",
     .handler = review_add},
    {.method = METHOD_GET,
     .path = "/api/v1/episodes/{id}/disclosures",
     .name = "disclosure.list_of_episode",
     .permission = "disclosure.read",
     .mode = TX_READ,
     .answer = "Disclosure[]",
     .summary = "What is shared of an episode, and on what power",
     .handler = episode_list},
    {.method = METHOD_POST,
     .path = "/api/v1/episodes/{id}/disclosures",
     .name = "disclosure.add",
     .permission = "disclosure.write",
     .mode = TX_WRITE,
     .input = &disclosure_new_input,
     .answer = "Disclosure",
     .summary = "Write down what was shared",
     .after = "/disclosures/{new_id}",
     .handler = disclosure_add},
    {.method = METHOD_GET,
     .path = "/api/v1/episodes/{id}/agreements",
     .name = "agreement.list",
     .permission = "disclosure.read",
     .mode = TX_READ,
     .answer = "Agreement[]",
     .summary = "How agreement to support and to sharing changed",
     .handler = agreement_index},
    {.method = METHOD_POST,
     .path = "/api/v1/episodes/{id}/agreements",
     .name = "agreement.add",
     .permission = "agreement.write",
     .mode = TX_WRITE,
     .input = &agreement_new_input,
     .answer = "Agreement",
     .summary = "Agreement is withdrawn, or given again",
     .after = "/episodes/{id}/sharing",
     .handler = agreement_add},
    {0          },
};

const struct room disclosure_room = {.name = "disclosure",
                                     .routes = disclosure_routes};
