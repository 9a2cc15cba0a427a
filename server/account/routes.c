#include "access/password.h"
#include "account/account.h"
#include "account/input.h"
#include "account_store.h"

/* The roles there are; what waits, and what ends soon: one page. */
#define ALL_MOST 500

static const char *sent(struct call *call, const char *name)
{
    return input_text(call->arena, &call->body, name);
}

static const char *asked(struct call *call, const char *name)
{
    return input_text(call->arena, &call->query, name);
}

static struct err *user_index(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = account_list(call->tx, asked(call, "q"), asked(call, "role"),
                           asked(call, "spoke"), asked(call, "agency"),
                           asked(call, "state"), asked(call, "unseen"),
                           page.after, page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

static struct err *counts_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = account_counts(call->tx, &rows);

    return err ? err : reply_one(call, rows, out);
}

static struct err *user_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = account_load(call->tx, call->ids[0], NULL, &rows);

    return err ? err : reply_whole(call, rows, out);
}

/* The answer holds the link's token, this once. */
static struct err *user_create(struct call *call, struct reply *out)
{
    const char *token = token_new(call->arena);
    struct rows *loaded = NULL;
    struct err *err =
        account_invite(call->tx, call->new_id, call->body.json, token, NULL);

    if (!err)
        err = account_load(call->tx, call->new_id, token, &loaded);
    return err ? err : reply_created(call, loaded, out);
}

/* After something done to the account of the path. */
static struct err *changed(struct call *call, struct rows *changed,
                           const char *token, struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err = account_load(call->tx, call->ids[0], token, &loaded);

    return err ? err : reply_changed(call, changed, loaded, NULL, out);
}

/* After something done to a grant or a proposal of the path. */
static struct err *changed_of(struct call *call, struct rows *changed,
                              struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err = account_load_of(call->tx, call->ids[0], &loaded);

    return err ? err : reply_changed(call, changed, loaded, NULL, out);
}

static struct err *user_change(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = account_change(call->tx, call->ids[0], call->if_match,
                                     call->body.json, &rows);

    return err ? err : changed(call, rows, NULL, out);
}

static struct err *user_off(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = account_switch(call->tx, call->ids[0], call->if_match,
                                     "true", sent(call, "reason"), &rows);

    return err ? err : changed(call, rows, NULL, out);
}

static struct err *user_on(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = account_switch(call->tx, call->ids[0], call->if_match,
                                     "false", NULL, &rows);

    return err ? err : changed(call, rows, NULL, out);
}

static struct err *user_link(struct call *call, struct reply *out)
{
    const char *token = token_new(call->arena);
    struct rows *rows = NULL;
    struct err *err = account_link_make(call->tx, call->ids[0], call->if_match,
                                        token, sent(call, "reason"), &rows);

    return err ? err : changed(call, rows, token, out);
}

/* With yes, the answer holds the link, for whoever said it. */
static struct err *link_decide(struct call *call, const char *accept,
                               struct reply *out)
{
    const char *token = token_new(call->arena);
    struct rows *rows = NULL, *loaded = NULL;
    struct err *err =
        account_link_decide(call->tx, call->ids[0], call->if_match, accept,
                            sent(call, "note"), token, &rows);

    if (!err)
        err = account_load_asked(call->tx, call->ids[0], token, &loaded);
    return err ? err : reply_changed(call, rows, loaded, NULL, out);
}

static struct err *link_confirm(struct call *call, struct reply *out)
{
    return link_decide(call, "true", out);
}

static struct err *link_refuse(struct call *call, struct reply *out)
{
    return link_decide(call, "false", out);
}

static struct err *link_request_index(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = account_link_requests(call->tx, &rows);

    return err ? err : reply_list(call, rows, ALL_MOST, out);
}

static struct err *grant_create(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = account_grant(call->tx, call->ids[0], call->if_match,
                                    call->body.json, &rows);

    return err ? err : changed(call, rows, NULL, out);
}

static struct err *grant_end(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = account_grant_end(call->tx, call->ids[0], call->if_match,
                                        call->body.json, &rows);

    return err ? err : changed_of(call, rows, out);
}

static struct err *decide(struct call *call, const char *accept,
                          struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = account_decide(call->tx, call->ids[0], call->if_match,
                                     accept, sent(call, "note"), &rows);

    return err ? err : changed_of(call, rows, out);
}

static struct err *proposal_confirm(struct call *call, struct reply *out)
{
    return decide(call, "true", out);
}

static struct err *proposal_refuse(struct call *call, struct reply *out)
{
    return decide(call, "false", out);
}

static struct err *proposal_index(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = account_proposals(call->tx, &rows);

    return err ? err : reply_list(call, rows, ALL_MOST, out);
}

static struct err *ending_index(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = account_grants_ending(call->tx, &rows);

    return err ? err : reply_list(call, rows, ALL_MOST, out);
}

static struct err *role_index(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = account_roles(call->tx, asked(call, "mine"), &rows);

    return err ? err : reply_list(call, rows, ALL_MOST, out);
}

/* What is done to an account, and to a role of one: guarded by the account's
 * version, answered with the account as it then stands. */
#define MOVE(PATH, NAME, PERMISSION, INPUT, SUMMARY, HANDLER)                  \
    {                                                                          \
        .method = METHOD_POST, .path = "/api/v1/" PATH, .name = NAME,          \
        .permission = PERMISSION, .mode = TX_WRITE, .input = INPUT,            \
        .recent_sign_in = true, .versioned = true, .answer = "User",           \
        .summary = SUMMARY, .handler = HANDLER                                 \
    }

#define LIST(PATH, NAME, ANSWER, SUMMARY, HANDLER)                             \
    {                                                                          \
        .method = METHOD_GET, .path = "/api/v1/" PATH, .name = NAME,           \
        .permission = "user.read", .mode = TX_READ, .answer = ANSWER,          \
        .summary = SUMMARY, .handler = HANDLER                                 \
    }

static const struct route account_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/users",
     .name = "user.list",
     .permission = "user.read",
     .mode = TX_READ,
     .query = &user_query,
     .answer = "UserLine[]",
     .summary = "Who has an account, by name",
     .handler = user_index},
    {.method = METHOD_POST,
     .path = "/api/v1/users",
     .name = "user.create",
     .permission = "user.grant_local",
     .mode = TX_WRITE,
     .recent_sign_in = true,
     .input = &user_new_input,
     .secret = true,
     .answer = "User",
     .summary =
         "Invite somebody: their account, their first role, and the link", .handler = user_create},
    LIST("user-counts", "user.counts", "UserCounts",
         "How many accounts there are, by state", counts_show),
    {.method = METHOD_GET,
     .path = "/api/v1/roles",
     .name = "role.list",
     .permission = "user.read",
     .mode = TX_READ,
     .query = &role_query,
     .answer = "Role[]",
     .summary = "Each role in words, with what it may do",
     .handler = role_index},
    LIST("grant-proposals", "grant_proposal.list", "GrantProposal[]",
         "Roles that wait for a second person", proposal_index),
    LIST("role-grants/ending", "role_grant.ending", "RoleGrant[]",
         "Roles that end within 30 days", ending_index),
    LIST("users/{id}", "user.show", "User",
         "One account: its roles, and what was done to it", user_show),
    {.method = METHOD_PATCH,
     .path = "/api/v1/users/{id}",
     .name = "user.change",
     .permission = "user.write",
     .mode = TX_WRITE,
     .input = &user_change_input,
     .recent_sign_in = true,
     .versioned = true,
     .answer = "User",
     .summary = "Change name, address, agency or job title",
     .handler = user_change},
    MOVE("users/{id}/disable", "user.disable", "user.write",
         &user_disable_input, "Disable an account; its sessions end at once",
         user_off),
    MOVE("users/{id}/enable", "user.enable", "user.write", NULL,
         "Enable an account again", user_on),
    {.method = METHOD_POST,
     .path = "/api/v1/users/{id}/link",
     .name = "user.link",
     .permission = "user.grant_local",
     .mode = TX_WRITE,
     .recent_sign_in = true,
     .versioned = true,
     .secret = true,
     .input = &link_ask_input,
     .answer = "User",
     .summary = "A new invitation, or a link to set a new password",
     .handler = user_link},
    LIST("link-requests", "link_request.list", "LinkRequest[]",
         "Links that wait for a second person", link_request_index),
    {.method = METHOD_POST,
     .path = "/api/v1/link-requests/{id}/confirm",
     .name = "link_request.confirm",
     .permission = "user.confirm",
     .mode = TX_WRITE,
     .recent_sign_in = true,
     .versioned = true,
     .secret = true,
     .answer = "User",
     .summary = "Be the second person: the link, to hand over",
     .handler = link_confirm},
    MOVE("link-requests/{id}/refuse", "link_request.refuse", "user.confirm",
         &link_refuse_input, "Refuse a link, or take one's own request back",
         link_refuse),
    MOVE("users/{id}/grants", "role_grant.create", "user.grant_local",
         &grant_new_input,
         "Give a role, or propose it where it takes two persons", grant_create),
    MOVE("role-grants/{id}/end", "role_grant.end", "user.grant_local",
         &grant_end_input, "End a role, at once or with a last day", grant_end),
    MOVE("grant-proposals/{id}/confirm", "grant_proposal.confirm",
         "user.confirm", &proposal_confirm_input,
         "Be the second person: the role is given", proposal_confirm),
    MOVE("grant-proposals/{id}/refuse", "grant_proposal.refuse", "user.confirm",
         &proposal_refuse_input,
         "Refuse a proposed role, or take one's own back", proposal_refuse),
    {.method = METHOD_POST,
     .path = "/api/v1/account-links/accept",
     .name = "account_link.accept",
     .permission = PERM_PUBLIC,
     .mode = TX_WRITE,
     .lane = LANE_PASSWORD,
     .input = &link_accept_input,
     .answer = "LinkAccepted",
     .summary = "Set the password of an account by the link one was given",
     .after = "/sign-in",
     .handler = link_accept},
    {0      },
};

const struct room account_room = {.name = "account", .routes = account_routes};
