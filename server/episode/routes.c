#include "episode/episode.h"
#include "episode/handlers.h"
#include "episode/input.h"
#include "episode_store.h"
#include "input/correction.h"

/* An episode's own moves: a handful. */
#define HISTORY_MOST 1000

static struct err *episode_index(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = episode_list(call->tx,
                           input_text(call->arena, &call->query, "spoke"),
                           input_text(call->arena, &call->query, "state"),
                           input_text(call->arena, &call->query, "risk"),
                           input_text(call->arena, &call->query, "mine"),
                           input_text(call->arena, &call->query, "overdue"),
                           page.after, page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

static struct err *episode_open(struct call *call, struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err =
        episode_create(call->tx, call->new_id, call->body.json, NULL);

    if (!err)
        err = episode_load(call->tx, call->new_id, &loaded);
    return err ? err : reply_created(call, loaded, out);
}

static struct err *episode_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = episode_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_whole(call, rows, out);
}

/* Every change ends the same way: the episode as it now is. */
static struct err *answer_changed(struct call *call, struct rows *changed,
                                  const char *refusal, struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err = episode_load(call->tx, call->ids[0], &loaded);

    return err ? err : reply_changed(call, changed, loaded, refusal, out);
}

static struct err *episode_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL;
    struct err *err = episode_update(call->tx, call->ids[0], call->if_match,
                                     call->body.json, &changed);

    return err ? err : answer_changed(call, changed, NULL, out);
}

static struct err *move(struct call *call, const char *verb, struct reply *out)
{
    struct rows *changed = NULL;
    struct err *err =
        episode_move(call->tx, call->ids[0], call->if_match, verb,
                     input_text(call->arena, &call->body, "note"), &changed);

    return err ? err
               : answer_changed(call, changed,
                                "This episode cannot move there from where it "
                                "is now.",
                                out);
}

static struct err *episode_triage(struct call *call, struct reply *out)
{
    return move(call, "triage", out);
}

static struct err *episode_request_checks(struct call *call, struct reply *out)
{
    return move(call, "request_checks", out);
}

static struct err *episode_list_for_panel(struct call *call, struct reply *out)
{
    return move(call, "list", out);
}

static struct err *episode_monitor(struct call *call, struct reply *out)
{
    return move(call, "monitor", out);
}

static struct err *episode_step_down(struct call *call, struct reply *out)
{
    return move(call, "step_down", out);
}

static struct err *episode_end(struct call *call, struct reply *out)
{
    struct rows *changed = NULL;
    struct err *err = episode_close(call->tx, call->ids[0], call->if_match,
                                    call->body.json, &changed);

    return err ? err
               : answer_changed(call, changed,
                                "This episode is closed. A new referral opens "
                                "a new one.",
                                out);
}

static struct err *history_list(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = episode_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = episode_history(call->tx, call->ids[0], &rows);
    return err ? err : reply_list(call, rows, HISTORY_MOST, out);
}

/* A move by its verb: all alike but for their names. */
#define MOVE_ROUTE(VERB, NAME, SUMMARY, HANDLER)                               \
    {                                                                          \
        .method = METHOD_POST, .path = "/api/v1/episodes/{id}/" VERB,          \
        .name = "episode." NAME, .permission = "episode.write",                \
        .mode = TX_WRITE, .input = &episode_move_input, .versioned = true,     \
        .answer = "Episode", .summary = SUMMARY, .after = "/episodes/{id}",    \
        .handler = HANDLER                                                     \
    }

static const struct route episode_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/episodes",
     .name = "episode.list",
     .permission = "episode.read",
     .mode = TX_READ,
     .query = &episode_query,
     .answer = "EpisodeItem[]",
     .summary = "A spoke's episodes, latest work first",
     .handler = episode_index},
    {.method = METHOD_POST,
     .path = "/api/v1/episodes",
     .name = "episode.create",
     .permission = "episode.write",
     .mode = TX_WRITE,
     .input = &episode_new_input,
     .answer = "Episode",
     .summary = "Open an episode for somebody the spoke knows",
     .after = "/episodes/{new_id}",
     .handler = episode_open},
    {.method = METHOD_GET,
     .path = "/api/v1/episodes/{id}",
     .name = "episode.show",
     .permission = "episode.read",
     .mode = TX_READ,
     .answer = "Episode",
     .summary = "One episode with its closure checklist",
     .handler = episode_show},
    {.method = METHOD_PATCH,
     .path = "/api/v1/episodes/{id}",
     .name = "episode.change",
     .permission = "episode.write",
     .mode = TX_WRITE,
     .input = &episode_change_input,
     .versioned = true,
     .answer = "Episode",
     .summary = "Change lead, review date, meeting",
     .after = "/episodes/{id}",
     .handler = episode_change},
    {.method = METHOD_GET,
     .path = "/api/v1/episodes/{id}/history",
     .name = "episode.history",
     .permission = "episode.read",
     .mode = TX_READ,
     .answer = "EpisodeMove[]",
     .summary = "Its moves, by whom and why",
     .handler = history_list},
    MOVE_ROUTE("triage", "triage", "Begin triage", episode_triage),
    MOVE_ROUTE("request-checks", "request_checks",
               "Ask agencies what they know", episode_request_checks),
    MOVE_ROUTE("list", "list_for_panel", "List it for the panel",
               episode_list_for_panel),
    MOVE_ROUTE("monitor", "monitor", "Accept to active monitoring",
               episode_monitor),
    MOVE_ROUTE("step-down", "step_down", "Remove from active monitoring",
               episode_step_down),
    {.method = METHOD_POST,
     .path = "/api/v1/episodes/{id}/close",
     .name = "episode.close",
     .permission = "episode.write",
     .mode = TX_WRITE,
     .input = &episode_close_input,
     .versioned = true,
     .answer = "Episode",
     .summary = "Close it, with the whole checklist",
     .after = "/episodes/{id}",
     .handler = episode_end},
    {.method = METHOD_GET,
     .path = "/api/v1/episodes/{id}/risk-assessments",
     .name = "risk.list",
     .permission = "episode.read",
     .mode = TX_READ,
     .query = &risk_query,
     .answer = "RiskAssessment[]",
     .summary = "Risk over time, with what changed",
     .handler = risk_list},
    {.method = METHOD_POST,
     .path = "/api/v1/episodes/{id}/risk-assessments",
     .name = "risk.create",
     .permission = "risk.write",
     .mode = TX_WRITE,
     .input = &risk_new_input,
     .answer = "RiskAssessment",
     .summary = "Record a risk assessment",
     .after = "/episodes/{id}/risk",
     .handler = risk_create},
    {.method = METHOD_GET,
     .path = "/api/v1/risk-assessments/{id}",
     .name = "risk.show",
     .permission = "episode.read",
     .mode = TX_READ,
     .answer = "RiskAssessment",
     .summary = "One assessment, with what it said before",
     .handler = risk_show},
    {.method = METHOD_POST,
     .path = "/api/v1/risk-assessments/{id}/amend",
     .name = "risk.amend",
     .permission = "risk.write",
     .mode = TX_WRITE,
     .input = &risk_amend_input,
     .versioned = true,
     .answer = "RiskAssessment",
     .summary = "Correct an assessment: what it said stays in the record",
     .handler = risk_amend},
    {.method = METHOD_POST,
     .path = "/api/v1/risk-assessments/{id}/in-error",
     .name = "risk.in_error",
     .permission = "risk.write",
     .mode = TX_WRITE,
     .input = &in_error_input,
     .versioned = true,
     .answer = "RiskAssessment",
     .summary = "Strike an assessment recorded in error",
     .handler = risk_in_error},
    {.method = METHOD_GET,
     .path = "/api/v1/episodes/{id}/notes",
     .name = "note.list",
     .permission = "note.read",
     .mode = TX_READ,
     .query = &note_query,
     .answer = "Note[]",
     .summary = "Case notes, newest first",
     .handler = note_list},
    {.method = METHOD_POST,
     .path = "/api/v1/episodes/{id}/notes",
     .name = "note.create",
     .permission = "note.write",
     .mode = TX_WRITE,
     .input = &note_new_input,
     .answer = "Note",
     .summary = "Write a case note",
     .after = "/episodes/{id}/notes",
     .handler = note_create},
    {.method = METHOD_POST,
     .path = "/api/v1/notes/{id}/amend",
     .name = "note.amend",
     .permission = "note.write",
     .mode = TX_WRITE,
     .input = &note_amend_input,
     .versioned = true,
     .answer = "Note",
     .summary = "Amend a note: the old words stay in the record",
     .handler = note_amend},
    {.method = METHOD_POST,
     .path = "/api/v1/notes/{id}/in-error",
     .name = "note.in_error",
     .permission = "note.write",
     .mode = TX_WRITE,
     .input = &note_error_input,
     .versioned = true,
     .answer = "Note",
     .summary = "Strike a note recorded in error",
     .handler = note_in_error},
    {.method = METHOD_GET,
     .path = "/api/v1/notes/{id}",
     .name = "note.show",
     .permission = "note.read",
     .mode = TX_READ,
     .answer = "NoteHistory",
     .summary = "One note with all its versions, latest first",
     .handler = note_show},
    {.method = METHOD_POST,
     .path = "/api/v1/notes/{id}/move",
     .name = "note.move",
     .permission = "note.write",
     .mode = TX_WRITE,
     .input = &note_move_input,
     .versioned = true,
     .answer = "Note",
     .summary = "Move a note recorded on the wrong young person",
     .after = "/notes/{id}",
     .handler = note_move},
    {0         },
};

const struct room episode_room = {.name = "episode", .routes = episode_routes};
