#include "access/password.h"
#include "http/partner_secret.h"
#include "partner_key/input.h"
#include "partner_key/partner_key.h"
#include "partner_key_store.h"

/* All keys there are: one page. */
#define ALL_MOST 500

static const char *secret_new(struct call *call)
{
    return arena_printf(call->arena, PARTNER_SECRET_MARK "%s",
                        token_new(call->arena));
}

static struct err *key_index(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = partner_key_list(call->tx, &rows);

    return err ? err : reply_list(call, rows, ALL_MOST, out);
}

static struct err *key_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = partner_key_load(call->tx, call->ids[0], NULL, &rows);

    return err ? err : reply_whole(call, rows, out);
}

/* The answer holds the secret, this once, if the key works from now on. */
static struct err *key_create(struct call *call, struct reply *out)
{
    const char *secret = secret_new(call);
    struct rows *loaded = NULL;
    struct err *err =
        partner_key_make(call->tx, call->new_id, call->body.json, secret, NULL);

    if (!err)
        err = partner_key_load(call->tx, call->new_id, secret, &loaded);
    return err ? err : reply_created(call, loaded, out);
}

static struct err *changed(struct call *call, struct rows *changed,
                           const char *secret, struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err = partner_key_load(call->tx, call->ids[0], secret, &loaded);

    return err ? err : reply_changed(call, changed, loaded, NULL, out);
}

static struct err *key_confirm(struct call *call, struct reply *out)
{
    const char *secret = secret_new(call);
    struct rows *rows = NULL;
    struct err *err = partner_key_confirm(call->tx, call->ids[0],
                                          call->if_match, secret, &rows);

    return err ? err : changed(call, rows, secret, out);
}

static struct err *key_renew(struct call *call, struct reply *out)
{
    const char *secret = secret_new(call);
    struct rows *rows = NULL;
    struct err *err = partner_key_renew(call->tx, call->ids[0], call->if_match,
                                        call->body.json, secret, &rows);

    return err ? err : changed(call, rows, secret, out);
}

static struct err *key_revoke(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = partner_key_revoke(
        call->tx, call->ids[0], call->if_match,
        input_text(call->arena, &call->body, "reason"), &rows);

    return err ? err : changed(call, rows, NULL, out);
}

static struct err *key_own(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = partner_key_own(call->tx, &rows);

    return err ? err : reply_whole(call, rows, out);
}

/* What is done to a key: guarded by its version. */
#define MOVE(VERB, PERMISSION, INPUT, SECRET, SUMMARY)                         \
    {                                                                          \
        .method = METHOD_POST, .path = "/api/v1/admin/keys/{id}/" #VERB,       \
        .name = "partner_key." #VERB, .permission = PERMISSION,                \
        .mode = TX_WRITE, .input = INPUT, .recent_sign_in = true,              \
        .versioned = true, .secret = SECRET, .answer = "PartnerKey",           \
        .summary = SUMMARY, .handler = key_##VERB                              \
    }

static const struct route partner_key_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/admin/keys",
     .name = "partner_key.list",
     .permission = "key.read",
     .mode = TX_READ,
     .answer = "PartnerKey[]",
     .summary = "The API keys of partner systems",
     .handler = key_index},
    {.method = METHOD_POST,
     .path = "/api/v1/admin/keys",
     .name = "partner_key.create",
     .permission = "key.write",
     .mode = TX_WRITE,
     .input = &key_new_input,
     .recent_sign_in = true,
     .secret = true,
     .answer = "PartnerKey",
     .summary = "Make an API key, or ask the spoke's coordinator to",
     .handler = key_create},
    {.method = METHOD_GET,
     .path = "/api/v1/admin/keys/{id}",
     .name = "partner_key.show",
     .permission = "key.read",
     .mode = TX_READ,
     .answer = "PartnerKey",
     .summary = "One API key; never its secret",
     .handler = key_show},
    MOVE(confirm, "key.secret", NULL, true,
         "Say yes to a key somebody asked for: its secret, shown once"),
    MOVE(renew, "key.secret", &key_renew_input, true,
         "A new secret and more time; the old one ends now or in a week"),
    MOVE(revoke, "key.revoke", &key_revoke_input, false,
         "Revoke a key at once, or say no to one that waits"),
    {.method = METHOD_GET,
     .path = "/api/v1/key",
     .name = "partner_key.own",
     .permission = PERM_SIGNED_IN,
     .mode = TX_READ,
     .answer = "OwnKey",
     .summary = "For a partner system: what its key is, opens, and until when",
     .handler = key_own},
    {0                                           },
};

const struct room partner_key_room = {.name = "partner_key",
                                      .routes = partner_key_routes};
