#include "journey_audit/audit.h"
#include "journey_audit/input.h"
#include "journey_audit/journey_audit.h"
#include "journey_audit_store.h"

static struct err *sample_index(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = journey_audit_sample_list(call->tx, page.after, page.limit_plus,
                                        &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

static struct err *sample_make(struct call *call, struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err = journey_audit_sample_create(call->tx, call->new_id,
                                                  call->body.json, NULL);

    if (!err)
        err = journey_audit_sample_load(call->tx, call->new_id, &loaded);
    return err ? err : reply_created(call, loaded, out);
}

static struct err *sample_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = journey_audit_sample_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_whole(call, rows, out);
}

static struct err *report_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = journey_audit_report(
        call->tx, input_text(call->arena, &call->query, "from"),
        input_text(call->arena, &call->query, "to"),
        input_text(call->arena, &call->query, "spoke"), &rows);

    return err ? err : reply_one(call, rows, out);
}

/* clang-format off: the route is the line, and what differs is seen */
#define READS .permission = "journey_audit.read", .mode = TX_READ
#define AUDITS .permission = "journey_audit.write", .mode = TX_WRITE
#define ANSWERS .permission = "journey_audit.respond", .mode = TX_WRITE
#define ACTS .permission = "journey_audit.act", .mode = TX_WRITE
#define AUDIT(REST) .path = "/api/v1/journey-audits/{id}" REST
#define ACTION(REST) .path = "/api/v1/audit-actions/{id}" REST
#define GIVES_AUDIT .answer = "JourneyAudit", .after = "/hub/audits/{id}"
#define GIVES_ACTION .answer = "JourneyAuditAction", .after = "/audits"

static const struct route journey_audit_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/journey-samples",
     .name = "journey_sample.list",
     .permission = "journey_audit.write",
     .mode = TX_READ,
     .query = &audit_sample_query,
     .answer = "JourneySampleItem[]",
     .summary = "Samples drawn for audit, latest first",
     .handler = sample_index},
    {.method = METHOD_POST,
     .path = "/api/v1/journey-samples",
     .name = "journey_sample.draw",
     AUDITS, .input = &audit_sample_input,
     .answer = "JourneySample",
     .after = "/hub/audits/samples/{new_id}",
     .summary = "Draw a sample of journeys; the same seed draws the same",
     .handler = sample_make},
    {.method = METHOD_GET,
     .path = "/api/v1/journey-samples/{id}",
     .name = "journey_sample.show",
     .permission = "journey_audit.write",
     .mode = TX_READ,
     .answer = "JourneySample",
     .summary = "A sample with its journeys, by pseudonym",
     .handler = sample_show},
    {.method = METHOD_GET,
     .path = "/api/v1/journey-audits",
     .name = "journey_audit.list",
     READS, .query = &audit_query,
     .answer = "JourneyAuditItem[]",
     .summary = "Journey audits: the auditor's, or those sent to the spoke",
     .handler = audit_index},
    {.method = METHOD_GET,
     .path = "/api/v1/journey-audits/report",
     .name = "journey_audit.report",
     READS, .query = &audit_report_query,
     .answer = "JourneyAuditReport",
     .summary =
         "Grades by criterion and spoke over time, and what is to be learned", .handler = report_show},
    {.method = METHOD_GET,
     AUDIT(""),
     .name = "journey_audit.show",
     READS, .answer = "JourneyAudit",
     .summary = "One audit: intervals, gaps, scores, actions, answer",
     .handler = audit_show},
    {.method = METHOD_PATCH,
     AUDIT(""),
     .name = "journey_audit.change",
     AUDITS, .input = &audit_change_input,
     .versioned = true,
     GIVES_AUDIT, .summary = "Write the grade and what the journey tells",
     .handler = audit_change},
    {.method = METHOD_GET,
     AUDIT("/steps"),
     .name = "journey_audit.steps",
     READS, .answer = "JourneyStep[]",
     .summary = "The journey without words: kinds, days and codes",
     .handler = audit_step_list},
    {.method = METHOD_GET,
     AUDIT("/owners"),
     .name = "journey_audit.owners",
     READS, .answer = "JourneyAuditOwner[]",
     .summary = "Who in the spoke could own what is to be done",
     .handler = audit_owner_list},
    {.method = METHOD_POST,
     AUDIT("/open"),
     .name = "journey_audit.open",
     AUDITS, .input = &audit_open_input,
     GIVES_AUDIT, .summary =
         "Open this journey by name, with a reason, for at most four hours", .handler = audit_opening},
    {.method = METHOD_POST,
     AUDIT("/shut"),
     .name = "journey_audit.shut",
     AUDITS, .input = &audit_move_input,
     GIVES_AUDIT, .summary = "End the opening before its time",
     .handler = audit_shutting},
    {.method = METHOD_POST,
     AUDIT("/scores"),
     .name = "journey_audit.score",
     AUDITS, .input = &audit_score_input,
     GIVES_AUDIT, .summary = "Score a criterion; a correction keeps what was there",
     .handler = audit_score},
    {.method = METHOD_POST,
     AUDIT("/actions"),
     .name = "journey_audit.ask",
     AUDITS, .input = &audit_action_input,
     .answer = "JourneyAuditAction",
     .after = "/hub/audits/{id}",
     .summary = "Ask something of the spoke, by a day",
     .handler = audit_action_make},
    {.method = METHOD_POST,
     AUDIT("/grade"),
     .name = "journey_audit.grade",
     AUDITS, .input = &audit_move_input,
     .versioned = true,
     GIVES_AUDIT, .summary = "Every criterion is scored, and it is graded",
     .handler = audit_grade},
    {.method = METHOD_POST,
     AUDIT("/send"),
     .name = "journey_audit.send",
     AUDITS, .input = &audit_move_input,
     .versioned = true,
     GIVES_AUDIT, .summary = "Send it to the spoke",
     .handler = audit_send},
    {.method = METHOD_POST,
     AUDIT("/respond"),
     .name = "journey_audit.respond",
     ANSWERS, .input = &audit_answer_input,
     .versioned = true,
     .answer = "JourneyAudit",
     .after = "/audits/{id}",
     .summary = "Accept or contest it for the spoke",
     .handler = audit_answer},
    {.method = METHOD_POST,
     AUDIT("/revise"),
     .name = "journey_audit.revise",
     AUDITS, .input = &audit_move_input,
     .versioned = true,
     GIVES_AUDIT, .summary = "Take it back after the spoke's answer, which is kept",
     .handler = audit_revise},
    {.method = METHOD_POST,
     AUDIT("/close"),
     .name = "journey_audit.close",
     AUDITS, .input = &audit_move_input,
     .versioned = true,
     GIVES_AUDIT, .summary = "Close it; what it asked for goes on",
     .handler = audit_close},
    {.method = METHOD_POST,
     AUDIT("/set-aside"),
     .name = "journey_audit.set_aside",
     AUDITS, .input = &audit_set_aside_input,
     .versioned = true,
     GIVES_AUDIT, .summary = "Leave this journey out of the sample",
     .handler = audit_set_aside},
    {.method = METHOD_POST,
     AUDIT("/audit-again"),
     .name = "journey_audit.again",
     AUDITS, .input = &audit_move_input,
     .versioned = true,
     .answer = "JourneyAudit",
     .after = "/hub/audits/{new_id}",
     .summary = "Audit the same journey again; the answer names the new audit",
     .handler = audit_repeat},
    {.method = METHOD_GET,
     .path = "/api/v1/audit-actions",
     .name = "audit_action.list",
     READS, .query = &audit_action_query,
     .answer = "JourneyAuditAction[]",
     .summary = "What audits ask of a spoke, soonest due first",
     .handler = audit_action_index},
    {.method = METHOD_GET,
     ACTION(""),
     .name = "audit_action.show",
     READS, .answer = "JourneyAuditAction",
     .summary = "One thing an audit asks",
     .handler = audit_action_show},
    {.method = METHOD_PATCH,
     ACTION(""),
     .name = "audit_action.change",
     ACTS, .input = &audit_action_change_input,
     .versioned = true,
     GIVES_ACTION, .summary = "Say who in the spoke owns it",
     .handler = audit_action_change},
    {.method = METHOD_POST,
     ACTION("/complete"),
     .name = "audit_action.complete",
     ACTS, .input = &audit_action_done_input,
     .versioned = true,
     GIVES_ACTION, .summary = "It is done, and what was done",
     .handler = audit_action_complete},
    {.method = METHOD_POST,
     ACTION("/cancel"),
     .name = "audit_action.cancel",
     AUDITS, .input = &audit_action_cancel_input,
     .versioned = true,
     GIVES_ACTION, .summary = "It is no longer asked",
     .handler = audit_action_cancel},
    {.method = METHOD_POST,
     ACTION("/reopen"),
     .name = "audit_action.reopen",
     AUDITS, .input = &audit_move_input,
     .versioned = true,
     GIVES_ACTION, .summary = "Open again what was done",
     .handler = audit_action_reopen},
    {0        },
};
/* clang-format on */

const struct room journey_audit_room = {.name = "journey_audit",
                                        .routes = journey_audit_routes};
