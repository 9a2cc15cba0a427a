#include "http/request.h"
#include "sheet/sheet.h"
#include "sheet/write.h"
#include "sheet_store.h"

/* No file has more rows than these; the statements stop one later. */
#define ROWS_MOST 20000
#define XLSX_TYPE                                                              \
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

static const struct field sheet_fields[] = {
    {.name = "reason",
     .kind = FIELD_LINE,
     .required = true,
     .max = 500,
     .label = "Reason",
     .missing = "Enter why you need this file"},
    {.name = "spoke",    .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "state",   .kind = FIELD_CODE, .label = "State"},
    {.name = "risk",                   .kind = FIELD_CODE, .label = "Risk"},
    {.name = "agency",.kind = FIELD_CODE, .label = "Agency"},
    {.name = "mine",                   .kind = FIELD_BOOLEAN, .label = "Mine"},
    {.name = "overdue",.kind = FIELD_BOOLEAN, .label = "Overdue"},
    {0                  },
};
static const struct input_table sheet_query = {.name = "SheetQuery",
                                               .fields = sheet_fields};

static const char *asked(struct call *call, const char *name)
{
    return input_text(call->arena, &call->query, name);
}

static struct err *people_rows(struct call *call, const char *ending,
                               struct rows **ret_rows)
{
    return sheet_people(call->tx, asked(call, "spoke"), asked(call, "state"),
                        asked(call, "risk"), asked(call, "mine"), ending,
                        ret_rows);
}

static struct err *referral_rows(struct call *call, const char *ending,
                                 struct rows **ret_rows)
{
    return sheet_referrals(call->tx, asked(call, "spoke"), asked(call, "state"),
                           asked(call, "mine"), ending, ret_rows);
}

static struct err *action_rows(struct call *call, const char *ending,
                               struct rows **ret_rows)
{
    return sheet_actions(call->tx, asked(call, "spoke"), asked(call, "state"),
                         asked(call, "agency"), asked(call, "mine"),
                         asked(call, "overdue"), ending, ret_rows);
}

static struct err *allocation_rows(struct call *call, const char *ending,
                                   struct rows **ret_rows)
{
    return sheet_allocations(call->tx, asked(call, "spoke"),
                             asked(call, "state"), asked(call, "mine"), ending,
                             ret_rows);
}

/* In the order of the columns of db/sheet/sheet.sql. */
static const struct column people_columns[] = {
    {"Young person", false},
    {"Born",              false},
    {"Age",true},
    {"Episode",          false},
    {"Spoke",              false},
    {"State",false},
    {"Risk",        false},
    {"Opened",              false},
    {"Closed",          false},
    {"Lead",         false},
    {"Last contact",              false},
    {"Days since contact",true},
    {"Next review",       false},
    {"Review",              false},
    {"Take care", false},
    {0},
};
static const struct column referral_columns[] = {
    {"Referral",     false},
    {"Young person",              false},
    {"Born",false},
    {"Spoke",         false},
    {"Main concern",              false},
    {"Urgency", false},
    {"Source", false},
    {"Agency",              false},
    {"Sent",         false},
    {"State",       false},
    {"Decided",              false},
    {"Why, or where to",false},
    {0        },
};
static const struct column action_columns[] = {
    {"Young person", false},
    {"Episode",              false},
    {"Spoke",false},
    {"Action",        false},
    {"Owner",              false},
    {"Agency",  false},
    {"Priority",        false},
    {"Due",              false},
    {"State",        false},
    {"Late",     false},
    {"Carried forward",              true},
    {"Done",false},
    {0       },
};
static const struct column allocation_columns[] = {
    {"Young person", false},
    {"Episode",              false},
    {"Spoke",false},
    {"Intervention",        false},
    {"Provider",              false},
    {"Worker",  false},
    {"State",     false},
    {"Proposed",              false},
    {"Started",        false},
    {"Ended",        false},
    {"Why it ended",              false},
    {"Sessions planned",true},
    {"Sessions attended",      true},
    {0             },
};

static const struct list {
    const char *code;
    const char *title;
    const struct column *columns;
    struct err *(*rows)(struct call *call, const char *ending,
                        struct rows **ret_rows);
} lists[] = {
    {"people",      "Caseload",    people_columns,     people_rows    },
    {"referrals",   "Referrals",   referral_columns,   referral_rows  },
    {"actions",     "Actions",     action_columns,     action_rows    },
    {"allocations", "Allocations", allocation_columns, allocation_rows},
};

static const struct list *list_find(const char *code)
{
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        if (strcmp(lists[i].code, code) == 0)
            return &lists[i];
    return NULL;
}

/* What the handler queued and the finisher reads. */
struct taken {
    const struct list *list;
    const char *ending;
    struct rows *rows;
};

static struct err *sheet_finish(struct call *call, void *data,
                                struct reply *out)
{
    const struct taken *taken = data;
    bool is_csv = strcmp(taken->ending, "csv") == 0;
    struct slice bytes;
    struct str body;

    if (rows_count(taken->rows) > ROWS_MOST)
        return err_new(call->arena, ERR_IMPOSSIBLE_MOVE,
                       "That is more than a file may hold. Choose a filter.");
    reply_header(out, "Content-Disposition",
                 arena_printf(call->arena, "attachment; filename=\"%s.%s\"",
                              taken->list->code, taken->ending));
    if (is_csv) {
        str_init(&body, call->arena);
        sheet_write_csv(taken->list->columns, taken->rows, &body);
        return reply_bytes(out, 200, "text/csv; charset=utf-8",
                           (struct slice){body.data, body.length});
    }
    struct err *err =
        sheet_write_book(call->arena, taken->list->title, taken->list->columns,
                         taken->rows, &bytes);
    return err ? err : reply_bytes(out, 200, XLSX_TYPE, bytes);
}

static struct err *sheet_take(struct call *call, const char *ending,
                              struct reply *out)
{
    struct taken *taken = arena_alloc(call->arena, sizeof *taken);
    struct rows *open = NULL;

    *taken = (struct taken){.list = list_find(call->ids[0]), .ending = ending};
    if (!taken->list)
        return err_new(call->arena, ERR_NOT_FOUND, NULL);
    struct err *err = sheet_open(call->tx, asked(call, "spoke"),
                                 asked(call, "reason"), &open);
    if (!err)
        err = tx_flush(call->tx);
    if (!err && rows_count(open) == 0)
        err = err_new(call->arena, ERR_NOT_FOUND, NULL);
    if (!err)
        err = taken->list->rows(call, ending, &taken->rows);
    return err ? err : reply_after_commit(out, sheet_finish, taken);
}

static struct err *sheet_take_csv(struct call *call, struct reply *out)
{
    return sheet_take(call, "csv", out);
}

static struct err *sheet_take_xlsx(struct call *call, struct reply *out)
{
    return sheet_take(call, "xlsx", out);
}

static const struct route sheet_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/sheets/{list}.csv",
     .name = "sheet.csv",
     .permission = "list.take",
     .recent_sign_in = true,
     .mode = TX_READ,
     .lane = LANE_SLOW,
     .query = &sheet_query,
     .answer = "text/csv",
     .summary = "A list as CSV: people, referrals, actions or allocations",
     .handler = sheet_take_csv},
    {.method = METHOD_GET,
     .path = "/api/v1/sheets/{list}.xlsx",
     .name = "sheet.xlsx",
     .permission = "list.take",
     .recent_sign_in = true,
     .mode = TX_READ,
     .lane = LANE_SLOW,
     .query = &sheet_query,
     .answer = XLSX_TYPE,
     .summary = "A list for Excel: people, referrals, actions or allocations",
     .handler = sheet_take_xlsx},
    {0},
};

const struct room sheet_room = {.name = "sheet", .routes = sheet_routes};
