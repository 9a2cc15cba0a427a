#include "journey_audit/input.h"

#include "http/reply.h"
#include "journey_audit/rules.h"

static const struct field sample_query_fields[] = {PAGE_FIELDS, {0}};
const struct input_table audit_sample_query = {.name = "JourneySampleQuery",
                                               .fields = sample_query_fields};

#define CODES(field_name, most, text)                                          \
    {                                                                          \
        .name = field_name, .kind = FIELD_LIST, .item = FIELD_CODE,            \
        .max = most, .label = text                                             \
    }

static const struct field sample_fields[] = {
    {.name = "title",
     .kind = FIELD_LINE,
     .required = true,
     .max = 200,
     .label = "Title",
     .missing = "Enter what the sample is for"},
    {.name = "wanted",
     .kind = FIELD_INTEGER,
     .required = true,
     .min = 1,
     .max = 100,
     .label = "How many journeys",
     .missing = "Enter how many journeys to draw"},
    {.name = "opened_from",
     .kind = FIELD_DATE,
     .required = true,
     .past = true,
     .label = "First day",
     .missing = "Enter the first day of the period"},
    {.name = "opened_to",
     .kind = FIELD_DATE,
     .required = true,
     .past = true,
     .label = "Last day",
     .missing = "Enter the last day of the period"},
    {.name = "stratify_by",        .kind = FIELD_CODE, .label = "Even out"},
    {.name = "closed",                     .kind = FIELD_BOOLEAN, .label = "Closed or open"},
    {.name = "seed", .kind = FIELD_LINE, .max = 60, .label = "Seed"},
    CODES("spokes", 30, "Spokes"),
    CODES("risk_levels", 10, "Levels of risk"),
    CODES("closure_reasons", 30, "How it ended"),
    CODES("gaps", 20, "With any of these gaps"),
    {0                           },
};
const struct input_table audit_sample_input = {.name = "JourneySampleNew",
                                               .fields = sample_fields,
                                               .check = audit_sample_check};

static const struct field query_fields[] = {
    {.name = "spoke",   .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "state", .kind = FIELD_CODE, .label = "State"},
    PAGE_FIELDS,
    {0  },
};
const struct input_table audit_query = {.name = "JourneyAuditQuery",
                                        .fields = query_fields};

static const struct field change_fields[] = {
    {.name = "grade",
     .kind = FIELD_CODE,
     .label = "Grade",
     .missing = "Select the overall grade"},
    {.name = "summary",
     .kind = FIELD_TEXT,
     .max = 4000,
     .label = "What the journey tells",
     .missing = "Enter what the journey tells"},
    {.name = "strengths",
     .kind = FIELD_TEXT,
     .max = 4000,
     .label = "What was done well"},
    {0},
};
const struct input_table audit_change_input = {
    .name = "JourneyAuditChange", .fields = change_fields, .partial = true};

static const struct field move_fields[] = {
    {.name = "note", .kind = FIELD_TEXT, .max = 1000, .label = "Note"},
    {0  },
};
const struct input_table audit_move_input = {.name = "JourneyAuditMove",
                                             .fields = move_fields};

static const struct field set_aside_fields[] = {
    {.name = "reason",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Reason",
     .missing = "Select why it is set aside"},
    {.name = "note",                        .kind = FIELD_TEXT, .max = 1000, .label = "Note"},
    {0},
};
const struct input_table audit_set_aside_input = {
    .name = "JourneyAuditSetAside", .fields = set_aside_fields};

static const struct field answer_fields[] = {
    {.name = "response",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Answer",
     .missing = "Select whether you accept the audit"},
    {.name = "response_text",
     .kind = FIELD_TEXT,
     .max = 4000,
     .label = "What you say to it"},
    {0},
};
const struct input_table audit_answer_input = {.name = "JourneyAuditAnswer",
                                               .fields = answer_fields,
                                               .check = audit_answer_check};

static const struct field open_fields[] = {
    {.name = "purpose",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Purpose",
     .missing = "Select what you open it for"},
    {.name = "reason",
     .kind = FIELD_TEXT,
     .required = true,
     .min = 10,
     .max = 1000,
     .label = "Reason",
     .missing = "Enter why you need to see who it is"},
    {.name = "hours",
     .kind = FIELD_INTEGER,
     .min = 1,
     .max = 4,
     .label = "How long"},
    {0                        },
};
const struct input_table audit_open_input = {.name = "JourneyOpen",
                                             .fields = open_fields};

static const struct field score_fields[] = {
    {.name = "criterion",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Criterion",
     .missing = "Select the criterion"},
    {.name = "score",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Score",
     .missing = "Select a score"},
    {.name = "comment", .kind = FIELD_TEXT, .max = 2000, .label = "Finding"},
    {.name = "correction",
     .kind = FIELD_LINE,
     .max = 300,
     .label = "Why it is corrected"},
    {0                 },
};
const struct input_table audit_score_input = {.name = "JourneyAuditScore",
                                              .fields = score_fields,
                                              .check = audit_score_check};

static const struct field action_query_fields[] = {
    {.name = "spoke",   .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "state", .kind = FIELD_CODE, .label = "State"},
    PAGE_FIELDS,
    {0  },
};
const struct input_table audit_action_query = {
    .name = "JourneyAuditActionQuery", .fields = action_query_fields};

static const struct field action_fields[] = {
    {.name = "theme",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Theme",
     .missing = "Select what it is about"},
    {.name = "description",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 1000,
     .label = "What is to be done",
     .missing = "Enter what is to be done"},
    {.name = "owner_user_id", .kind = FIELD_UUID, .label = "Owner"},
    {.name = "due_on",
     .kind = FIELD_DATE,
     .required = true,
     .label = "Due",
     .missing = "Enter the day it is due"},
    {0                    },
};
const struct input_table audit_action_input = {.name = "JourneyAuditActionNew",
                                               .fields = action_fields};

static const struct field action_change_fields[] = {
    {.name = "owner_user_id", .kind = FIELD_UUID, .label = "Owner"},
    {.name = "due_on",
     .kind = FIELD_DATE,
     .label = "Due",
     .missing = "Enter the day it is due"},
    {0       },
};
const struct input_table audit_action_change_input = {
    .name = "JourneyAuditActionChange",
    .fields = action_change_fields,
    .partial = true};

static const struct field action_done_fields[] = {
    {.name = "note",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 1000,
     .label = "What was done",
     .missing = "Enter what was done"},
    {0},
};
const struct input_table audit_action_done_input = {
    .name = "JourneyAuditActionDone", .fields = action_done_fields};

static const struct field action_cancel_fields[] = {
    {.name = "reason",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Reason",
     .missing = "Select why it is cancelled"},
    {.name = "note",                        .kind = FIELD_TEXT, .max = 1000, .label = "Note"},
    {0},
};
const struct input_table audit_action_cancel_input = {
    .name = "JourneyAuditActionCancel", .fields = action_cancel_fields};

static const struct field report_query_fields[] = {
    {.name = "from",        .kind = FIELD_DATE, .label = "First day"},
    {.name = "to", .kind = FIELD_DATE, .label = "Last day"},
    {.name = "spoke",          .kind = FIELD_CODE, .label = "Spoke"},
    {0 },
};
const struct input_table audit_report_query = {.name = "JourneyAuditReport",
                                               .fields = report_query_fields};
