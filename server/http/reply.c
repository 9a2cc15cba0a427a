#include "http/reply.h"

#include "http/cursor.h"
#include "http/request.h"
#include "http/static.h"
#include "input/json_keep.h"

#define JSON_TYPE "application/json"
#define LIMIT_DEFAULT 50

void reply_header(struct reply *out, const char *name, const char *value)
{
    if (out->header_count == sizeof out->headers / sizeof out->headers[0])
        abort(); /* a handler that sets so many is a bug */
    out->headers[out->header_count++] = (struct header){name, value};
}

struct err *reply_bytes(struct reply *out, int status, const char *content_type,
                        struct slice body)
{
    out->status = status;
    out->content_type = content_type;
    out->body = body;
    return NULL;
}

struct err *reply_nothing(struct reply *out)
{
    return reply_bytes(out, 204, NULL, (struct slice){NULL, 0});
}

struct err *reply_after_commit(struct reply *out, reply_finisher *finish,
                               void *data)
{
    out->finish = finish;
    out->finish_data = data;
    return NULL;
}

static const char *version_of(const struct rows *rows)
{
    return rows_columns(rows) > 1 ? rows_text(rows, 0, 1) : NULL;
}

/* Row 0 as the body, its version as ETag. */
static struct err *object_reply(struct call *call, const struct rows *rows,
                                int status, struct reply *out)
{
    const char *version;

    if (rows_count(rows) == 0 || rows_null(rows, 0, 0))
        return err_new(call->arena, ERR_NOT_FOUND, NULL);
    version = version_of(rows);
    if (version != NULL)
        reply_header(out, "ETag", arena_printf(call->arena, "\"%s\"", version));
    return reply_bytes(out, status, JSON_TYPE, rows_slice(rows, 0, 0));
}

static const char *etag_of(const struct reply *out)
{
    for (size_t i = 0; i < out->header_count; i++)
        if (strcmp(out->headers[i].name, "ETag") == 0)
            return out->headers[i].value;
    return NULL;
}

static struct err *one_finish(struct call *call, void *data, struct reply *out)
{
    const char *known = request_header(call->request, "If-None-Match");
    struct err *err = object_reply(call, data, 200, out);
    const char *etag = etag_of(out);

    if (err == NULL && call->route->method == METHOD_GET && known != NULL &&
        etag != NULL && etag_among(known, etag))
        return reply_bytes(out, 304, NULL, (struct slice){NULL, 0});
    return err;
}

struct err *reply_one(struct call *call, struct rows *rows, struct reply *out)
{
    (void)call;
    return reply_after_commit(out, one_finish, rows);
}

static struct err *whole_finish(struct call *call, void *data,
                                struct reply *out)
{
    return object_reply(call, data, 200, out);
}

struct err *reply_whole(struct call *call, struct rows *rows, struct reply *out)
{
    (void)call;
    return reply_after_commit(out, whole_finish, rows);
}

struct creation {
    const struct rows *rows;
    const char *home;
};

static struct err *created_finish(struct call *call, void *data,
                                  struct reply *out)
{
    const struct creation *made = data;
    struct err *err = object_reply(call, made->rows, 201, out);

    if (err == NULL)
        reply_header(
            out, "Location",
            arena_printf(call->arena, "%s/%s", made->home, call->new_id));
    return err;
}

struct err *reply_created_in(struct call *call, struct rows *rows,
                             const char *home, struct reply *out)
{
    struct creation *made = arena_alloc(call->arena, sizeof *made);

    *made = (struct creation){rows, home};
    return reply_after_commit(out, created_finish, made);
}

struct err *reply_created(struct call *call, struct rows *rows,
                          struct reply *out)
{
    return reply_created_in(call, rows, call->request->path, out);
}

struct change {
    const struct rows *changed;
    const struct rows *loaded;
    const char *refusal;
};

/* Why nothing was changed, told by what is there. */
static struct err *unchanged(struct call *call, const struct change *change)
{
    const char *version;
    struct err *err;

    if (rows_count(change->loaded) == 0)
        return err_new(call->arena, ERR_NOT_FOUND, NULL);
    version = version_of(change->loaded);
    if (call->if_match == NULL || version == NULL ||
        strcmp(version, call->if_match) == 0)
        return err_new(call->arena, ERR_IMPOSSIBLE_MOVE, change->refusal);
    err = err_new(call->arena, ERR_STALE, NULL);
    err->current = rows_text(change->loaded, 0, 0);
    return err;
}

static struct err *changed_finish(struct call *call, void *data,
                                  struct reply *out)
{
    const struct change *change = data;

    if (rows_affected(change->changed) == 0)
        return unchanged(call, change);
    return object_reply(call, change->loaded, 200, out);
}

struct err *reply_changed(struct call *call, struct rows *changed,
                          struct rows *loaded, const char *refusal,
                          struct reply *out)
{
    struct change *change = arena_alloc(call->arena, sizeof *change);

    *change = (struct change){changed, loaded, refusal};
    return reply_after_commit(out, changed_finish, change);
}

static struct err *removed_finish(struct call *call, void *data,
                                  struct reply *out)
{
    const struct change *change = data;

    if (rows_affected(change->changed) == 0)
        return unchanged(call, change);
    return reply_nothing(out);
}

struct err *reply_removed(struct call *call, struct rows *removed,
                          struct rows *left, const char *refusal,
                          struct reply *out)
{
    struct change *change = arena_alloc(call->arena, sizeof *change);

    *change = (struct change){removed, left, refusal};
    return reply_after_commit(out, removed_finish, change);
}

/* The query without what pages it: what a cursor is bound to. */
static const char *filter_of(struct call *call)
{
    json_t *filter;

    if (call->query.clean == NULL)
        return "";
    filter = json_keep(call->arena, json_copy((json_t *)call->query.clean));
    json_object_del(filter, "cursor");
    json_object_del(filter, "limit");
    return json_text(call->arena, filter);
}

struct err *reply_page(struct call *call, struct page *ret_page)
{
    const json_t *limit = json_object_get(call->query.clean, "limit");
    const char *cursor =
        json_string_value(json_object_get(call->query.clean, "cursor"));

    ret_page->limit =
        limit != NULL ? (size_t)json_integer_value(limit) : LIMIT_DEFAULT;
    ret_page->limit_plus =
        arena_printf(call->arena, "%zu", ret_page->limit + 1);
    ret_page->after = NULL;
    if (cursor == NULL)
        return NULL;
    ret_page->after =
        cursor_decode(call->arena, call->route->name, filter_of(call), cursor);
    if (ret_page->after != NULL)
        return NULL;
    return err_new(call->arena, ERR_BAD_REQUEST,
                   "The cursor does not belong to this list: start again from "
                   "its first page");
}

struct list {
    const struct rows *rows;
    size_t limit;
};

/* <path?query>; rel="next", with the cursor replaced. */
static void link_next(struct call *call, const char *cursor, struct reply *out)
{
    const char *query = call->request->query_text;
    struct str link;

    str_init(&link, call->arena);
    str_addf(&link, "<%s?", call->request->path);
    while (*query != '\0') {
        size_t length = strcspn(query, "&");

        if (length > 0 && strncmp(query, "cursor=", 7) != 0) {
            str_add_bytes(&link, query, length);
            str_add_char(&link, '&');
        }
        query += length + (query[length] == '&');
    }
    str_addf(&link, "cursor=%s>; rel=\"next\"", cursor);
    reply_header(out, "Link", link.data);
}

static struct slice list_body(struct call *call, const struct list *list,
                              size_t count, const char *cursor)
{
    struct str body;

    str_init(&body, call->arena);
    str_add(&body, "{\"items\":[");
    for (size_t i = 0; i < count; i++) {
        struct slice item = rows_slice(list->rows, i, 0);

        if (i > 0)
            str_add_char(&body, ',');
        str_add_bytes(&body, item.data, item.length);
    }
    if (cursor != NULL)
        str_addf(&body, "],\"next\":\"%s\"}", cursor);
    else
        str_add(&body, "],\"next\":null}");
    return (struct slice){body.data, body.length};
}

static struct err *list_finish(struct call *call, void *data, struct reply *out)
{
    const struct list *list = data;
    size_t count = rows_count(list->rows);
    const char *cursor = NULL;

    if (count > list->limit) {
        count = list->limit;
        cursor = cursor_encode(call->arena, call->route->name, filter_of(call),
                               rows_slice(list->rows, count - 1, 1));
        link_next(call, cursor, out);
    }
    return reply_bytes(out, 200, JSON_TYPE,
                       list_body(call, list, count, cursor));
}

struct err *reply_list(struct call *call, struct rows *rows, size_t limit,
                       struct reply *out)
{
    struct list *list = arena_alloc(call->arena, sizeof *list);

    *list = (struct list){rows, limit};
    return reply_after_commit(out, list_finish, list);
}
