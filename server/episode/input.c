#include "episode/input.h"

#include "episode/rules.h"
#include "http/reply.h"
#include "input/told.h"

static const struct field episode_query_fields[] = {
    {.name = "spoke",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Spoke",
     .missing = "Select a spoke"},
    {.name = "state",            .kind = FIELD_CODE, .label = "State"},
    {.name = "risk", .kind = FIELD_CODE, .label = "Risk"},
    {.name = "mine",             .kind = FIELD_BOOLEAN, .label = "Mine"},
    {.name = "overdue",           .kind = FIELD_BOOLEAN, .label = "Review overdue"},
    PAGE_FIELDS,
    {0             },
};
const struct input_table episode_query = {.name = "EpisodeQuery",
                                          .fields = episode_query_fields};

/* Who leads and when it is next looked at. */
#define LEAD_FIELDS                                                            \
    {.name = "lead_user_id",                                                   \
     .kind = FIELD_UUID,                                                       \
     .label = "Lead professional"},                                            \
        {.name = "lead_professional",                                          \
         .kind = FIELD_LINE,                                                   \
         .label = "Lead professional elsewhere"},                              \
        {.name = "next_review_on",                                             \
         .kind = FIELD_DATE,                                                   \
         .label = "Next review"},                                              \
        {.name = "statutory_lead",                                             \
         .kind = FIELD_LINE,                                                   \
         .label = "Statutory lead elsewhere"},                                 \
    {                                                                          \
        .name = "series_id", .kind = FIELD_UUID, .label = "Meeting"            \
    }

static const struct field episode_new_fields[] = {
    {.name = "spoke",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Spoke",
     .missing = "Select the spoke"},
    {.name = "person_id",
     .kind = FIELD_UUID,
     .required = true,
     .label = "Young person",
     .missing = "Choose the young person"},
    {.name = "state",        .kind = FIELD_CODE, .label = "State"},
    {.name = "opened_on",
     .kind = FIELD_DATE,
     .past = true,
     .label = "Opened on"},
    {.name = "note",
     .kind = FIELD_TEXT,
     .max = 4000,
     .label = "Why it is opened"},
    LEAD_FIELDS,
    {0},
};
const struct input_table episode_new_input = {.name = "EpisodeNew",
                                              .fields = episode_new_fields};

static const struct field episode_change_fields[] = {LEAD_FIELDS, {0}};
const struct input_table episode_change_input = {
    .name = "EpisodeChange", .fields = episode_change_fields, .partial = true};

static const struct field episode_move_fields[] = {
    {.name = "note",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 4000,
     .label = "Reason",
     .missing = "Enter the reason"},
    {0},
};
const struct input_table episode_move_input = {.name = "EpisodeMoveAsked",
                                               .fields = episode_move_fields};

static const struct field episode_close_fields[] = {
    {.name = "closure_reason",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Reason for closing",
     .missing = "Select the reason for closing"},
    {.name = "closing_risk_level",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Closing risk",
     .missing = "Select the risk at closing"},
    {.name = "closure_summary",
     .kind = FIELD_TEXT,
     .required = true,
     .label = "Summary",
     .missing = "Enter a summary of the work and what changed"},
    {.name = "closed_on",
     .kind = FIELD_DATE,
     .past = true,
     .label = "Closed on"},
    {.name = "outcomes_recorded",
     .kind = FIELD_BOOLEAN,
     .required = true,
     .label = "Outcomes recorded",
     .missing = "Select whether outcomes have been recorded"},
    TOLD_CLOSING_FIELDS,
    {.name = "re_referral_route",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Re-referral route",
     .missing = "Select how to refer again"},
    {0                 },
};
const struct input_table episode_close_input = {.name = "EpisodeClose",
                                                .fields = episode_close_fields,
                                                .check = episode_close_check};

static const struct field note_query_fields[] = {
    {.name = "kind",           .kind = FIELD_CODE, .label = "Kind of note"},
    {.name = "all_versions", .kind = FIELD_BOOLEAN, .label = "All versions"},
    PAGE_FIELDS,
    {0  },
};
const struct input_table note_query = {.name = "NoteQuery",
                                       .fields = note_query_fields};

static const struct field note_new_fields[] = {
    {.name = "kind",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Kind of note",
     .missing = "Select the kind of note"},
    {.name = "text",
     .kind = FIELD_TEXT,
     .required = true,
     .label = "Note",
     .missing = "Enter the note"},
    {.name = "happened_at",
     .kind = FIELD_INSTANT,
     .past = true,
     .label = "When it happened"},
    {0                      },
};
const struct input_table note_new_input = {.name = "NoteNew",
                                           .fields = note_new_fields};

static const struct field note_amend_fields[] = {
    {.name = "text",
     .kind = FIELD_TEXT,
     .required = true,
     .label = "Note",
     .missing = "Enter the note"},
    {.name = "reason",
     .kind = FIELD_LINE,
     .required = true,
     .max = 1000,
     .label = "Reason",
     .missing = "Enter why the note is changed"},
    {.name = "kind", .kind = FIELD_CODE, .label = "Kind of note"},
    {.name = "happened_at",
     .kind = FIELD_INSTANT,
     .past = true,
     .label = "When it happened"},
    {0           },
};
const struct input_table note_amend_input = {.name = "NoteAmend",
                                             .fields = note_amend_fields};

static const struct field note_error_fields[] = {
    {.name = "reason",
     .kind = FIELD_LINE,
     .required = true,
     .max = 1000,
     .label = "Reason",
     .missing = "Enter why the note was recorded in error"},
    {0},
};
const struct input_table note_error_input = {.name = "NoteInError",
                                             .fields = note_error_fields};

static const struct field note_move_fields[] = {
    {.name = "person_id",
     .kind = FIELD_UUID,
     .required = true,
     .label = "Young person",
     .missing = "Choose the young person the note is about"},
    {.name = "reason",
     .kind = FIELD_LINE,
     .required = true,
     .max = 1000,
     .label = "Reason",
     .missing = "Enter how the note came to be on the wrong record"},
    {0},
};
const struct input_table note_move_input = {.name = "NoteMove",
                                            .fields = note_move_fields};
