#include "directory/directory.h"
#include "directory_store.h"

/* These lists are short: one page holds them all. */
#define WHOLE_LIST 10000

static const struct field agency_query_fields[] = {
    {.name = "spoke",       .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "agency_type",     .kind = FIELD_CODE, .label = "Agency type"},
    {0},
};
static const struct input_table agency_query = {.name = "AgencyQuery",
                                                .fields = agency_query_fields};

static const struct field colleague_query_fields[] = {
    {.name = "spoke",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Spoke",
     .missing = "Select a spoke"},
    {.name = "permission",            .kind = FIELD_LINE, .label = "Permission"},
    {0},
};
static const struct input_table colleague_query = {
    .name = "ColleagueQuery", .fields = colleague_query_fields};

static struct err *reference_list(struct call *call, struct reply *out)
{
    struct rows *terms = NULL;
    struct err *err = directory_terms(call->tx, call->ids[0], &terms);

    return err ? err : reply_list(call, terms, WHOLE_LIST, out);
}

static struct err *spoke_list(struct call *call, struct reply *out)
{
    struct rows *spokes = NULL;
    struct err *err = directory_spokes(call->tx, &spokes);

    return err ? err : reply_list(call, spokes, WHOLE_LIST, out);
}

static struct err *agency_list(struct call *call, struct reply *out)
{
    struct rows *agencies = NULL;
    struct err *err = directory_agencies(
        call->tx, input_text(call->arena, &call->query, "spoke"),
        input_text(call->arena, &call->query, "agency_type"), &agencies);

    return err ? err : reply_list(call, agencies, WHOLE_LIST, out);
}

static struct err *colleague_list(struct call *call, struct reply *out)
{
    struct rows *colleagues = NULL;
    struct err *err = directory_colleagues(
        call->tx, input_text(call->arena, &call->query, "spoke"),
        input_text(call->arena, &call->query, "permission"), &colleagues);

    return err ? err : reply_list(call, colleagues, WHOLE_LIST, out);
}

static const struct route directory_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/reference/{vocabulary}",
     .name = "reference.list",
     .permission = PERM_SIGNED_IN,
     .mode = TX_READ,
     .answer = "Term[]",
     .summary = "The terms of one vocabulary, in order",
     .handler = reference_list},
    {.method = METHOD_GET,
     .path = "/api/v1/spokes",
     .name = "spoke.list",
     .permission = PERM_SIGNED_IN,
     .mode = TX_READ,
     .answer = "Spoke[]",
     .summary = "The partnership's spokes and their settings",
     .handler = spoke_list},
    {.method = METHOD_GET,
     .path = "/api/v1/agencies",
     .name = "agency.list",
     .permission = PERM_SIGNED_IN,
     .mode = TX_READ,
     .query = &agency_query,
     .answer = "Agency[]",
     .summary = "Agencies, of one spoke or type",
     .handler = agency_list},
    {.method = METHOD_GET,
     .path = "/api/v1/colleagues",
     .name = "colleague.list",
     .permission = PERM_SIGNED_IN,
     .mode = TX_READ,
     .query = &colleague_query,
     .answer = "Colleague[]",
     .summary = "People who hold a role in a spoke",
     .handler = colleague_list},
    {0                                                 },
};

const struct room directory_room = {.name = "directory",
                                    .routes = directory_routes};
