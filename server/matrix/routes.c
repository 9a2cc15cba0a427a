#include "http/reply.h"
#include "matrix/matrix.h"
#include "matrix_store.h"

/* Rooms, categories of retention, flows: one page. */
#define WHOLE_LIST 1000

static const char *const categories[] = {
    "none",      "personal",     "special_category", "criminal_offence",
    "free_text", "confidential", "pseudonymous",     "secret",
    NULL};
static const char *const subjects[] = {
    "young_person", "third_party", "practitioner", "user", "nobody", NULL};

static const struct field query_fields[] = {
    {.name = "role",   .kind = FIELD_CODE, .label = "Role"},
    {.name = "room", .kind = FIELD_CODE, .label = "Room"},
    {.name = "operation",   .kind = FIELD_LINE, .label = "Operation"},
    PAGE_FIELDS,
    {0},
};
static const struct input_table matrix_query = {.name = "AccessMatrixQuery",
                                                .fields = query_fields};

static const struct field catalogue_fields[] = {
    {.name = "category",
     .kind = FIELD_LINE,
     .label = "Sensitivity",
     .wrong = "Select a sensitivity from the list",
     .one_of = categories},
    {.name = "whose",
     .kind = FIELD_LINE,
     .label = "About whom",
     .wrong = "Select from the list",
     .one_of = subjects},
    {.name = "record",   .kind = FIELD_LINE, .label = "Record"},
    PAGE_FIELDS,
    {0       },
};
static const struct input_table catalogue_query = {
    .name = "FieldCatalogueQuery", .fields = catalogue_fields};

static struct err *matrix_list(struct call *call, struct reply *out)
{
    const struct input *query = &call->query;
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = matrix_page(call->tx, input_text(call->arena, query, "role"),
                          input_text(call->arena, query, "room"),
                          input_text(call->arena, query, "operation"),
                          page.after, page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

static struct err *room_list(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = matrix_rooms(call->tx, &rows);

    return err ? err : reply_list(call, rows, WHOLE_LIST, out);
}

static struct err *field_list(struct call *call, struct reply *out)
{
    const struct input *query = &call->query;
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err =
            matrix_fields(call->tx, input_text(call->arena, query, "category"),
                          input_text(call->arena, query, "whose"),
                          input_text(call->arena, query, "record"), page.after,
                          page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

static struct err *retention_list(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = matrix_retention(call->tx, &rows);

    return err ? err : reply_list(call, rows, WHOLE_LIST, out);
}

static struct err *flow_list(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = matrix_lines(call->tx, "governance_flows", &rows);

    return err ? err : reply_list(call, rows, WHOLE_LIST, out);
}

static const struct route matrix_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/access-matrix",
     .name = "access_matrix.list",
     .permission = "governance.read",
     .mode = TX_READ,
     .query = &matrix_query,
     .answer = "MatrixLine[]",
     .summary = "Who may do what, as reviewed and as the tests hold it",
     .handler = matrix_list},
    {.method = METHOD_GET,
     .path = "/api/v1/access-matrix/rooms",
     .name = "access_matrix.rooms",
     .permission = "governance.read",
     .mode = TX_READ,
     .answer = "MatrixRoom[]",
     .summary = "The rooms that operations belong to",
     .handler = room_list},
    {.method = METHOD_GET,
     .path = "/api/v1/field-catalogue",
     .name = "field_catalogue.list",
     .permission = "governance.read",
     .mode = TX_READ,
     .query = &catalogue_query,
     .answer = "CataloguedRecord[]",
     .summary = "Every field that is kept, how sensitive, and who reads it",
     .handler = field_list},
    {.method = METHOD_GET,
     .path = "/api/v1/field-catalogue/retention",
     .name = "field_catalogue.retention",
     .permission = "governance.read",
     .mode = TX_READ,
     .answer = "KeptFor[]",
     .summary = "How long each kind of record is kept",
     .handler = retention_list},
    {.method = METHOD_GET,
     .path = "/api/v1/field-catalogue/flows",
     .name = "field_catalogue.flows",
     .permission = "governance.read",
     .mode = TX_READ,
     .answer = "DataFlow[]",
     .summary = "What comes in and goes out, to whom and on which power",
     .handler = flow_list},
    {0        },
};

const struct room matrix_room = {.name = "matrix", .routes = matrix_routes};
