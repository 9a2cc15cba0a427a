#include "http/exchange.h"

#include "base/clock.h"
#include "base/uuid.h"
#include "http/answer.h"
#include "http/exchange_state.h"

/* Bodies being received, all together: more is answered 503, so that many
 * slow senders cannot fill the memory. */
#define BODIES_MAX ((size_t)64 * 1024 * 1024)

/* Reports and exports may think longer than an ordinary request. */
#define SLOW_FACTOR 6

/* A worker gives up this much earlier than answer_seconds: it still has to say
 * so, to somebody who counts from when they asked (R30). */
#define MARGIN_MS 300

static struct peer *peer_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *information =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    return information ? information->socket_context : NULL;
}

static void exchange_free(struct exchange *exchange)
{
    exchange->front->open--;
    exchange->front->body_bytes -= exchange->body_size;
    arena_release(&exchange->arena);
    free(exchange->body);
    free(exchange);
}

static void target_split(struct exchange *exchange, const char *target)
{
    size_t length = strcspn(target, "?");

    exchange->request.path = arena_strndup(&exchange->arena, target, length);
    exchange->request.query_text =
        arena_strdup(&exchange->arena, target + length + (target[length] != 0));
}

static void request_init(struct exchange *exchange, const char *target)
{
    struct request *request = &exchange->request;

    request->arena = &exchange->arena;
    request->method = METHOD_GET;
    request->client_address = exchange->peer->address;
    request->secure = exchange->front->options->behind_tls;
    request->arrived_ms = clock_monotonic_ms();
    request->deadline_ms =
        request->arrived_ms + exchange->front->options->answer_seconds * 1000;
    request->request_id = uuid_new(&exchange->arena);
    target_split(exchange, target);
}

/* False when memory is out. */
static bool request_prepare(struct exchange *exchange, const char *target)
{
    jmp_buf guard;

    if (setjmp(guard))
        return false;
    arena_guard(&exchange->arena, &guard);
    request_init(exchange, target);
    arena_guard(&exchange->arena, NULL);
    return true;
}

void *exchange_begin(void *data, const char *target,
                     struct MHD_Connection *connection)
{
    struct front *front = data;
    struct peer *peer = peer_of(connection);
    struct exchange *exchange = peer ? calloc(1, sizeof(*exchange)) : NULL;

    if (!exchange)
        return NULL;
    peer->served++;
    front->open++;
    exchange->front = front;
    exchange->peer = peer;
    exchange->connection = connection;
    exchange->served = "none";
    arena_init(&exchange->arena);
    if (request_prepare(exchange, target ? target : ""))
        return exchange;
    exchange_free(exchange);
    return NULL;
}

static void exchange_count(const struct exchange *exchange)
{
    const struct request *request = &exchange->request;

    if (exchange->stage == STAGE_SAID)
        metrics_answered(
            &exchange->front->metrics,
            request->route ? request->route->name : exchange->served,
            exchange->reply.status, clock_monotonic_ms() - request->arrived_ms);
}

void exchange_completed(void *data, struct MHD_Connection *connection,
                        void **context, enum MHD_RequestTerminationCode reason)
{
    struct exchange *exchange = *context;

    (void)data;
    (void)connection;
    (void)reason;
    if (!exchange)
        return;
    *context = NULL;
    exchange_count(exchange);
    peer_replied(exchange->peer);
    exchange_free(exchange);
}

static bool body_reserve(struct exchange *exchange, size_t wanted)
{
    struct front *front = exchange->front;
    size_t size = exchange->body_size ? exchange->body_size : 1024;
    char *body;

    while (size < wanted)
        size *= 2;
    if (size == exchange->body_size)
        return true;
    if (front->body_bytes - exchange->body_size + size > BODIES_MAX)
        return false;
    body = realloc(exchange->body, size);
    if (!body)
        return false;
    front->body_bytes += size - exchange->body_size;
    exchange->body = body;
    exchange->body_size = size;
    return true;
}

/* The framing has already bounded the whole of it. */
static void body_add(struct exchange *exchange, const char *bytes, size_t size)
{
    size_t length = exchange->request.body.length;

    if (exchange->stage != STAGE_FILLING)
        return;
    if (length + size > REQUEST_BODY_MAX) {
        exchange_refuse_with(exchange, ERR_TOO_LARGE, NULL);
        return;
    }
    if (!body_reserve(exchange, length + size)) {
        exchange_refuse(exchange, err_no_memory());
        return;
    }
    memcpy(exchange->body + length, bytes, size);
    exchange->request.body = (struct slice){exchange->body, length + size};
}

static enum MHD_Result exchange_say(struct exchange *exchange)
{
    struct front *front = exchange->front;
    struct answer_options options = {
        .request_id = exchange->request.request_id,
        .behind_tls = front->options->behind_tls,
        .closing = exchange->closing || front->draining,
    };
    struct MHD_Response *response =
        exchange->reply.status ? answer_new(&exchange->reply, &options) : NULL;
    enum MHD_Result queued;

    if (!response)
        return MHD_NO;
    exchange->stage = STAGE_SAID;
    peer_replying(exchange->peer);
    queued = MHD_queue_response(exchange->connection,
                                (unsigned)exchange->reply.status, response);
    MHD_destroy_response(response);
    return queued;
}

static enum lane lane_of(const struct route *route)
{
    if (route->lane)
        return route->lane;
    return route->mode == TX_WRITE ? LANE_WRITE : LANE_READ;
}

static struct err *busy(struct exchange *exchange)
{
    struct err *err = err_new(&exchange->arena, ERR_BUSY, NULL);

    err->retry_after = 1;
    return err;
}

/* The body is in: to the worker, with the connection asleep meanwhile. After
 * the push nothing of the exchange may be touched here. */
static void exchange_submit(struct exchange *exchange)
{
    struct front *front = exchange->front;
    jmp_buf *guard = exchange->arena.guard;
    enum lane lane = lane_of(exchange->request.route);
    int seconds = front->options->answer_seconds;

    if (lane == LANE_SLOW)
        seconds *= SLOW_FACTOR;
    exchange->request.deadline_ms =
        clock_monotonic_ms() + seconds * 1000 - MARGIN_MS;
    exchange->stage = STAGE_WORKING;
    peer_working(exchange->peer);
    arena_guard(&exchange->arena, NULL);
    MHD_suspend_connection(exchange->connection);
    if (lane_push(front->lanes[lane], exchange))
        return;
    MHD_resume_connection(exchange->connection);
    front->metrics.rejected++;
    arena_guard(&exchange->arena, guard);
    exchange_refuse(exchange, busy(exchange));
}

void exchange_work(void *job, struct connection *connection)
{
    struct exchange *exchange = job;
    struct front *front;
    jmp_buf guard;

    if (setjmp(guard)) {
        exchange->reply = (struct reply){0}; /* closes the connection */
    } else {
        arena_guard(&exchange->arena, &guard);
        if (clock_monotonic_ms() >= exchange->request.deadline_ms)
            request_refuse(&exchange->request, busy(exchange),
                           &exchange->reply);
        else
            request_run(&exchange->request, connection, &exchange->reply);
    }
    arena_guard(&exchange->arena, NULL);
    front = exchange->front;
    exchange->stage = STAGE_DECIDED;
    MHD_resume_connection(exchange->connection);
    front_wake(front);
}

/* A refusal waits for the body, so that the connection can be kept; but not
 * where the client itself waits to be told to send it. */
static bool answer_now(const struct exchange *exchange)
{
    return exchange->closing ||
           (exchange->stage == STAGE_DECIDED &&
            request_header(&exchange->request, "Expect") != NULL);
}

/* The handler's last call, again after each resume. */
static enum MHD_Result exchange_finish(struct exchange *exchange)
{
    if (exchange->stage == STAGE_DECIDED)
        return exchange_say(exchange);
    if (exchange->stage == STAGE_FILLING)
        exchange_submit(exchange);
    return MHD_YES;
}

static enum MHD_Result exchange_step(struct exchange *exchange,
                                     const char *method, const char *upload,
                                     size_t *upload_size)
{
    if (exchange->stage == STAGE_BEGUN) {
        exchange_open(exchange, method);
        return answer_now(exchange) ? exchange_say(exchange) : MHD_YES;
    }
    if (*upload_size) {
        body_add(exchange, upload, *upload_size);
        *upload_size = 0;
        return MHD_YES;
    }
    return exchange_finish(exchange);
}

/* The library's signature. NOLINTNEXTLINE(readability-function-size) */
enum MHD_Result exchange_handle(void *data, struct MHD_Connection *connection,
                                const char *url, const char *method,
                                const char *version, const char *upload,
                                size_t *upload_size, void **context)
{
    struct exchange *exchange = *context;
    enum MHD_Result result;
    jmp_buf guard;

    (void)data;
    (void)connection;
    (void)url;
    (void)version;
    if (!exchange || setjmp(guard))
        return MHD_NO;
    arena_guard(&exchange->arena, &guard);
    result = exchange_step(exchange, method, upload, upload_size);
    if (exchange->stage != STAGE_WORKING)
        arena_guard(&exchange->arena, NULL);
    return result;
}
