/*
 * route.h - what a room offers: one struct per operation.
 */
#ifndef THROUGHLINE_HTTP_ROUTE_H
#define THROUGHLINE_HTTP_ROUTE_H

#include <stdbool.h>
#include <stddef.h>

#include "db/tx.h"
#include "http/reply.h"
#include "input/input.h"

#define ROUTE_IDS_MAX 3

struct request;

enum method { METHOD_GET = 1, METHOD_POST, METHOD_PUT, METHOD_PATCH,
              METHOD_DELETE };

/* Which queue serves it: each has its own workers and bound. */
enum lane {
    LANE_READ = 1, /* short reads */
    LANE_WRITE,    /* short writes: group commit likes several at once */
    LANE_SLOW,     /* reports, exports */
    LANE_PASSWORD, /* Argon2id, at most two at a time (R15) */
};

/* PERM_PUBLIC is for routes that need no session. NULL is *unset*: the server
 * refuses to start. Any other value is a permission code the database knows
 * (access.permission) and access.enter() demands before anything runs. */
#define PERM_PUBLIC "public"
/* Any live session, no permission in particular. */
#define PERM_SIGNED_IN "signed_in"

struct call {
    const struct request *request; /* for reply.c; handlers need it not */
    struct arena *arena;
    struct tx *tx;               /* NULL where mode is 0 */
    const struct route *route;
    const char *ids[ROUTE_IDS_MAX]; /* the {…} of the path, in order; uuids
                                     * are checked, others are codes */
    struct input query;          /* if route->query */
    struct input body;           /* if route->input */
    const char *new_id;          /* a fresh uuid for what a POST makes */
    const char *if_match;        /* version given, or NULL; checked present
                                  * where route->versioned */
    const char *request_id;
    const char *token;           /* as sent, or NULL */
    const char *client_address;
    const char *device;          /* value of the device cookie, or NULL */
    bool wants_page;             /* a navigation: answer 303 / HTML */
};

/* Queues statements and describes the answer. What it needs committed first
 * is committed by request.c before the reply leaves. */
typedef struct err *route_handler(struct call *call, struct reply *out);

struct route {
    enum method method;
    const char *path;            /* "/api/v1/people/{id}/journey" */
    const char *name;            /* "person.journey": access log and OpenAPI */
    const char *permission;
    bool recent_sign_in;         /* refused with recent-sign-in-needed unless
                                  * signed in, or confirmed by password, in
                                  * the last five minutes (R20) */
    enum tx_mode mode;           /* 0 = no database */
    enum lane lane;              /* 0 = by mode */
    const struct input_table *query;
    const struct input_table *input;
    bool versioned;              /* needs If-Match */
    bool secret;                 /* the answer holds what is shown once: it is
                                  * not kept for an Idempotency-Key */
    const char *answer;          /* OpenAPI: "Contact" (a component of some
                                  * <room>.schema.json), "Contact[]" for
                                  * what reply_list sends, "text/csv" for
                                  * other bytes; NULL = 204, no content */
    const char *summary;         /* one line for the docs */
    const char *after;           /* form posts: where 303 goes; "{id}" is the
                                  * first id of the path, or where it has
                                  * none the id made; "{new_id}" is always
                                  * the id made. NULL = Referer */
    route_handler *handler;
};

/* A room: a NULL-terminated list of its routes (path NULL ends). */
struct room {
    const char *name;
    const struct route *routes;
};

#endif
