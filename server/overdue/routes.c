#include "overdue/overdue.h"
#include "overdue_store.h"

/* One line a clock. */
#define CLOCKS_MOST 100

static const char *const clocks[] = {"triage",        "agency_checks", "heard",
                                     "referrer_told", "first_contact", NULL};

static const struct field query_fields[] = {
    {.name = "spoke",   .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "clock",
     .kind = FIELD_LINE,
     .label = "Clock",
     .wrong = "Select a clock from the list",
     .one_of = clocks},
    PAGE_FIELDS,
    {0  },
};
static const struct input_table overdue_query = {.name = "OverdueQuery",
                                                 .fields = query_fields};

static const struct field counts_fields[] = {
    {.name = "spoke",   .kind = FIELD_CODE, .label = "Spoke"},
    {0},
};
static const struct input_table counts_query = {.name = "OverdueCountsQuery",
                                                .fields = counts_fields};

static struct err *overdue_list(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = overdue_page(call->tx,
                           input_text(call->arena, &call->query, "spoke"),
                           input_text(call->arena, &call->query, "clock"),
                           page.after, page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

static struct err *count_list(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = overdue_counts(
        call->tx, input_text(call->arena, &call->query, "spoke"), &rows);

    return err ? err : reply_list(call, rows, CLOCKS_MOST, out);
}

static const struct route overdue_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/overdue",
     .name = "overdue.list",
     .permission = "overdue.read",
     .mode = TX_READ,
     .query = &overdue_query,
     .answer = "OverdueItem[]",
     .summary = "What is late in a spoke, oldest first",
     .handler = overdue_list},
    {.method = METHOD_GET,
     .path = "/api/v1/overdue/counts",
     .name = "overdue.counts",
     .permission = "overdue.read",
     .mode = TX_READ,
     .query = &counts_query,
     .answer = "OverdueCount[]",
     .summary = "How much is late by each clock",
     .handler = count_list},
    {0       },
};

const struct room overdue_room = {.name = "overdue", .routes = overdue_routes};
