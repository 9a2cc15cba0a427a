#include "http/request.h"
#include "http/static.h"
#include "journey/journey.h"
#include "journey/render.h"
#include "journey/rules.h"
#include "journey_store.h"

static const struct field journey_query_fields[] = {
    {.name = "kind",
     .kind = FIELD_LIST,
     .item = FIELD_CODE,
     .max = 18,
     .label = "Kind of event"},
    {.name = "from",       .kind = FIELD_DATE, .label = "First day"},
    {.name = "to", .kind = FIELD_DATE, .label = "Last day"},
    {.name = "purpose",
     .kind = FIELD_LINE,
     .max = 200,
     .label = "Why you print this"},
    {.name = "whole",    .kind = FIELD_BOOLEAN, .label = "All that was written"},
    {0            },
};
static const struct input_table journey_query = {.name = "JourneyQuery",
                                                 .fields = journey_query_fields,
                                                 .check = journey_check};

/* What the handler queued and the finisher reads. */
struct shown {
    struct rows *tag;
    struct rows *head;
    struct rows *events;
    struct rows *names; /* NULL: the dictionary is fresh */
};

/* {a,b}: codes hold nothing that an array literal would need to escape. */
static const char *kinds_wanted(struct call *call)
{
    const json_t *kinds = json_object_get(call->query.clean, "kind");
    struct str literal;

    if (json_array_size(kinds) == 0)
        return NULL;
    str_init(&literal, call->arena);
    for (size_t i = 0; i < json_array_size(kinds); i++)
        str_addf(&literal, "%c%s", i == 0 ? '{' : ',',
                 json_string_value(json_array_get(kinds, i)));
    str_add_char(&literal, '}');
    return literal.data;
}

static const char *etag_of(struct call *call, const struct shown *shown)
{
    return arena_printf(call->arena, "\"%s\"", rows_text(shown->tag, 0, 0));
}

static void names_let_go(void *names)
{
    names_release(names);
}

/* Let go with the request, also when it runs out of memory half-way. */
static const struct names *names_for(struct call *call)
{
    const struct names *names = names_hold();

    arena_on_release(call->arena, names_let_go, (void *)names);
    return names;
}

static struct err *journey_finish(struct call *call, void *data,
                                  struct reply *out)
{
    const struct shown *shown = data;
    struct str body;

    if (rows_count(shown->head) == 0)
        return err_new(call->arena, ERR_NOT_FOUND, NULL);
    if (shown->names)
        names_fill(shown->names);
    struct journey journey = {
        .person_id = call->ids[0],
        .head = shown->head,
        .events = shown->events,
        .names = names_for(call),
        .query = call->query.clean,
    };
    str_init(&body, call->arena);
    if (call->wants_page)
        journey_render_page(&journey, &body);
    else
        journey_render_json(&journey, &body);
    if (!call->wants_page)
        reply_header(out, "ETag", etag_of(call, shown));
    reply_header(out, "Vary", "Accept");
    return reply_bytes(out, 200,
                       call->wants_page ? "text/html; charset=utf-8"
                                        : "application/json",
                       (struct slice){body.data, body.length});
}

/* Asks for the tag alone first where the client holds an answer: an unchanged
 * journey costs a tenth. `*ret_done` says that `out` is complete. */
static struct err *journey_unchanged(struct call *call,
                                     const struct shown *shown,
                                     struct reply *out, bool *ret_done)
{
    const char *known = request_header(call->request, "If-None-Match");

    *ret_done = false;
    if (!known || call->wants_page)
        return NULL;
    struct err *err = tx_flush(call->tx);
    if (err)
        return err;
    if (rows_count(shown->tag) == 0)
        return err_new(call->arena, ERR_NOT_FOUND, NULL);
    if (!etag_among(known, etag_of(call, shown)))
        return NULL;
    *ret_done = true;
    reply_header(out, "ETag", etag_of(call, shown));
    return reply_bytes(out, 304, NULL, (struct slice){NULL, 0});
}

/* The plain page is for paper: it holds all that was written. */
static const char *whole_wanted(struct call *call)
{
    const json_t *whole = json_object_get(call->query.clean, "whole");

    return call->wants_page || json_is_true(whole) ? "true" : "false";
}

static struct err *journey_queue(struct call *call, struct shown *shown)
{
    const char *id = call->ids[0];
    const char *local = call->wants_page ? "true" : "false";
    struct err *err = journey_head(call->tx, id, local, &shown->head);

    if (!err)
        err = journey_events(
            call->tx, id, input_text(call->arena, &call->query, "from"),
            input_text(call->arena, &call->query, "to"), kinds_wanted(call),
            local, whole_wanted(call), &shown->events);
    if (!err && names_due())
        err = names_queue(call->tx, &shown->names);
    return err;
}

static struct err *journey_show(struct call *call, struct reply *out)
{
    struct shown *shown = arena_alloc(call->arena, sizeof *shown);
    bool done = false;
    struct err *err = journey_tag(call->tx, call->ids[0], &shown->tag);

    if (!err)
        err = journey_unchanged(call, shown, out, &done);
    if (err || done)
        return err;
    err = journey_queue(call, shown);
    return err ? err : reply_after_commit(out, journey_finish, shown);
}

static const struct route journey_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/people/{id}/journey",
     .name = "person.journey",
     .permission = "journey.read",
     .mode = TX_READ,
     .query = &journey_query,
     .answer = "Journey",
     .summary = "One young person's journey, newest first",
     .handler = journey_show},
    {0},
};

const struct room journey_room = {.name = "journey", .routes = journey_routes};
