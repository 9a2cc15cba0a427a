/*
 * router.h - from method and path to route.
 *
 * `{name}` in a route's path stands for one segment; a literal ending may
 * follow: "/returns/{id}.xlsx". Where the name is `id` or ends in `_id` only
 * a uuid fits, else a code of [a-z0-9_-]{1,64}. Where a literal and a
 * placeholder both fit, the literal wins.
 */
#ifndef THROUGHLINE_HTTP_ROUTER_H
#define THROUGHLINE_HTTP_ROUTER_H

#include "base/str.h"
#include "http/request.h"

/* The rooms given to router_set_rooms(). */
const struct room *const *router_rooms(void);

/* Sets `request->route` and `request->ids` (uuids in lower case).
 * ERR_NOT_FOUND, ERR_METHOD_NOT_ALLOWED. */
struct err *router_match(struct request *request);

/* The methods this path answers to, "GET, HEAD, POST"; "" if none. */
const char *router_allow(struct arena *arena, const char *path);

const char *method_name(enum method method);

/* Whether an Idempotency-Key counts: it belongs to who sent it, so somebody
 * must sign for it; and nothing is kept that was made from a password. */
bool route_keeps_answers(const struct route *route);

/* A segment of a route's path taken apart. */
struct pattern {
    struct slice literal; /* data NULL for a placeholder */
    struct slice name;    /* of the placeholder, without braces */
    struct slice suffix;
    bool uuid;
};

/* The segment at `*path` (which points at its slash); moves `*path` past it.
 * False at the end of the path. */
bool pattern_next(const char **path, struct pattern *ret_pattern);

/* Decodes %XX into `buffer` (at least `raw.length` bytes); false if a % is
 * not followed by two hexadecimal digits. */
bool segment_decode(struct slice raw, char *buffer, size_t *ret_length);

#endif
