/*
 * reply.h - what a handler says back. Statuses of 400 and more are made by
 * problem.c from a struct err, never here.
 *
 * The usual shapes take `struct rows` queued by a store function *before*
 * they are filled: the reply is completed after the commit, so that a whole
 * request stays one round trip to the database.
 */
#ifndef THROUGHLINE_HTTP_REPLY_H
#define THROUGHLINE_HTTP_REPLY_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "db/rows.h"

struct call;
struct reply;

/* 200 with row 0: column 0 = the object as JSON, column 1 (if any) = version
 * for ETag. No row: ERR_NOT_FOUND. If-None-Match answers 304. */
struct err *reply_one(struct call *call, struct rows *rows, struct reply *out);

/* The same for an object that shows more than its own row (a meeting with its
 * agenda): the version guards changes to it, but says nothing of the rest, so
 * that nobody is told 304. */
struct err *reply_whole(struct call *call, struct rows *rows,
                        struct reply *out);

/* 200 {"items":[...],"next":...}. Column 0 = item JSON, column 1 = cursor of
 * that row. Queue the statement with limit + 1: one row too many says there is
 * a next page. `limit` as used. */
struct err *reply_list(struct call *call, struct rows *rows, size_t limit,
                       struct reply *out);

/* 201 with Location `<collection>/<call->new_id>` and row 0 as reply_one. */
struct err *reply_created(struct call *call, struct rows *rows,
                          struct reply *out);

/* The same, where what was made lives at another address than it was posted
 * to: Location `<home>/<call->new_id>`; `home` a literal. */
struct err *reply_created_in(struct call *call, struct rows *rows,
                             const char *home, struct reply *out);

/* After an update guarded by version: `changed` is the UPDATE (its affected
 * count tells), `loaded` the object as reply_one. 200 when changed; nothing
 * loaded 404; loaded with another version than If-Match 412 with the current
 * object; same version but not changed: ERR_IMPOSSIBLE_MOVE with `refusal`. */
struct err *reply_changed(struct call *call, struct rows *changed,
                          struct rows *loaded, const char *refusal,
                          struct reply *out);

/* After a DELETE guarded by version: 204 when `removed` took a row; else as
 * reply_changed, by what `left` (loaded after it) still shows. */
struct err *reply_removed(struct call *call, struct rows *removed,
                          struct rows *left, const char *refusal,
                          struct reply *out);

/* 204. */
struct err *reply_nothing(struct reply *out);

/* Ready-made bytes; `content_type` a literal. `status` 200 or 201. */
struct err *reply_bytes(struct reply *out, int status, const char *content_type,
                        struct slice body);

/* For answers assembled by the room after the rows are filled (the journey):
 * `finish` runs after commit and calls reply_bytes or returns an error. */
typedef struct err *reply_finisher(struct call *call, void *data,
                                   struct reply *out);
struct err *reply_after_commit(struct reply *out, reply_finisher *finish,
                               void *data);

/* A header; name a literal, value in the arena. */
void reply_header(struct reply *out, const char *name, const char *value);

/* The two fields every list route has in its query table. */
#define PAGE_FIELDS                                                            \
    {.name = "cursor", .kind = FIELD_LINE, .max = 2000, .label = "Cursor"},    \
    {                                                                          \
        .name = "limit", .kind = FIELD_INTEGER, .min = 1, .max = 200,          \
        .label = "Limit"                                                       \
    }

/* A kept cursor in, SQL arguments out: decodes ?cursor= and ?limit= of the
 * query. The cursor is opaque, and bound to the filter it was made with;
 * ERR_BAD_REQUEST for one that is not ours. */
struct page {
    size_t limit;           /* 1..200, default 50 */
    const char *limit_plus; /* limit + 1 as text, for the statement */
    const char *after;      /* jsonb array of sort values, or NULL */
};
struct err *reply_page(struct call *call, struct page *ret_page);

#endif
