/*
 * request.h - one request on its way through the corridor.
 *
 * The listener (one thread, no blocking work) fills a struct request from the
 * wire and asks request_admit() what to do with it. Most go to the worker
 * lane of their route; a worker runs request_run() and gives the reply back.
 */
#ifndef THROUGHLINE_HTTP_REQUEST_H
#define THROUGHLINE_HTTP_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "http/route.h"

struct connection;

/* A body longer than this is refused with 413. */
#define REQUEST_BODY_MAX (256 * 1024)

struct header {
    const char *name;
    const char *value;
};

struct request {
    struct arena *arena;
    enum method method;          /* HEAD arrives as METHOD_GET with head set */
    bool head;
    const char *path;            /* raw path, no query, starts with '/' */
    const char *query_text;      /* raw, without '?'; "" if none */
    const struct header *headers;
    size_t header_count;
    struct slice body;
    bool secure;                 /* the client came by https (behind_tls):
                                  * its Origin is https://Host (R14) */
    const char *client_address;  /* text form; from the trusted proxy if set */
    const char *request_id;      /* uuid, also in X-Request-Id of the answer */
    int64_t arrived_ms;          /* clock_monotonic_ms() */
    int64_t deadline_ms;         /* answer by then, or 503 */
    const struct route *route;   /* set by request_admit */
    const char *ids[ROUTE_IDS_MAX];
};

struct reply {
    struct arena *arena;         /* the request's */
    int status;
    const char *content_type;
    struct slice body;
    struct header headers[12];
    size_t header_count;
    reply_finisher *finish;
    void *finish_data;
};

/* Value of the only header of that name (case-insensitive), or NULL. The gate
 * has already refused doubles of the headers that may come once. */
const char *request_header(const struct request *request, const char *name);

/* Value of the named cookie, or NULL. Two of one name: the gate refused. */
const char *request_cookie(const struct request *request, const char *name);

/* On the listener thread, headers known, body not yet read: finds the route
 * and refuses what can be refused without the database (404, 405, 413 by
 * Content-Length, 415, cross-site 403). NULL = go on, route is set. */
struct err *request_admit(struct request *request);

/* On a worker thread: the whole life of an API request. Always fills `out`,
 * with a problem document if something failed; logs once. */
void request_run(struct request *request, struct connection *connection,
                 struct reply *out);

/* Fills `out` with the problem document (or small HTML page) for `err`. */
void request_refuse(struct request *request, const struct err *err,
                    struct reply *out);

/* All rooms, NULL-terminated; set once at start by main (server/rooms.c). */
void router_set_rooms(const struct room *const *rooms);

/* Start-up check: every route has a permission, handler, name, known answer;
 * no two overlap. Writes the first fault to *ret_fault. */
bool router_check(const char **ret_fault);

#endif
