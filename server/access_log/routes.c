#include "access_log/access_log.h"
#include "access_log_store.h"
#include "http/reply.h"

/* One young person's readers, or four weeks' questions: one page. */
#define WHOLE_LIST 10000

static const struct field entry_query_fields[] = {
    {.name = "person_id",      .kind = FIELD_UUID, .label = "Young person"},
    {.name = "user_id", .kind = FIELD_UUID, .label = "User"},
    {.name = "spoke",        .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "action",         .kind = FIELD_CODE, .label = "Action"},
    {.name = "from",          .kind = FIELD_DATE, .label = "From"},
    {.name = "to",        .kind = FIELD_DATE, .label = "To"},
    PAGE_FIELDS,
    {0        },
};
static const struct input_table entry_query = {.name = "AccessLogQuery",
                                               .fields = entry_query_fields};

static const struct field reader_query_fields[] = {
    {.name = "person_id",
     .kind = FIELD_UUID,
     .required = true,
     .label = "Young person",
     .missing = "Choose the young person"},
    {0   },
};
static const struct input_table reader_query = {.name = "ReaderQuery",
                                                .fields = reader_query_fields};

static const struct field unusual_query_fields[] = {
    {.name = "spoke", .kind = FIELD_CODE, .label = "Spoke"},
    {0},
};
static const struct input_table unusual_query = {
    .name = "UnusualAccessQuery", .fields = unusual_query_fields};

static struct err *entry_list(struct call *call, struct reply *out)
{
    const struct input *query = &call->query;
    struct arena *arena = call->arena;
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = access_log_page(call->tx, input_text(arena, query, "person_id"),
                              input_text(arena, query, "user_id"),
                              input_text(arena, query, "spoke"),
                              input_text(arena, query, "action"),
                              input_text(arena, query, "from"),
                              input_text(arena, query, "to"), page.after,
                              page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

static struct err *reader_list(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = access_log_readers(
        call->tx, input_text(call->arena, &call->query, "person_id"), &rows);

    return err ? err : reply_list(call, rows, WHOLE_LIST, out);
}

static struct err *unusual_list(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = access_log_unusual(
        call->tx, input_text(call->arena, &call->query, "spoke"), &rows);

    return err ? err : reply_list(call, rows, WHOLE_LIST, out);
}

static const struct route access_log_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/access-log",
     .name = "access_log.list",
     .permission = "access_log.read",
     .mode = TX_READ,
     .query = &entry_query,
     .answer = "AccessLogEntry[]",
     .summary = "Who looked at or changed what, newest first",
     .handler = entry_list},
    {.method = METHOD_GET,
     .path = "/api/v1/access-log/readers",
     .name = "access_log.readers",
     .permission = "access_log.read",
     .mode = TX_READ,
     .query = &reader_query,
     .answer = "RecordReader[]",
     .summary = "Everybody who has looked at one young person's record",
     .handler = reader_list},
    {.method = METHOD_GET,
     .path = "/api/v1/access-log/unusual",
     .name = "access_log.unusual",
     .permission = "access_log.read",
     .mode = TX_READ,
     .query = &unusual_query,
     .answer = "UnusualAccess[]",
     .summary = "What is worth asking about, of the last four weeks",
     .handler = unusual_list},
    {0},
};

const struct room access_log_room = {.name = "access_log",
                                     .routes = access_log_routes};
