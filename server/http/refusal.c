#include "http/refusal.h"

#include "base/log.h"
#include "base/uuid.h"
#include "db/tx.h"

/* The reason as the access log has it, or NULL: no refusal. */
static const char *reason_of(const struct call *call, const struct err *refused)
{
    switch (refused->code) {
    case ERR_FORBIDDEN:
        return "not_entitled";
    case ERR_KEY_LIMITED:
        return "not_for_keys";
    case ERR_NOT_FOUND:
        return call->ids[0] && uuid_valid(call->ids[0]) ? "not_found" : NULL;
    default:
        return NULL;
    }
}

/* The uuids of the path as "{a,b}"; codes are left out. */
static const char *ids_of(const struct call *call)
{
    const char *text = "";

    for (int i = 0; i < ROUTE_IDS_MAX; i++)
        if (call->ids[i] && uuid_valid(call->ids[i]))
            text = arena_printf(call->arena, "%s%s%s", text, *text ? "," : "",
                                call->ids[i]);
    return arena_printf(call->arena, "{%s}", text);
}

static struct err *write_down(struct call *call, struct connection *connection,
                              const char *reason)
{
    struct tx_context context = {
        .mode = TX_WRITE,
        .token = call->token,
        .request_id = call->request_id,
        .operation = call->route->name,
        .deadline_ms = call->request->deadline_ms,
        .refused = reason,
        .ids = ids_of(call),
    };
    struct err *err;

    call->tx = NULL;
    err = tx_begin(connection, call->arena, &context, &call->tx);
    return err ? err : tx_commit(call->tx);
}

void refusal_keep(struct call *call, struct connection *connection,
                  const struct err *refused)
{
    const char *reason;
    struct err *err;
    jmp_buf guard;

    if (!call->route || call->route->mode == 0 || !call->token)
        return;
    reason = reason_of(call, refused);
    if (!reason || setjmp(guard) != 0)
        return;
    arena_guard(call->arena, &guard);
    err = write_down(call, connection, reason);
    if (err)
        log_write(LOG_WARNING, "request", "a refusal was not written down%s%s",
                  err->log ? ": " : "", err->log ? err->log : "");
}
