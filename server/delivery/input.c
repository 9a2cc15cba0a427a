#include "delivery/input.h"

#include "delivery/rules.h"
#include "http/reply.h"

#define MINUTES_MOST 1440
#define MEMBERS_MOST 100
#define SESSIONS_MOST 1000
#define HEADS_MOST 1000000

static const struct field group_query_fields[] = {
    {.name = "spoke",   .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "to_log", .kind = FIELD_BOOLEAN, .label = "Not yet logged"},
    PAGE_FIELDS,
    {0 },
};
const struct input_table group_query = {.name = "GroupSessionQuery",
                                        .fields = group_query_fields};

static const struct field candidate_fields[] = {
    {.name = "spoke",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Spoke",
     .missing = "Select the spoke"},
    {0},
};
const struct input_table group_candidate_query = {.name = "TakesPartQuery",
                                                  .fields = candidate_fields};

static const struct field member_fields[] = {
    {.name = "allocation_id",
     .kind = FIELD_UUID,
     .required = true,
     .label = "Young person",
     .missing = "Choose the young person"},
    {.name = "attendance",                     .kind = FIELD_CODE, .label = "Attendance"},
    {.name = "engagement", .kind = FIELD_CODE, .label = "Engagement"},
    {.name = "note",                 .kind = FIELD_TEXT, .label = "Note"},
    {.name = "booked",
     .kind = FIELD_BOOLEAN,
     .label = "Whether they are booked"},
    {0                },
};

#define GROUP_FIELDS                                                           \
    {.name = "minutes",                                                        \
     .kind = FIELD_INTEGER,                                                    \
     .min = 1,                                                                 \
     .max = MINUTES_MOST,                                                      \
     .label = "Minutes"},                                                      \
        {.name = "mode", .kind = FIELD_CODE, .label = "How it was held"},      \
        {.name = "place", .kind = FIELD_LINE, .max = 200, .label = "Place"},   \
        {.name = "note", .kind = FIELD_TEXT, .label = "Note"},                 \
        {.name = "happened",                                                   \
         .kind = FIELD_BOOLEAN,                                                \
         .label = "Did the session happen"},                                   \
    {                                                                          \
        .name = "go_on_reason", .kind = FIELD_TEXT, .max = 2000,               \
        .label = "Why you go on all the same"                                  \
    }

static const struct field group_new_fields[] = {
    {.name = "spoke",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Spoke",
     .missing = "Select the spoke"},
    {.name = "intervention_id",
     .kind = FIELD_UUID,
     .required = true,
     .label = "Intervention",
     .missing = "Select the intervention"},
    {.name = "planned_at",
     .kind = FIELD_INSTANT,
     .required = true,
     .label = "Date and time",
     .missing = "Enter the date and time of the session"},
    {.name = "worker_user_id",            .kind = FIELD_UUID, .label = "Worker"},
    GROUP_FIELDS,
    {.name = "members",
     .kind = FIELD_LIST,
     .required = true,
     .min = 1,
     .max = MEMBERS_MOST,
     .fields = member_fields,
     .label = "Young people",
     .missing = "Choose who is booked"},
    {0},
};
const struct input_table group_new_input = {.name = "GroupSessionNew",
                                            .fields = group_new_fields,
                                            .check = group_check};

static const struct field group_change_fields[] = {
    {.name = "planned_at",      .kind = FIELD_INSTANT, .label = "Date and time"},
    GROUP_FIELDS,
    {.name = "members",
     .kind = FIELD_LIST,
     .max = MEMBERS_MOST,
     .fields = member_fields,
     .label = "Young people"},
    {0        },
};
const struct input_table group_change_input = {.name = "GroupSessionChange",
                                               .fields = group_change_fields,
                                               .check = group_check,
                                               .partial = true};

static const struct field delivery_query_fields[] = {
    {.name = "spoke",           .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "intervention_id",         .kind = FIELD_UUID, .label = "Intervention"},
    PAGE_FIELDS,
    {0},
};
const struct input_table delivery_query = {.name = "DeliveryQuery",
                                           .fields = delivery_query_fields};

#define HEADS(NAME, LABEL)                                                     \
    {                                                                          \
        .name = NAME, .kind = FIELD_INTEGER, .min = 0, .max = HEADS_MOST,      \
        .label = LABEL                                                         \
    }
#define COUNT_FIELDS                                                           \
    {.name = "place", .kind = FIELD_LINE, .max = 200, .label = "Place"},       \
        {.name = "school", .kind = FIELD_LINE, .max = 200, .label = "School"}, \
        {.name = "sessions",                                                   \
         .kind = FIELD_INTEGER,                                                \
         .min = 1,                                                             \
         .max = SESSIONS_MOST,                                                 \
         .label = "Sessions"},                                                 \
        HEADS("under_18", "Aged 0 to 17"),                                     \
        HEADS("aged_18_24", "Aged 18 to 24"),                                  \
        HEADS("aged_25_plus", "Aged 25 or over"),                              \
        HEADS("parents_carers", "Parents and carers"),                         \
        HEADS("professionals", "Professionals"),                               \
    {                                                                          \
        .name = "note", .kind = FIELD_TEXT, .max = 4000, .label = "Note"       \
    }

static const struct field delivery_new_fields[] = {
    {.name = "spoke",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Spoke",
     .missing = "Select the spoke"},
    {.name = "intervention_id",
     .kind = FIELD_UUID,
     .required = true,
     .label = "Intervention",
     .missing = "Select the intervention"},
    {.name = "started_on",
     .kind = FIELD_DATE,
     .required = true,
     .past = true,
     .label = "Date",
     .missing = "Enter the date"},
    {.name = "ended_on",
     .kind = FIELD_DATE,
     .past = true,
     .label = "Last date"},
    {.name = "headcount_kind",
     .kind = FIELD_CODE,
     .required = true,
     .label = "How they were counted",
     .missing = "Select how they were counted"},
    COUNT_FIELDS,
    {0},
};
const struct input_table delivery_new_input = {.name = "DeliveryNew",
                                               .fields = delivery_new_fields,
                                               .check = delivery_check};

static const struct field delivery_change_fields[] = {
    {.name = "started_on",     .kind = FIELD_DATE, .past = true, .label = "Date"},
    {.name = "ended_on",
     .kind = FIELD_DATE,
     .past = true,
     .label = "Last date"},
    {.name = "headcount_kind",
     .kind = FIELD_CODE,
     .label = "How they were counted"},
    COUNT_FIELDS,
    {.name = "change_reason",
     .kind = FIELD_TEXT,
     .max = 2000,
     .label = "Why it is corrected"},
    {.name = "in_error",
     .kind = FIELD_BOOLEAN,
     .label = "It was recorded in error"},
    {0},
};
const struct input_table delivery_change_input = {
    .name = "DeliveryChange",
    .fields = delivery_change_fields,
    .check = delivery_change_check,
    .partial = true};

static const struct field link_fields[] = {
    {.name = "person_id",
     .kind = FIELD_UUID,
     .required = true,
     .label = "Young person",
     .missing = "Choose the young person"},
    {.name = "age_band",                     .kind = FIELD_CODE, .label = "How old they were"},
    {0},
};
const struct input_table delivery_link_input = {.name = "DeliveryLink",
                                                .fields = link_fields};
