/*
 * request.c - the whole life of a request.
 *
 *     request_admit()   listener thread: route, 404 405 413 415, cross-site
 *     request_run()     worker thread: passage_walk() below, then one line in
 *                       the log
 *
 * What was sent is read first, but what is wrong with it is told only after
 * the database has said who asks: 401 and 403 come before 422.
 */
#include "http/request.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/uuid.h"
#include "http/draft_sent.h"
#include "http/headers.h"
#include "http/idempotency.h"
#include "http/page_reply.h"
#include "http/partner_secret.h"
#include "http/problem.h"
#include "http/refusal.h"
#include "http/sent.h"

/* A request on its way. Kept outside the arena's reach: running out of memory
 * ends the walk, not what is written here. */
struct passage {
    struct request *request;
    struct connection *connection;
    struct call call;
    const char *key;   /* Idempotency-Key, or NULL */
    struct err *wrong; /* with what was sent; told after who asks is known */
};

static struct err *enter(struct passage *passage)
{
    struct call *call = &passage->call;
    const struct route *route = call->route;
    struct tx_context context = {
        .mode = route->mode,
        .token = call->token,
        .permission = route->permission,
        .request_id = call->request_id,
        .operation = route->name,
        .recent_sign_in = route->recent_sign_in,
        .deadline_ms = passage->request->deadline_ms,
    };

    if (route->mode == 0)
        return NULL;
    if (call->query.clean != NULL)
        context.purpose = input_text(call->arena, &call->query, "purpose");
    return tx_begin(passage->connection, call->arena, &context, &call->tx);
}

/* What is already queued is sent, for its first statement says who asks: that
 * answer goes before `err`, which the handler or the body gave rise to. */
static struct err *after_entry(struct passage *passage, struct err *err)
{
    struct tx *tx = passage->call.tx;
    struct err *entry = NULL;

    if (tx != NULL && !tx_committed(tx))
        entry = tx_flush(tx);
    if (entry == NULL)
        return err;
    switch (entry->code) {
    case ERR_UNAUTHENTICATED:
    case ERR_FORBIDDEN:
    case ERR_KEY_LIMITED:
    case ERR_RECENT_SIGN_IN:
    case ERR_SECOND_FACTOR:
    case ERR_BUSY:
    case ERR_RETRY:
        return entry;
    default:
        return err;
    }
}

static struct err *finish(struct call *call, struct reply *out)
{
    reply_finisher *finisher = out->finish;

    out->finish = NULL;
    return finisher != NULL ? finisher(call, out->finish_data, out) : NULL;
}

/* With a key the answer is kept before COMMIT, which costs a round trip more;
 * without one it is finished from rows that are committed. */
static struct err *leave(struct passage *passage, struct reply *out)
{
    struct call *call = &passage->call;
    struct err *err = NULL;

    if (passage->key != NULL) {
        err = tx_flush(call->tx);
        if (err == NULL)
            err = finish(call, out);
        if (err == NULL)
            err = idempotency_keep(call, passage->key, out);
    }
    if (err == NULL && call->tx != NULL && !tx_committed(call->tx))
        err = tx_commit(call->tx);
    if (err == NULL)
        err = finish(call, out);
    return err;
}

static struct err *serve(struct passage *passage, struct reply *out)
{
    struct call *call = &passage->call;
    struct err *err = enter(passage);

    if (err != NULL)
        return err;
    if (passage->wrong != NULL)
        return after_entry(passage, passage->wrong);
    if (passage->key != NULL)
        err = idempotency_begin(call, passage->key);
    if (err == NULL) {
        err = call->route->handler(call, out);
        if (err == NULL)
            err = draft_sent(call);
        if (err != NULL)
            return after_entry(passage, err);
        err = leave(passage, out);
    }
    return err;
}

static struct err *replay(struct passage *passage, struct reply *out)
{
    struct err *err = enter(passage);

    if (err == NULL)
        err = idempotency_replay(&passage->call, passage->key, out);
    return err;
}

/* Ends the transaction, if there is one, and clears what a run left behind. */
static void reset(struct passage *passage, struct reply *out)
{
    tx_end(passage->call.tx);
    passage->call.tx = NULL;
    *out = (struct reply){.arena = passage->request->arena};
}

static struct err *passage_walk(struct passage *passage, struct reply *out)
{
    struct call *call = &passage->call;
    struct err *err;

    passage->wrong = sent_read(call, &passage->key);
    err = partner_key_admit(call);
    if (err != NULL)
        return err;
    err = serve(passage, out);
    if (err != NULL && err->code == ERR_RETRY) {
        reset(passage, out);
        err = serve(passage, out);
    }
    if (err != NULL && err->code == ERR_KEY_ANSWERED) {
        reset(passage, out);
        err = replay(passage, out);
    }
    if (err != NULL && err->code == ERR_RETRY)
        err->code = ERR_BUSY;
    err = partner_key_answered(call, err);
    if (err == NULL && call->wants_page)
        page_redirect(call, out);
    return err;
}

/* Running out of memory anywhere in the walk comes out here. */
static struct err *walk_guarded(struct passage *passage, struct reply *out)
{
    struct request *request = passage->request;
    jmp_buf guard;

    if (setjmp(guard) != 0)
        return err_no_memory();
    arena_guard(request->arena, &guard);
    passage->call = (struct call){
        .request = request,
        .arena = request->arena,
        .route = request->route,
        .new_id = uuid_new(request->arena),
        .request_id = request->request_id,
        .client_address = request->client_address,
        .wants_page = request_wants_page(request),
    };
    memcpy(passage->call.ids, request->ids, sizeof passage->call.ids);
    if (clock_monotonic_ms() >= request->deadline_ms)
        return err_logged(request->arena, ERR_BUSY, "waited past its deadline");
    return passage_walk(passage, out);
}

static void end_guarded(struct passage *passage)
{
    jmp_buf guard;

    if (setjmp(guard) != 0)
        return;
    arena_guard(passage->request->arena, &guard);
    tx_end(passage->call.tx);
}

static void refused_guarded(struct passage *passage, const struct err *err)
{
    refusal_keep(&passage->call, passage->connection, err);
    end_guarded(passage);
}

static const char *lane_name(const struct route *route)
{
    static const char *const names[] = {
        [LANE_READ] = "read",
        [LANE_WRITE] = "write",
        [LANE_SLOW] = "slow",
        [LANE_PASSWORD] = "password",
    };

    if (route == NULL)
        return "-";
    if (route->lane != 0)
        return names[route->lane];
    return route->mode == TX_WRITE ? "write" : "read";
}

/* The one line a request leaves: no path, query or body, for they may name
 * somebody (R26). */
static void log_request(const struct request *request, const struct err *err,
                        int status)
{
    const struct route *route = request->route;
    bool told = err != NULL && err->log != NULL;

    log_write(err != NULL ? problem_of(err->code)->level : LOG_INFO, "request",
              "%s %d %lldms %s%s%s", route != NULL ? route->name : "-", status,
              (long long)(clock_monotonic_ms() - request->arrived_ms),
              lane_name(route), told ? ": " : "", told ? err->log : "");
}

void request_run(struct request *request, struct connection *connection,
                 struct reply *out)
{
    struct passage passage = {.request = request, .connection = connection};
    jmp_buf *outer = request->arena->guard;
    struct err *err;

    log_set_request(request->request_id);
    *out = (struct reply){.arena = request->arena};
    err = walk_guarded(&passage, out);
    end_guarded(&passage);
    if (err != NULL)
        refused_guarded(&passage, err);
    arena_guard(request->arena, outer);
    if (err != NULL)
        problem_reply(request, err, out);
    log_request(request, err, out->status);
    log_set_request(NULL);
}

void request_refuse(struct request *request, const struct err *err,
                    struct reply *out)
{
    log_set_request(request->request_id);
    problem_reply(request, err, out);
    log_request(request, err, out->status);
    log_set_request(NULL);
}
