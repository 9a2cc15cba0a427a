#include "meeting/handlers.h"
#include "meeting_store.h"

/* Where each verb of the table below leads; the guard in the database decides
 * whether it may. Opening and signing do more and have their own handlers. */
struct step {
    const char *route;
    const char *state;
};

static const struct step steps[] = {
    {"meeting.finish",     "minutes_draft"  },
    {"meeting.reopen",     "in_progress"    },
    {"meeting.check",      "minutes_checked"},
    {"meeting.correct",    "minutes_draft"  },
    {"meeting.distribute", "distributed"    },
    {"meeting.cancel",     "cancelled"      },
};

static const char *step_state(const struct route *route)
{
    size_t i = 0;

    while (strcmp(steps[i].route, route->name) != 0)
        i++;
    return steps[i].state;
}

static struct err *list_queue(struct call *call, const struct page *page,
                              struct rows **rows)
{
    const json_t *upcoming = json_object_get(call->query.clean, "upcoming");
    const char *spoke = input_text(call->arena, &call->query, "spoke");
    const char *state = input_text(call->arena, &call->query, "state");
    const char *type = input_text(call->arena, &call->query, "type");
    const char *series = input_text(call->arena, &call->query, "series_id");

    if (json_is_true(upcoming))
        return meeting_list_upcoming(call->tx, spoke, state, type, series,
                                     page->after, page->limit_plus, rows);
    return meeting_list(call->tx, spoke, state, type, series,
                        json_is_false(upcoming) ? "true" : "false", page->after,
                        page->limit_plus, rows);
}

struct err *meeting_list_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct page page;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = list_queue(call, &page, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

struct err *meeting_make(struct call *call, struct reply *out)
{
    struct rows *meeting = NULL;
    struct err *err =
        meeting_create(call->tx, call->new_id, call->body.json, NULL);

    if (!err)
        err = meeting_load(call->tx, call->new_id, &meeting);
    return err ? err : reply_created(call, meeting, out);
}

struct err *meeting_show(struct call *call, struct reply *out)
{
    struct rows *meeting = NULL;
    struct err *err = meeting_load(call->tx, call->ids[0], &meeting);

    return err ? err : reply_whole(call, meeting, out);
}

struct err *minutes_show(struct call *call, struct reply *out)
{
    struct rows *minutes = NULL;
    struct err *err = meeting_minutes(
        call->tx, call->ids[0], input_text(call->arena, &call->query, "agency"),
        &minutes);

    return err ? err : reply_whole(call, minutes, out);
}

struct err *meeting_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *meeting = NULL;
    struct err *err = meeting_update(call->tx, call->ids[0], call->if_match,
                                     call->body.json, &changed);

    if (!err)
        err = meeting_discussions_follow(call->tx, call->ids[0], call->if_match,
                                         NULL);
    if (!err)
        err = meeting_load(call->tx, call->ids[0], &meeting);
    return err ? err : reply_changed(call, changed, meeting, NULL, out);
}

struct err *meeting_step(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *meeting = NULL;
    struct err *err = meeting_move(
        call->tx, call->ids[0], call->if_match, step_state(call->route),
        input_text(call->arena, &call->body, "note"), &changed);

    if (!err)
        err = meeting_load(call->tx, call->ids[0], &meeting);
    return err ? err : reply_changed(call, changed, meeting, NULL, out);
}

/* Opening begins the minutes of everyone on the agenda. */
struct err *meeting_open(struct call *call, struct reply *out)
{
    const char *id = call->ids[0], *version = call->if_match;
    struct rows *changed = NULL, *meeting = NULL;
    struct err *err =
        meeting_move(call->tx, id, version, "in_progress",
                     input_text(call->arena, &call->body, "note"), &changed);

    if (!err)
        err = meeting_discussions_begin(call->tx, id, version, NULL);
    if (!err)
        err = meeting_discussions_refresh(call->tx, id, version, NULL);
    if (!err)
        err = meeting_load(call->tx, id, &meeting);
    return err ? err : reply_changed(call, changed, meeting, NULL, out);
}

/* Why no addendum was made, if none was. */
static struct err *addendum_refusal(struct call *call,
                                    const struct rows *visible)
{
    const char *state;
    struct fault *faults = NULL;

    if (rows_count(visible) == 0)
        return err_new(call->arena, ERR_NOT_FOUND, NULL);
    state = rows_text(visible, 0, 0);
    if (strcmp(state, "signed_off") != 0 && strcmp(state, "distributed") != 0)
        return err_new(call->arena, ERR_IMPOSSIBLE_MOVE,
                       "The minutes are not signed off: change them instead");
    fault_add(call->arena, &faults, "/discussion_id", "not_in_list",
              "Choose a discussion of this meeting");
    return err_from_faults(call->arena, faults);
}

struct err *addendum_make(struct call *call, struct reply *out)
{
    struct rows *visible = NULL, *made = NULL, *addendum = NULL;
    struct err *err = meeting_visible(call->tx, call->ids[0], &visible);

    if (!err)
        err = meeting_addendum_create(call->tx, call->new_id, call->ids[0],
                                      call->body.json, &made);
    if (!err)
        err = meeting_addendum_load(call->tx, call->new_id, &addendum);
    if (!err)
        err = tx_flush(call->tx);
    if (!err && rows_affected(made) == 0)
        err = addendum_refusal(call, visible);
    return err ? err : reply_created(call, addendum, out);
}
