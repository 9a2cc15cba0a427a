#include "allocation/input.h"

#include "allocation/rules.h"
#include "http/reply.h"

#define SESSIONS_MOST 1000
#define HOURS_MOST 10000
#define MINUTES_MOST 1440

static const struct field allocation_query_fields[] = {
    {.name = "spoke",      .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "state",    .kind = FIELD_CODE, .label = "State"},
    {.name = "episode_id",      .kind = FIELD_UUID, .label = "Episode"},
    {.name = "mine",    .kind = FIELD_BOOLEAN, .label = "Mine only"},
    {.name = "provider_only",
     .kind = FIELD_BOOLEAN,
     .label = "My organisation only"},
    PAGE_FIELDS,
    {0 },
};
const struct input_table allocation_query = {.name = "AllocationQuery",
                                             .fields = allocation_query_fields};

/* What the provider is told and what is planned. */
#define PLAN_FIELDS                                                            \
    {.name = "need_to_know",                                                   \
     .kind = FIELD_TEXT,                                                       \
     .max = 4000,                                                              \
     .label = "What the provider needs to know"},                              \
        {.name = "goals", .kind = FIELD_TEXT, .max = 4000, .label = "Goals"},  \
        {.name = "planned_sessions",                                           \
         .kind = FIELD_INTEGER,                                                \
         .min = 1,                                                             \
         .max = SESSIONS_MOST,                                                 \
         .label = "Planned sessions"},                                         \
        {.name = "planned_hours",                                              \
         .kind = FIELD_NUMBER,                                                 \
         .min = 0.25,                                                          \
         .max = HOURS_MOST,                                                    \
         .label = "Planned hours"},                                            \
    {                                                                          \
        .name = "worker_user_id", .kind = FIELD_UUID, .label = "Worker"        \
    }

static const struct field allocation_new_fields[] = {
    {.name = "episode_id",
     .kind = FIELD_UUID,
     .required = true,
     .label = "Episode",
     .missing = "Choose the young person's episode"},
    {.name = "intervention_id",
     .kind = FIELD_UUID,
     .required = true,
     .label = "Intervention",
     .missing = "Select the intervention"},
    {.name = "discussion_id", .kind = FIELD_UUID, .label = "Discussion"},
    {.name = "lives_in_area",
     .kind = FIELD_BOOLEAN,
     .label = "Whether they live in the area"},
    {.name = "go_on_reason",
     .kind = FIELD_TEXT,
     .max = 2000,
     .label = "Why you go on all the same"},
    PLAN_FIELDS,
    {0          },
};
const struct input_table allocation_new_input = {
    .name = "AllocationNew", .fields = allocation_new_fields};

static const struct field allocation_change_fields[] = {PLAN_FIELDS, {0}};
const struct input_table allocation_change_input = {
    .name = "AllocationChange",
    .fields = allocation_change_fields,
    .partial = true};

static const struct field step_fields[] = {
    {.name = "reason",   .kind = FIELD_CODE, .label = "Reason"},
    {.name = "note", .kind = FIELD_TEXT, .max = 4000, .label = "Note"},
    {.name = "on",     .kind = FIELD_DATE, .past = true, .label = "On"},
    {.name = "go_on_reason",
     .kind = FIELD_TEXT,
     .max = 2000,
     .label = "Why you go on all the same"},
    {0                 },
};
const struct input_table allocation_step_input = {.name = "AllocationStep",
                                                  .fields = step_fields};

static const struct field stop_fields[] = {
    {.name = "reason",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Reason",
     .missing = "Select the reason"},
    {.name = "note",               .kind = FIELD_TEXT, .max = 4000, .label = "Note"},
    {.name = "on", .kind = FIELD_DATE, .past = true, .label = "On"},
    {0                },
};
const struct input_table allocation_stop_input = {.name = "AllocationStop",
                                                  .fields = stop_fields};

static const struct field end_fields[] = {
    {.name = "exit_reason",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Reason for ending",
     .missing = "Select the reason for ending"},
    {.name = "exit_summary",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 4000,
     .label = "Summary",
     .missing = "Enter what was done and what changed"},
    {.name = "note", .kind = FIELD_TEXT, .max = 4000, .label = "Note"},
    {.name = "on",                    .kind = FIELD_DATE, .past = true, .label = "Ended on"},
    {0                         },
};
const struct input_table allocation_end_input = {.name = "AllocationEnd",
                                                 .fields = end_fields};

static const struct field session_query_fields[] = {PAGE_FIELDS, {0}};
const struct input_table session_query = {.name = "SessionQuery",
                                          .fields = session_query_fields};

/* How a session went: asked when it is logged. */
#define SESSION_FIELDS                                                         \
    {.name = "minutes",                                                        \
     .kind = FIELD_INTEGER,                                                    \
     .min = 1,                                                                 \
     .max = MINUTES_MOST,                                                      \
     .label = "Minutes"},                                                      \
        {.name = "mode", .kind = FIELD_CODE, .label = "How it was held"},      \
        {.name = "happened",                                                   \
         .kind = FIELD_BOOLEAN,                                                \
         .label = "Did the session happen"},                                   \
        {.name = "attendance", .kind = FIELD_CODE, .label = "Attendance"},     \
        {.name = "engagement", .kind = FIELD_CODE, .label = "Engagement"},     \
        {.name = "note", .kind = FIELD_TEXT, .label = "Note"},                 \
        {.name = "young_person_voice",                                         \
         .kind = FIELD_TEXT,                                                   \
         .max = 4000,                                                          \
         .label = "What the young person said"},                               \
    {                                                                          \
        .name = "next_step", .kind = FIELD_TEXT, .max = 4000,                  \
        .label = "Next step"                                                   \
    }

static const struct field session_new_fields[] = {
    {.name = "planned_at",
     .kind = FIELD_INSTANT,
     .required = true,
     .label = "Date and time",
     .missing = "Enter the date and time of the session"},
    {.name = "worker_user_id",                                    .kind = FIELD_UUID, .label = "Worker"},
 /* What says nothing of what happened is planned, unless this is said. */
    {.name = "logging",
     .kind = FIELD_BOOLEAN,
     .label = "Whether it is logged, not planned"},
    SESSION_FIELDS,
    {0                           },
};
const struct input_table session_new_input = {
    .name = "SessionNew", .fields = session_new_fields, .check = session_check};

static const struct field session_change_fields[] = {
    {.name = "planned_at",      .kind = FIELD_INSTANT, .label = "Date and time"},
    SESSION_FIELDS,
    {0},
};
const struct input_table session_change_input = {.name = "SessionChange",
                                                 .fields =
                                                     session_change_fields,
                                                 .check = session_change_check,
                                                 .partial = true};
