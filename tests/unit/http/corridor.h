/*
 * corridor.h - a small room and a way to ask it, for the tests that send
 * requests down the whole corridor. The database is fake_tx.h.
 */
#ifndef THROUGHLINE_TESTS_HTTP_CORRIDOR_H
#define THROUGHLINE_TESTS_HTTP_CORRIDOR_H

#include <sodium.h>

#include "base/clock.h"
#include "base/log.h"
#include "http/request.h"
#include "input/json_keep.h"
#include "tests/unit/http/fake_tx.h"

#define ID "0af7d2c8-1b2c-4d3e-8f90-a1b2c3d4e5f6"
#define HEADERS_MAX 8

/* --- a room ----------------------------------------------------------------
 */

static struct rows rows;
static struct rows changed;
static enum err_code handler_fails;
static const char *new_id;
static const char *seen_body;
static const char *seen_version;
static struct page seen_page;

static inline struct err *begin(struct call *call)
{
    trace("handler");
    new_id = call->new_id;
    seen_body = call->body.json;
    seen_version = call->if_match;
    return handler_fails ? err_new(call->arena, handler_fails, "by handler")
                         : NULL;
}

static inline struct err *one(struct call *call, struct reply *out)
{
    struct err *err = begin(call);

    return err != NULL ? err : reply_one(call, &rows, out);
}

static inline struct err *list(struct call *call, struct reply *out)
{
    struct err *err = begin(call);

    if (err == NULL)
        err = reply_page(call, &seen_page);
    return err != NULL ? err : reply_list(call, &rows, seen_page.limit, out);
}

static inline struct err *create(struct call *call, struct reply *out)
{
    struct err *err = begin(call);

    return err != NULL ? err : reply_created(call, &rows, out);
}

static inline struct err *change(struct call *call, struct reply *out)
{
    struct err *err = begin(call);

    return err != NULL
               ? err
               : reply_changed(call, &changed, &rows, "It is closed", out);
}

static inline struct err *whole(struct call *call, struct reply *out)
{
    struct err *err = begin(call);

    return err != NULL ? err : reply_whole(call, &rows, out);
}

static inline struct err *create_elsewhere(struct call *call, struct reply *out)
{
    struct err *err = begin(call);

    return err != NULL ? err : reply_created_in(call, &rows, "/parts", out);
}

static inline struct err *remove_it(struct call *call, struct reply *out)
{
    struct err *err = begin(call);

    return err != NULL
               ? err
               : reply_removed(call, &changed, &rows, "It is in use", out);
}

static inline struct err *nothing(struct call *call, struct reply *out)
{
    struct err *err = begin(call);

    return err != NULL ? err : reply_nothing(out);
}

static inline struct err *file(struct call *call, struct reply *out)
{
    struct err *err = begin(call);

    return err != NULL ? err
                       : reply_bytes(out, 200, "text/csv", slice_from("a,b"));
}

static const struct field note_fields[] = {
    {.name = "note",    .kind = FIELD_TEXT, .required = true, .label = "Note"},
    {0}
};
static const struct input_table note_input = {.name = "Note",
                                              .fields = note_fields};
static const struct field query_fields[] = {
    {.name = "kind",    .kind = FIELD_CODE, .label = "Kind"},
    {.name = "purpose",  .kind = FIELD_CODE, .label = "Purpose"},
    PAGE_FIELDS,
    {0}
};
static const struct input_table query_input = {.name = "NoteQuery",
                                               .fields = query_fields};

#define NOTE(m, p, n, h)                                                       \
    .method = METHOD_##m, .path = p, .name = n, .permission = "note.any",      \
    .mode = METHOD_##m == METHOD_GET ? TX_READ : TX_WRITE, .handler = h

static const struct route routes[] = {
    {NOTE(GET,               "/notes", "note.list", list), .query = &query_input},
    {NOTE(GET,           "/notes/{id}", "note.load", one)},
    {NOTE(POST, "/notes", "note.create", create), .input = &note_input,
     .after = "/notes/{id}"},
    {NOTE(POST,               "/people/{id}/notes", "note.add", create), .input = &note_input,
     .after = "/people/{id}?note={new_id}"},
    {NOTE(PATCH,           "/notes/{id}", "note.update", change), .input = &note_input,
     .versioned = true},
    {NOTE(DELETE,                      "/notes/{id}", "note.delete", nothing)},
    {NOTE(GET,              "/wholes/{id}", "whole.load", whole)},
    {NOTE(POST,               "/wholes/{id}/parts", "part.create", create_elsewhere)},
    {NOTE(DELETE, "/parts/{id}", "part.delete", remove_it), .versioned = true},
    {NOTE(POST,              "/notes/{id}/strike", "note.strike", change),
     .versioned = true},
    {NOTE(POST,            "/notes/export", "note.export", file)},
    {.method = METHOD_POST,
     .path = "/session",
     .name = "session.create",
     .permission = PERM_PUBLIC,
     .mode = TX_WRITE,
     .handler = one},
    {.method = METHOD_GET,
     .path = "/hello",
     .name = "hello",
     .permission = PERM_PUBLIC,
     .handler = nothing},
    {0}
};
static const struct room room = {"note", routes};
static const struct room *const rooms[] = {&room, NULL};

static inline void set_up(void)
{
    arena_up();
    ck_assert_int_ge(sodium_init(), 0);
    log_set_level(LOG_ERROR);
    memset(&fake, 0, sizeof fake);
    rows = (struct rows){1, 2, 1, {{"{\"a\":1}", "7"}}};
    changed = (struct rows){0, 0, 1, {{NULL}}};
    handler_fails = 0;
    new_id = seen_body = seen_version = NULL;
    router_set_rooms(rooms);
}

/* --- asking ------------------------------------------------------------------
 */

struct ask {
    enum method method;
    const char *path;
    const char *query;
    const char *body;
    struct header headers[HEADERS_MAX];
};

#define JSON                                                                   \
    {                                                                          \
        "Content-Type", "application/json"                                     \
    }
#define FORM                                                                   \
    {                                                                          \
        "Content-Type", "application/x-www-form-urlencoded"                    \
    }
#define NAVIGATES                                                              \
    {                                                                          \
        "Sec-Fetch-Mode", "navigate"                                           \
    }
#define COOKIE                                                                 \
    {                                                                          \
        "Cookie", "__Host-throughline=tok-1"                                   \
    }

static inline struct request request_of(const struct ask *ask)
{
    struct request request = {.arena = &arena,
                              .method = ask->method,
                              .path = ask->path,
                              .query_text = ask->query ? ask->query : "",
                              .headers = ask->headers,
                              .request_id = ID,
                              .client_address = "127.0.0.1",
                              .arrived_ms = clock_monotonic_ms(),
                              .deadline_ms = clock_monotonic_ms() + 5000};
    const struct header sec = {"Sec-Fetch-Site", "same-origin"};
    struct header *headers = arena_array(&arena, HEADERS_MAX + 1, sizeof sec);

    headers[request.header_count++] = sec;
    for (size_t i = 0; i < HEADERS_MAX && ask->headers[i].name; i++)
        headers[request.header_count++] = ask->headers[i];
    request.headers = headers;
    if (ask->body != NULL)
        request.body = slice_from(ask->body);
    return request;
}

#define ASK(m, p, q, b, ...)                                                   \
    {                                                                          \
        METHOD_##m, p, q, b,                                                   \
        {                                                                      \
            __VA_ARGS__                                                        \
        }                                                                      \
    }
#define SENT(m, p, b, ...) asked((struct ask)ASK(m, p, NULL, b, __VA_ARGS__))
#define GOT(p, ...) SENT(GET, p, NULL, __VA_ARGS__)
#define LISTED(q) asked((struct ask)ASK(GET, "/notes", q, NULL, ))
#define NOTE_BODY "{\"note\":\" x \"}"

static inline struct reply asked(struct ask ask)
{
    struct request request = request_of(&ask);
    struct reply out;

    ck_assert_ptr_null(request_admit(&request));
    request_run(&request, NULL, &out);
    ck_assert_int_eq(fake.begun, fake.ended);
    return out;
}

static inline const char *header(const struct reply *out, const char *name)
{
    for (size_t i = 0; i < out->header_count; i++)
        if (strcmp(out->headers[i].name, name) == 0)
            return out->headers[i].value;
    return NULL;
}

static inline void expect_body(const struct reply *out, int status,
                               const char *body)
{
    ck_assert_int_eq(out->status, status);
    ck_assert_str_eq(arena_strndup(&arena, out->body.data, out->body.length),
                     body);
}

static inline void expect_problem(const struct reply *out, int status,
                                  const char *part)
{
    ck_assert_int_eq(out->status, status);
    ck_assert_str_eq(out->content_type, "application/problem+json");
    ck_assert_msg(strstr(out->body.data, part) != NULL, "%s", out->body.data);
}

#endif
