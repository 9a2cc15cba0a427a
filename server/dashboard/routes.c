#include "dashboard/dashboard.h"
#include "dashboard_store.h"

/* No file has more rows than these; the statement stops one later. */
#define ROWS_MOST 20000

#define FILTER_FIELDS                                                          \
    {.name = "spoke", .kind = FIELD_CODE, .label = "Spoke"},                   \
        {.name = "period",                                                     \
         .kind = FIELD_LINE,                                                   \
         .max = 10,                                                            \
         .label = "Period",                                                    \
         .wrong = "Select a period from the list"},                            \
        {.name = "from", .kind = FIELD_DATE, .label = "First day"},            \
    {                                                                          \
        .name = "to", .kind = FIELD_DATE, .label = "Last day"                  \
    }

static const struct field choices_fields[] = {
    {.name = "spoke",   .kind = FIELD_CODE, .label = "Spoke"},
    {0},
};
static const struct input_table choices_query = {
    .name = "DashboardChoicesQuery", .fields = choices_fields};

static const struct field query_fields[] = {FILTER_FIELDS, {0}};
static const struct input_table dashboard_query = {.name = "DashboardQuery",
                                                   .fields = query_fields};

static const struct field csv_fields[] = {
    FILTER_FIELDS,
    {.name = "sheet",
      .kind = FIELD_CODE,
      .required = true,
      .label = "Table",
      .missing = "Select the table"},
    {.name = "reason",
      .kind = FIELD_LINE,
      .required = true,
      .max = 500,
      .label = "Reason",
      .missing = "Enter why you need this file"},
    {.name = "as_counted",
      .kind = FIELD_BOOLEAN,
      .label = "With small numbers"},
    {0             },
};
static const struct input_table csv_query = {.name = "DashboardExport",
                                             .fields = csv_fields};

static const char *asked(struct call *call, const char *name)
{
    return input_text(call->arena, &call->query, name);
}

static struct err *choices_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = dashboard_choices(call->tx, asked(call, "spoke"), &rows);

    return err ? err : reply_whole(call, rows, out);
}

static struct err *dashboard_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = dashboard_load(
        call->tx, call->ids[0], asked(call, "spoke"), asked(call, "period"),
        asked(call, "from"), asked(call, "to"), &rows);

    return err ? err : reply_whole(call, rows, out);
}

static struct err *csv_finish(struct call *call, void *data, struct reply *out)
{
    const struct rows *rows = data;
    struct str body;

    if (rows_count(rows) == 0)
        return err_new(call->arena, ERR_NOT_FOUND, NULL);
    if (rows_count(rows) > ROWS_MOST)
        return err_new(call->arena, ERR_IMPOSSIBLE_MOVE,
                       "That is more than a file may hold.");
    str_init(&body, call->arena);
    for (size_t i = 0; i < rows_count(rows); i++)
        str_addf(&body, "%s\r\n", rows_text(rows, i, 0));
    reply_header(out, "Content-Disposition",
                 arena_printf(call->arena, "attachment; filename=\"%s.csv\"",
                              asked(call, "sheet")));
    return reply_bytes(out, 200, "text/csv; charset=utf-8",
                       (struct slice){body.data, body.length});
}

static struct err *dashboard_export(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    const char *as_counted =
        json_is_true(json_object_get(call->query.clean, "as_counted"))
            ? "true"
            : "false";
    struct err *err = dashboard_csv(
        call->tx, call->ids[0], asked(call, "spoke"), asked(call, "period"),
        asked(call, "from"), asked(call, "to"), asked(call, "sheet"),
        as_counted, asked(call, "reason"), &rows);

    return err ? err : reply_after_commit(out, csv_finish, rows);
}

static const struct route dashboard_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/dashboards",
     .name = "dashboard.choices",
     .permission = "report.read",
     .mode = TX_READ,
     .query = &choices_query,
     .answer = "DashboardChoices",
     .summary = "The spokes and periods to choose from",
     .handler = choices_show},
    {.method = METHOD_GET,
     .path = "/api/v1/dashboards/{board}",
     .name = "dashboard.show",
     .permission = "report.read",
     .mode = TX_READ,
     .lane = LANE_SLOW,
     .query = &dashboard_query,
     .answer = "Dashboard",
     .summary = "The tables of one board; small numbers are hidden outside "
                "the spoke", .handler = dashboard_show},
    {.method = METHOD_GET,
     .path = "/api/v1/dashboards/{board}.csv",
     .name = "dashboard.csv",
     .permission = "report.read",
     .recent_sign_in = true,
     .mode = TX_READ,
     .lane = LANE_SLOW,
     .query = &csv_query,
     .answer = "text/csv",
     .summary = "One table as CSV; small numbers are hidden unless the "
                "spoke's own staff ask for them", .handler = dashboard_export},
    {0},
};

const struct room dashboard_room = {.name = "dashboard",
                                    .routes = dashboard_routes};
