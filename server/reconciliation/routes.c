#include "reconciliation/reconciliation.h"
#include "reconciliation_store.h"

static const struct field year_fields[] = {
    {.name = "period", .kind = FIELD_LINE, .max = 7, .label = "Year"},
    {.name = "partnership",
     .kind = FIELD_LINE,
     .max = 100,
     .label = "Partnership"},
    {0               },
};
static const struct input_table year_query = {.name = "ReconciliationQuery",
                                              .fields = year_fields};

static const struct field figure_fields[] = {
    {.name = "rule",    .kind = FIELD_CODE, .required = true, .label = "Rule"},
    {0},
};
static const struct input_table figure_query = {.name = "ReconciledFigureQuery",
                                                .fields = figure_fields};

static const struct field reason_fields[] = {
    {.name = "rule",    .kind = FIELD_CODE, .required = true, .label = "Rule"},
    {.name = "text",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 2000,
     .label = "Reason",
     .missing = "Enter why the figures differ, or what has been asked"},
    {0                },
};
static const struct input_table reason_input = {.name = "ReconciliationReason",
                                                .fields = reason_fields};

static struct err *year_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = reconciliation_year(
        call->tx, input_text(call->arena, &call->query, "partnership"),
        input_text(call->arena, &call->query, "period"), &rows);

    return err ? err : reply_one(call, rows, out);
}

static struct err *figure_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = reconciliation_figure(
        call->tx, call->ids[0], input_text(call->arena, &call->query, "rule"),
        &rows);

    return err ? err : reply_one(call, rows, out);
}

static struct err *reason_add(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err =
        reconciliation_say(call->tx, call->ids[0], call->body.json, NULL);

    if (!err)
        err = reconciliation_figure(
            call->tx, call->ids[0],
            input_text(call->arena, &call->body, "rule"), &rows);
    return err ? err : reply_one(call, rows, out);
}

static const struct route reconciliation_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/reconciliation",
     .name = "reconciliation.year",
     .permission = "report.read",
     .mode = TX_READ,
     .query = &year_query,
     .answer = "Reconciliation",
     .summary = "Published figures beside what follows from the others",
     .handler = year_show},
    {.method = METHOD_GET,
     .path = "/api/v1/reconciliation/{id}",
     .name = "reconciliation.figure",
     .permission = "report.read",
     .mode = TX_READ,
     .query = &figure_query,
     .answer = "ReconciledFigure",
     .summary = "One published figure, the rows beside it, and why they differ",
     .handler = figure_show},
    {.method = METHOD_POST,
     .path = "/api/v1/reconciliation/{id}/reasons",
     .name = "reconciliation.say",
     .permission = "reconcile.write",
     .mode = TX_WRITE,
     .input = &reason_input,
     .answer = "ReconciledFigure",
     .summary = "Say why a published figure differs; earlier reasons are kept",
     .after = "/hub/reconciliation",
     .handler = reason_add},
    {0   },
};

const struct room reconciliation_room = {.name = "reconciliation",
                                         .routes = reconciliation_routes};
