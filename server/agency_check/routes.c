#include "agency_check/agency_check.h"
#include "agency_check/rules.h"
#include "agency_check_store.h"

/* Everybody asked about one young person fits on one page. */
#define WHOLE_LIST 10000

static const struct field ask_fields[] = {
    {.name = "agencies",
     .kind = FIELD_LIST,
     .item = FIELD_CODE,
     .required = true,
     .min = 1,
     .max = 40,
     .label = "Agencies",
     .missing = "Select which agencies to ask"},
    {.name = "meeting_id",  .kind = FIELD_UUID, .label = "Meeting"},
    {.name = "question",            .kind = FIELD_TEXT, .max = 2000, .label = "Question"},
    {.name = "due_on",
     .kind = FIELD_DATE,
     .label = "Answer by",
     .wrong = "Enter the day by which they should answer"},
    {0                  },
};
static const struct input_table ask_input = {.name = "AgencyCheckAsk",
                                             .fields = ask_fields};

static const struct field ask_for_fields[] = {
    {.name = "agenda_items",
     .kind = FIELD_LIST,
     .item = FIELD_UUID,
     .required = true,
     .min = 1,
     .max = 100,
     .label = "Young people",
     .missing = "Select whom to ask about"},
    {.name = "agencies",
     .kind = FIELD_LIST,
     .item = FIELD_CODE,
     .required = true,
     .min = 1,
     .max = 40,
     .label = "Agencies",
     .missing = "Select which agencies to ask"},
    {.name = "question",                .kind = FIELD_TEXT, .max = 2000, .label = "Question"},
    {.name = "due_on",
     .kind = FIELD_DATE,
     .label = "Answer by",
     .wrong = "Enter the day by which they should answer"},
    {0                      },
};
static const struct input_table ask_for_input = {.name = "AgencyCheckAskFor",
                                                 .fields = ask_for_fields};

static const struct field answer_fields[] = {
    {.name = "result",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Answer",
     .missing = "Select your agency’s answer"},
    {.name = "text",
     .kind = FIELD_TEXT,
     .max = 20000,
     .label = "What your agency knows"},
    {0},
};
static const struct input_table answer_input = {.name = "AgencyCheckAnswer",
                                                .fields = answer_fields,
                                                .check = check_answer_check};

static const struct field withdraw_fields[] = {
    {.name = "reason",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Why",
     .missing = "Select why it is withdrawn"},
    {.name = "note",
     .kind = FIELD_TEXT,
     .max = 1000,
     .label = "More about why"},
    {0},
};
static const struct input_table withdraw_input = {.name = "AgencyCheckWithdraw",
                                                  .fields = withdraw_fields};

static const struct field nothing_fields[] = {
    {0},
};
static const struct input_table chase_input = {
    .name = "AgencyCheckChase", .fields = nothing_fields, .partial = true};

static const struct field query_fields[] = {
    {.name = "spoke",           .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "mine",         .kind = FIELD_BOOLEAN, .label = "My agency’s"},
    {.name = "overdue",            .kind = FIELD_BOOLEAN, .label = "Overdue"},
    {.name = "answered", .kind = FIELD_BOOLEAN, .label = "Answered"},
    PAGE_FIELDS,
    {0        },
};
static const struct input_table check_query = {.name = "AgencyCheckQuery",
                                               .fields = query_fields};

static struct err *episode_checks(struct call *call, struct reply *out)
{
    struct rows *checks = NULL;
    struct err *err =
        agency_check_episode_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = agency_check_list_of_episode(call->tx, call->ids[0], &checks);
    return err ? err : reply_list(call, checks, WHOLE_LIST, out);
}

static struct err *episode_checks_ask(struct call *call, struct reply *out)
{
    const char *episode = call->ids[0];
    struct rows *checks = NULL;
    struct err *err = agency_check_episode_required(call->tx, episode, NULL);

    if (!err)
        err = agency_check_ask(call->tx, episode, call->body.json, NULL);
    if (!err)
        err = agency_check_episode_move(call->tx, episode, NULL);
    if (!err)
        err = agency_check_list_of_episode(call->tx, episode, &checks);
    return err ? err : reply_list(call, checks, WHOLE_LIST, out);
}

static struct err *meeting_answer(struct call *call, struct rows *visible,
                                  struct reply *out)
{
    struct rows *checks = NULL;
    struct err *err =
        agency_check_list_of_meeting(call->tx, call->ids[0], &checks);

    if (!err)
        err = tx_flush(call->tx);
    if (!err && rows_count(visible) == 0)
        err = err_new(call->arena, ERR_NOT_FOUND, NULL);
    return err ? err : reply_list(call, checks, WHOLE_LIST, out);
}

static struct err *meeting_checks(struct call *call, struct reply *out)
{
    struct rows *visible = NULL;
    struct err *err =
        agency_check_meeting_visible(call->tx, call->ids[0], &visible);

    return err ? err : meeting_answer(call, visible, out);
}

static struct err *meeting_checks_ask(struct call *call, struct reply *out)
{
    const char *meeting = call->ids[0];
    struct rows *visible = NULL;
    struct err *err = agency_check_meeting_visible(call->tx, meeting, &visible);

    if (!err)
        err = agency_check_ask_for(call->tx, meeting, call->body.json, NULL);
    if (!err)
        err = agency_check_episodes_move(call->tx, meeting, NULL);
    return err ? err : meeting_answer(call, visible, out);
}

static struct err *check_list(struct call *call, struct reply *out)
{
    const char *spoke = input_text(call->arena, &call->query, "spoke");
    const char *mine = input_text(call->arena, &call->query, "mine");
    struct rows *rows = NULL;
    struct page page;
    struct err *err = reply_page(call, &page);

    if (err)
        return err;
    if (json_is_true(json_object_get(call->query.clean, "answered")))
        err = agency_check_list_answered(call->tx, spoke, mine, page.after,
                                         page.limit_plus, &rows);
    else
        err = agency_check_list_open(
            call->tx, spoke, mine,
            input_text(call->arena, &call->query, "overdue"), page.after,
            page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

static struct err *check_show(struct call *call, struct reply *out)
{
    struct rows *check = NULL;
    struct err *err = agency_check_load(call->tx, call->ids[0], &check);

    return err ? err : reply_whole(call, check, out);
}

static struct err *check_reply(struct call *call, struct rows *changed,
                               struct reply *out)
{
    struct rows *check = NULL;
    struct err *err = agency_check_load(call->tx, call->ids[0], &check);

    return err ? err
               : reply_changed(call, changed, check,
                               "Only the agency itself, or whoever asked, can "
                               "answer this",
                               out);
}

static struct err *check_answer(struct call *call, struct reply *out)
{
    struct rows *changed = NULL;
    struct err *err = agency_check_answer(
        call->tx, call->ids[0], call->if_match,
        input_text(call->arena, &call->body, "result"),
        input_text(call->arena, &call->body, "text"), &changed);

    return err ? err : check_reply(call, changed, out);
}

static struct err *check_chase(struct call *call, struct reply *out)
{
    struct rows *changed = NULL;
    struct err *err =
        agency_check_chase(call->tx, call->ids[0], call->if_match, &changed);

    return err ? err : check_reply(call, changed, out);
}

static struct err *check_withdraw(struct call *call, struct reply *out)
{
    struct rows *changed = NULL;
    struct err *err = agency_check_withdraw(
        call->tx, call->ids[0], call->if_match,
        input_text(call->arena, &call->body, "reason"),
        input_text(call->arena, &call->body, "note"), &changed);

    return err ? err : check_reply(call, changed, out);
}

/* One route a stanza. */
/* clang-format off */
static const struct route agency_check_routes[] = {
    {.method = METHOD_GET, .path = "/api/v1/episodes/{id}/checks",
     .name = "agency_check.of_episode", .permission = "meeting.read",
     .mode = TX_READ, .answer = "AgencyCheck[]",
     .summary = "What agencies were asked about an episode",
     .handler = episode_checks},
    {.method = METHOD_POST, .path = "/api/v1/episodes/{id}/checks",
     .name = "agency_check.ask", .permission = "meeting.write",
     .mode = TX_WRITE, .input = &ask_input, .answer = "AgencyCheck[]",
     .summary = "Ask agencies what they know", .after = "/episodes/{id}",
     .handler = episode_checks_ask},
    {.method = METHOD_GET, .path = "/api/v1/meetings/{id}/checks",
     .name = "agency_check.of_meeting", .permission = "meeting.read",
     .mode = TX_READ, .answer = "AgencyCheck[]",
     .summary = "What agencies were asked for a meeting",
     .handler = meeting_checks},
    {.method = METHOD_POST, .path = "/api/v1/meetings/{id}/checks",
     .name = "agency_check.ask_for", .permission = "meeting.write",
     .mode = TX_WRITE, .input = &ask_for_input, .answer = "AgencyCheck[]",
     .summary = "Ask agencies about young people on an agenda",
     .after = "/meetings/{id}/checks", .handler = meeting_checks_ask},
    {.method = METHOD_GET, .path = "/api/v1/agency-checks",
     .name = "agency_check.list", .permission = "meeting.read",
     .mode = TX_READ, .query = &check_query, .answer = "AgencyCheck[]",
     .summary = "Agency checks, open or answered", .handler = check_list},
    {.method = METHOD_GET, .path = "/api/v1/agency-checks/{id}",
     .name = "agency_check.show", .permission = "meeting.read",
     .mode = TX_READ, .answer = "AgencyCheck",
     .summary = "What one agency was asked", .handler = check_show},
    {.method = METHOD_POST, .path = "/api/v1/agency-checks/{id}/answer",
     .name = "agency_check.answer", .permission = "meeting.contribute",
     .mode = TX_WRITE, .input = &answer_input, .versioned = true,
     .answer = "AgencyCheck", .summary = "Answer for an agency",
     .after = "/checks", .handler = check_answer},
    {.method = METHOD_POST, .path = "/api/v1/agency-checks/{id}/chase",
     .name = "agency_check.chase", .permission = "meeting.write",
     .mode = TX_WRITE, .input = &chase_input, .versioned = true,
     .answer = "AgencyCheck", .summary = "Write down that it was chased",
     .after = "/checks", .handler = check_chase},
    {.method = METHOD_POST, .path = "/api/v1/agency-checks/{id}/withdraw",
     .name = "agency_check.withdraw", .permission = "meeting.write",
     .mode = TX_WRITE, .input = &withdraw_input, .versioned = true,
     .answer = "AgencyCheck",
     .summary = "Withdraw what was asked by mistake",
     .after = "/checks", .handler = check_withdraw},
    {0},
};
/* clang-format on */

const struct room agency_check_room = {.name = "agency_check",
                                       .routes = agency_check_routes};
