#include "returns/export.h"
#include "returns/input.h"
#include "returns/returns.h"
#include "returns_store.h"

/* A year has four quarters, in as many spokes as there are. */
#define RETURNS_MOST 1000
#define FIGURES_MOST 20000
#define ROWS_MOST 2000

#define REFUSAL                                                                \
    "This cannot be done with the return as it stands, or not by you. "        \
    "Reload the page to see where it is."

static struct err *returns_index(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err =
        returns_list(call->tx, input_text(call->arena, &call->query, "year"),
                     input_text(call->arena, &call->query, "spoke"), &rows);

    return err ? err : reply_list(call, rows, RETURNS_MOST, out);
}

static struct err *returns_start(struct call *call, struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err =
        returns_create(call->tx, call->new_id, call->body.json, NULL);

    if (!err)
        err = returns_load(call->tx, call->new_id, &loaded);
    return err ? err : reply_created(call, loaded, out);
}

static struct err *returns_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = returns_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_whole(call, rows, out);
}

static struct err *figures_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = returns_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = returns_figures(call->tx, call->ids[0], &rows);
    return err ? err : reply_list(call, rows, FIGURES_MOST, out);
}

static struct err *rows_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = returns_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = returns_rows(
            call->tx, call->ids[0],
            input_text(call->arena, &call->query, "intervention_id"),
            input_text(call->arena, &call->query, "measure"),
            input_text(call->arena, &call->query, "category"), &rows);
    return err ? err : reply_list(call, rows, ROWS_MOST, out);
}

static struct err *answer(struct call *call, struct rows *changed,
                          struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err = returns_load(call->tx, call->ids[0], &loaded);

    return err ? err : reply_changed(call, changed, loaded, REFUSAL, out);
}

static struct err *returns_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL;
    struct err *err = returns_update(call->tx, call->ids[0], call->if_match,
                                     call->body.json, &changed);

    if (!err)
        err = returns_fill_in(call->tx, call->ids[0], call->if_match,
                              call->body.json, NULL);
    return err ? err : answer(call, changed, out);
}

static struct err *move(struct call *call, const char *state, struct reply *out)
{
    struct rows *changed = NULL;
    struct err *err =
        returns_move(call->tx, call->ids[0], call->if_match, state,
                     input_text(call->arena, &call->body, "note"), &changed);

    return err ? err : answer(call, changed, out);
}

static struct err *returns_submit(struct call *call, struct reply *out)
{
    return move(call, "submitted", out);
}

static struct err *returns_query_move(struct call *call, struct reply *out)
{
    return move(call, "queried", out);
}

static struct err *returns_approve(struct call *call, struct reply *out)
{
    return move(call, "approved", out);
}

static struct err *returns_send(struct call *call, struct reply *out)
{
    return move(call, "sent", out);
}

static struct err *returns_restate(struct call *call, struct reply *out)
{
    return move(call, "restated", out);
}

#define ONE "/api/v1/returns/{id}"
#define MOVE(VERB, PERMISSION, INPUT, SUMMARY, HANDLER)                        \
    {                                                                          \
        .method = METHOD_POST, .path = ONE "/" VERB, .name = "return." VERB,   \
        .permission = PERMISSION, .mode = TX_WRITE, .lane = LANE_SLOW,         \
        .input = INPUT, .versioned = true, .answer = "Return",                 \
        .summary = SUMMARY, .after = "/returns/{id}", .handler = HANDLER       \
    }

/* A file: small numbers are hidden unless one of the spoke's own staff asks
 * for them as counted. */
#define FILE_OF(ENDING, TYPE, SUMMARY, HANDLER)                                \
    {                                                                          \
        .method = METHOD_GET, .path = ONE "." ENDING,                          \
        .name = "return." ENDING, .permission = "return.read",                 \
        .recent_sign_in = true, .mode = TX_READ, .lane = LANE_SLOW,            \
        .query = &returns_export_query, .answer = TYPE, .summary = SUMMARY,    \
        .handler = HANDLER                                                     \
    }

static const struct route returns_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/returns",
     .name = "return.list",
     .permission = "return.read",
     .mode = TX_READ,
     .query = &returns_query,
     .answer = "ReturnItem[]",
     .summary = "The quarters of a year by spoke, with their returns",
     .handler = returns_index},
    {.method = METHOD_POST,
     .path = "/api/v1/returns",
     .name = "return.start",
     .permission = "return.write",
     .mode = TX_WRITE,
     .input = &returns_new_input,
     .answer = "Return",
     .summary = "Start a spoke's return for a quarter",
     .after = "/returns/{new_id}",
     .handler = returns_start},
    {.method = METHOD_GET,
     .path = ONE,
     .name = "return.show",
     .permission = "return.read",
     .mode = TX_READ,
     .answer = "Return",
     .summary = "A return: money, match funding, words, and how it moved",
     .handler = returns_show},
    {.method = METHOD_PATCH,
     .path = ONE,
     .name = "return.change",
     .permission = "return.write",
     .mode = TX_WRITE,
     .input = &returns_change_input,
     .versioned = true,
     .answer = "Return",
     .summary = "Fill in money, match funding and words; lists are replaced",
     .after = "/returns/{id}",
     .handler = returns_change},
    {.method = METHOD_GET,
     .path = ONE "/figures",
     .name = "return.figures",
     .permission = "return.read",
     .mode = TX_READ,
     .lane = LANE_SLOW,
     .answer = "ReturnFigure[]",
     .summary = "Its figures; outside the spoke small numbers are hidden",
     .handler = figures_show},
    {.method = METHOD_GET,
     .path = ONE "/rows",
     .name = "return.rows",
     .permission = "return.write",
     .mode = TX_READ,
     .lane = LANE_SLOW,
     .query = &returns_rows_query,
     .answer = "ReturnRow[]",
     .summary = "The rows behind one figure, as they are now",
     .handler = rows_show},
    FILE_OF("xlsx", XLSX_TYPE, "A return as an Excel workbook",
            returns_export_xlsx),
    FILE_OF("csv", "text/csv", "A return's figures as CSV", returns_export_csv),
    MOVE("submit", "return.submit", &returns_move_input,
         "Submit to the hub: the figures of this moment are kept",
         returns_submit),
    MOVE("query", "return.review", &returns_question_input,
         "Ask the spoke about its return", returns_query_move),
    MOVE("answer", "return.submit", &returns_answer_input,
         "Answer and submit again", returns_submit),
    MOVE("approve", "return.review", &returns_move_input, "Approve a return",
         returns_approve),
    MOVE("send", "return.review", &returns_move_input,
         "Say that it was sent to the Home Office", returns_send),
    MOVE("restate", "return.submit", &returns_restate_input,
         "Hand in the figures as they are now, beside those before",
         returns_restate),
    {0  },
};

const struct room returns_room = {.name = "returns", .routes = returns_routes};
