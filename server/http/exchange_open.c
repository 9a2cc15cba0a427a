#include <strings.h>

#include "http/exchange_state.h"
#include "http/gate.h"

void exchange_refuse(struct exchange *exchange, const struct err *err)
{
    request_refuse(&exchange->request, err, &exchange->reply);
    exchange->stage = STAGE_DECIDED;
}

void exchange_refuse_with(struct exchange *exchange, enum err_code code,
                          const char *detail)
{
    exchange_refuse(exchange, err_new(&exchange->arena, code, detail));
}

/* A request that breaks the rules of the wire: said once, then closed. */
static void exchange_reject(struct exchange *exchange, enum err_code code,
                            const char *why)
{
    exchange->front->metrics.refused++;
    exchange->closing = true;
    exchange_refuse(exchange, err_logged(&exchange->arena, code, "%s", why));
}

static void verdict_reject(struct exchange *exchange,
                           enum framing_verdict verdict)
{
    switch (verdict) {
    case FRAMING_HEAD_LARGE:
        exchange_reject(exchange, ERR_HEADERS_TOO_LARGE, "head too large");
        return;
    case FRAMING_BODY_LARGE:
        exchange_reject(exchange, ERR_TOO_LARGE, "body too large");
        return;
    case FRAMING_LATE:
        exchange_reject(exchange, ERR_TIMEOUT, "head too slow");
        return;
    default:
        exchange_reject(exchange, ERR_BAD_REQUEST, "malformed framing");
        return;
    }
}

struct header_list {
    struct header *headers;
    size_t count;
};

static enum MHD_Result header_gather(void *data, enum MHD_ValueKind kind,
                                     const char *name, const char *value)
{
    struct header_list *list = data;

    (void)kind;
    if (list->count == FRAMING_HEADERS_MAX)
        return MHD_NO;
    list->headers[list->count++] = (struct header){name, value ? value : ""};
    return MHD_YES;
}

/* Names and values stay where the library has them: it keeps them until the
 * request is completed. */
static void headers_gather(struct exchange *exchange)
{
    struct header_list list = {.headers = arena_array(&exchange->arena,
                                                      FRAMING_HEADERS_MAX,
                                                      sizeof(struct header))};

    MHD_get_connection_values(exchange->connection, MHD_HEADER_KIND,
                              header_gather, &list);
    exchange->request.headers = list.headers;
    exchange->request.header_count = list.count;
}

/* Proxies add a header or an address at the end; what stands before came from
 * the client and may be made up. NULL if there is none. */
static const char *forwarded_last(const struct request *request)
{
    const char *last = NULL;
    const char *comma;

    for (size_t i = 0; i < request->header_count; i++) {
        if (!strcasecmp(request->headers[i].name, "X-Forwarded-For"))
            last = request->headers[i].value;
    }
    comma = last ? strrchr(last, ',') : NULL;
    return comma ? comma + 1 : last;
}

static void forwarded_read(struct exchange *exchange)
{
    const char *address = forwarded_last(&exchange->request);

    if (!address || !exchange->front->options->behind_tls)
        return;
    address += strspn(address, " \t");
    exchange->request.client_address = arena_strndup(
        &exchange->arena, address, strnlen(address, PEER_ADDRESS_SIZE - 1));
}

/* False if the gate has refused it. */
static bool gate_pass(struct exchange *exchange, const char *method)
{
    enum framing_verdict verdict = peer_verdict(exchange->peer);
    struct request *request = &exchange->request;
    const char *fault;

    if (verdict)
        verdict_reject(exchange, verdict);
    else if (!peer_in_step(exchange->peer))
        exchange_reject(exchange, ERR_INTERNAL, "the tap sees nothing");
    else if (!gate_method(method, &request->method, &request->head))
        exchange_reject(exchange, ERR_BAD_REQUEST, "unknown method");
    else if ((fault = gate_fault(request->headers, request->header_count)))
        exchange_reject(exchange, ERR_BAD_REQUEST, fault);
    return !exchange->closing;
}

static void health_reply(struct exchange *exchange, bool well)
{
    exchange->served = "health";
    if (!well) {
        exchange_refuse_with(exchange, ERR_BUSY, "The service is not ready");
        return;
    }
    exchange->reply.arena = &exchange->arena;
    exchange->reply.status = 200;
    exchange->reply.content_type = "application/json";
    exchange->reply.body = slice_from("{\"status\":\"ok\"}\n");
    exchange->stage = STAGE_DECIDED;
}

static void site_serve(struct exchange *exchange, const struct site_file *file)
{
    exchange->served = "static";
    site_reply(exchange->front->site, file, &exchange->request,
               &exchange->reply);
    exchange->stage = STAGE_DECIDED;
}

/* What needs neither a route nor a worker. False if this does. */
static bool serve_here(struct exchange *exchange)
{
    const struct request *request = &exchange->request;
    const struct site_file *file;

    if (request->method != METHOD_GET || !strncmp(request->path, "/api/", 5))
        return false;
    if (!strcmp(request->path, "/healthz")) {
        health_reply(exchange, true);
        return true;
    }
    if (!strcmp(request->path, "/readyz")) {
        health_reply(exchange, front_ready(exchange->front));
        return true;
    }
    file = site_find(exchange->front->site, request->path);
    if (file)
        site_serve(exchange, file);
    return file != NULL;
}

static void route_find(struct exchange *exchange)
{
    const struct site_file *missing = site_missing(exchange->front->site);
    const struct request *request = &exchange->request;
    struct err *err = request_admit(&exchange->request);

    if (!err)
        return;
    if (err->code == ERR_NOT_FOUND && request->method == METHOD_GET &&
        missing && strncmp(request->path, "/api/", 5) != 0)
        site_serve(exchange, missing);
    else
        exchange_refuse(exchange, err);
}

void exchange_open(struct exchange *exchange, const char *method)
{
    exchange->stage = STAGE_FILLING;
    headers_gather(exchange);
    if (!gate_pass(exchange, method))
        return;
    forwarded_read(exchange);
    if (!serve_here(exchange))
        route_find(exchange);
}
