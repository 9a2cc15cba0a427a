#include "http/idempotency.h"

#include <sodium.h>

#include "http/router.h"
#include "idempotency_store.h"

bool idempotency_key_valid(const char *key)
{
    size_t length = strlen(key);

    for (const char *c = key; *c != '\0'; c++)
        if (*c < '!' || *c > '~')
            return false;
    return length >= 1 && length <= 255;
}

/* What must be the same when the key comes again, as a bytea literal. */
static const char *request_hash(struct arena *arena,
                                const struct request *request)
{
    unsigned char hash[crypto_generichash_BYTES];
    char hex[2 * sizeof hash + 1];
    const char *method = method_name(request->method);
    crypto_generichash_state state;

    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    crypto_generichash_update(&state, (const unsigned char *)method,
                              strlen(method) + 1);
    crypto_generichash_update(&state, (const unsigned char *)request->path,
                              strlen(request->path) + 1);
    crypto_generichash_update(&state,
                              (const unsigned char *)request->query_text,
                              strlen(request->query_text) + 1);
    crypto_generichash_update(&state, (const unsigned char *)request->body.data,
                              request->body.length);
    crypto_generichash_final(&state, hash, sizeof hash);
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    return arena_printf(arena, "\\x%s", hex);
}

struct err *idempotency_begin(struct call *call, const char *key)
{
    return idempotency_claim(call->tx, key, call->route->name,
                             request_hash(call->arena, call->request), NULL);
}

static const char *header_of(const struct reply *out, const char *name)
{
    for (size_t i = 0; i < out->header_count; i++)
        if (strcmp(out->headers[i].name, name) == 0)
            return out->headers[i].value;
    return NULL;
}

static bool is_text(const struct reply *out)
{
    return out->content_type != NULL &&
           strcmp(out->content_type, "application/json") == 0;
}

struct err *idempotency_keep(struct call *call, const char *key,
                             const struct reply *out)
{
    const char *body = NULL;

    if (is_text(out) && !call->route->secret)
        body = arena_strndup(call->arena, out->body.data, out->body.length);
    return idempotency_store(
        call->tx, key, arena_printf(call->arena, "%d", out->status),
        header_of(out, "Location"), header_of(out, "ETag"), body, NULL);
}

static void kept_header(struct reply *out, const char *name, const char *value)
{
    if (value != NULL)
        reply_header(out, name, value);
}

struct err *idempotency_replay(struct call *call, const char *key,
                               struct reply *out)
{
    struct rows *rows;
    struct err *err = idempotency_load(call->tx, key, &rows);
    int status;

    if (err == NULL)
        err = tx_commit(call->tx);
    if (err != NULL)
        return err;
    if (rows_count(rows) == 0)
        return err_new(call->arena, ERR_STILL_RUNNING, NULL);
    status = (int)strtol(rows_known(rows, 0, 0), NULL, 10);
    if (rows_null(rows, 0, 3) && status != 204)
        return err_new(call->arena, ERR_CONFLICT,
                       "This was done already, but its answer is not kept: "
                       "ask for it again with a new key");
    kept_header(out, "Location", rows_text(rows, 0, 1));
    kept_header(out, "ETag", rows_text(rows, 0, 2));
    reply_header(out, "Idempotency-Replayed", "true");
    return reply_bytes(out, status, status == 204 ? NULL : "application/json",
                       rows_slice(rows, 0, 3));
}
