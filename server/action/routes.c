#include "action/action.h"
#include "action/handlers.h"
#include "action/input.h"
#include "action_store.h"

/* An episode has some dozens of actions: one page. */
#define EPISODE_MOST 1000

static const char *asked(struct call *call, const char *name)
{
    return input_text(call->arena, &call->query, name);
}

/* The state as SQL takes it: outstanding and all are no states. */
static const char *state_asked(struct call *call)
{
    const char *state = asked(call, "state");

    if (state &&
        (strcmp(state, "outstanding") == 0 || strcmp(state, "all") == 0))
        return NULL;
    return state;
}

/* What is left to do has its own indexes and the other order: by default that
 * is the list, as what is overdue always is. */
static bool left_to_do(struct call *call)
{
    const char *state = asked(call, "state");
    const char *overdue = asked(call, "overdue");

    return !state || strcmp(state, "outstanding") == 0 ||
           strcmp(state, "open") == 0 || strcmp(state, "in_progress") == 0 ||
           (overdue && strcmp(overdue, "true") == 0);
}

static bool mine(struct call *call)
{
    const char *value = asked(call, "mine");

    return value && strcmp(value, "true") == 0;
}

static struct err *list_queue(struct call *call, const struct page *page,
                              struct rows **ret_rows)
{
    const char *spoke = asked(call, "spoke"), *state = state_asked(call);
    const char *overdue = asked(call, "overdue");
    const char *agency = asked(call, "agency");

    if (!left_to_do(call))
        return action_list_all(call->tx, spoke, state, asked(call, "mine"),
                               agency, page->after, page->limit_plus, ret_rows);
    if (mine(call))
        return action_list_mine(call->tx, spoke, state, agency, overdue,
                                page->after, page->limit_plus, ret_rows);
    return action_list_open(call->tx, spoke, state, agency, overdue,
                            page->after, page->limit_plus, ret_rows);
}

static struct err *action_index(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = list_queue(call, &page, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

static struct err *episode_actions(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = action_episode_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = action_list_of_episode(call->tx, call->ids[0], &rows);
    return err ? err : reply_list(call, rows, EPISODE_MOST, out);
}

static struct err *action_set(struct call *call, struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err = action_create(call->tx, call->new_id, call->ids[0],
                                    call->body.json, NULL);

    if (!err)
        err = action_load(call->tx, call->new_id, &loaded);
    return err ? err : reply_created_in(call, loaded, "/api/v1/actions", out);
}

static struct err *action_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = action_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_one(call, rows, out);
}

static struct err *action_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err = action_update(call->tx, call->ids[0], call->if_match,
                                    call->body.json, &changed);

    if (!err)
        err = action_load(call->tx, call->ids[0], &loaded);
    return err ? err
               : reply_changed(call, changed, loaded,
                               "Only the spoke's staff change an action.", out);
}

/* A move by its verb: all alike but for their names, input and who may. */
#define MOVE_ROUTE(VERB, PERMISSION, INPUT, SUMMARY, HANDLER)                  \
    {                                                                          \
        .method = METHOD_POST, .path = "/api/v1/actions/{id}/" VERB,           \
        .name = "action." VERB, .permission = PERMISSION, .mode = TX_WRITE,    \
        .input = INPUT, .versioned = true, .answer = "Action",                 \
        .summary = SUMMARY, .after = "/actions/{id}", .handler = HANDLER       \
    }

static const struct route action_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/actions",
     .name = "action.list",
     .permission = "action.read",
     .mode = TX_READ,
     .query = &action_query,
     .answer = "ActionItem[]",
     .summary = "Actions of a spoke, or the reader's own; what is left to do "
                "by default, soonest due first", .handler = action_index},
    {.method = METHOD_GET,
     .path = "/api/v1/episodes/{id}/actions",
     .name = "action.list_of_episode",
     .permission = "action.read",
     .mode = TX_READ,
     .answer = "ActionItem[]",
     .summary = "An episode's actions, what is left to do first",
     .handler = episode_actions},
    {.method = METHOD_POST,
     .path = "/api/v1/episodes/{id}/actions",
     .name = "action.create",
     .permission = "action.write",
     .mode = TX_WRITE,
     .input = &action_set_input,
     .answer = "Action",
     .summary = "Set an action",
     .after = "/episodes/{id}/work",
     .handler = action_set},
    {.method = METHOD_GET,
     .path = "/api/v1/actions/{id}",
     .name = "action.show",
     .permission = "action.read",
     .mode = TX_READ,
     .answer = "Action",
     .summary = "One action and how it moved",
     .handler = action_show},
    {.method = METHOD_PATCH,
     .path = "/api/v1/actions/{id}",
     .name = "action.change",
     .permission = "action.write",
     .mode = TX_WRITE,
     .input = &action_change_input,
     .versioned = true,
     .answer = "Action",
     .summary = "Change or reassign an action still to be done",
     .after = "/actions/{id}",
     .handler = action_change},
    MOVE_ROUTE("start", "action.progress", NULL, "Begin an action",
               action_start),
    MOVE_ROUTE("complete", "action.progress", &action_complete_input,
               "Say that it is done, and what was done", action_complete),
    MOVE_ROUTE("cancel", "action.write", &action_cancel_input,
               "Cancel an action, with the reason", action_cancel),
    MOVE_ROUTE("supersede", "action.write", &action_supersede_input,
               "Another action takes its place", action_supersede),
    MOVE_ROUTE("reopen", "action.write", &action_reopen_input,
               "Open again what was done", action_reopen),
    {.method = METHOD_GET,
     .path = "/api/v1/tasks",
     .name = "task.list",
     .permission = PERM_SIGNED_IN,
     .mode = TX_READ,
     .query = &task_query,
     .answer = "Task[]",
     .summary = "My work: what waits for me, soonest due first",
     .handler = task_list},
    {.method = METHOD_GET,
     .path = "/api/v1/tasks/changes",
     .name = "task.changes",
     .permission = PERM_SIGNED_IN,
     .mode = TX_READ,
     .query = &change_query,
     .answer = "Changes",
     .summary = "What others changed since I was last here",
     .handler = change_list},
    {0                 },
};

const struct room action_room = {.name = "action", .routes = action_routes};
