#include "incident/input.h"

#include "http/reply.h"
#include "incident/rules.h"
#include "input/named.h"

static const struct field incident_query_fields[] = {
    {.name = "spoke",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Spoke",
     .missing = "Select the spoke"},
    PAGE_FIELDS,
    {0},
};
const struct input_table incident_query = {.name = "CriticalIncidentQuery",
                                           .fields = incident_query_fields};

static const struct field incident_open_query_fields[] = {
    {.name = "purpose",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Why you open it",
     .missing = "Select why you open it"},
    {0 },
};
const struct input_table incident_open_query = {
    .name = "CriticalIncidentOpen", .fields = incident_open_query_fields};

/* Shared by a new record and a change to one: what is required may be left
 * out of a change, but not emptied. */
#define INCIDENT_FIELDS                                                        \
    {.name = "kind",                                                           \
     .kind = FIELD_CODE,                                                       \
     .required = true,                                                         \
     .label = "What happened",                                                 \
     .missing = "Select what happened"},                                       \
        {.name = "title",                                                      \
         .kind = FIELD_LINE,                                                   \
         .required = true,                                                     \
         .max = 200,                                                           \
         .label = "Title",                                                     \
         .missing = "Enter a title that names nobody"},                        \
        {.name = "happened_at",                                                \
         .kind = FIELD_INSTANT,                                                \
         .required = true,                                                     \
         .past = true,                                                         \
         .label = "When",                                                      \
         .missing = "Enter when it happened"},                                 \
        {.name = "summary",                                                    \
         .kind = FIELD_TEXT,                                                   \
         .required = true,                                                     \
         .label = "Summary",                                                   \
         .missing = "Enter what is known"},                                    \
        {.name = "risk_level",                                                 \
         .kind = FIELD_CODE,                                                   \
         .label = "Joint assessment of risk"},                                 \
        {.name = "risk_rationale",                                             \
         .kind = FIELD_TEXT,                                                   \
         .max = 8000,                                                          \
         .label = "Why this level"},                                           \
        {.name = "assessed_on",                                                \
         .kind = FIELD_DATE,                                                   \
         .past = true,                                                         \
         .label = "Assessed on"},                                              \
        {.name = "assessed_with",                                              \
         .kind = FIELD_TEXT,                                                   \
         .max = 1000,                                                          \
         .label = "Assessed with"},                                            \
        {.name = "retaliation_level",                                          \
         .kind = FIELD_CODE,                                                   \
         .label = "Risk of retaliation"},                                      \
        {.name = "retaliation_rationale",                                      \
         .kind = FIELD_TEXT,                                                   \
         .max = 8000,                                                          \
         .label = "Why"},                                                      \
        {.name = "tensions",                                                   \
         .kind = FIELD_TEXT,                                                   \
         .max = 8000,                                                          \
         .label = "Tensions"},                                                 \
    {                                                                          \
        .name = "review_on", .kind = FIELD_DATE, .label = "Next review"        \
    }

static const struct field incident_new_input_fields[] = {
    {.name = "spoke",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Spoke",
     .missing = "Select the spoke"},
    INCIDENT_FIELDS,
    {0},
};
const struct input_table incident_new_input = {.name = "CriticalIncidentNew",
                                               .fields =
                                                   incident_new_input_fields,
                                               .check = incident_check};

static const struct field incident_change_input_fields[] = {
    INCIDENT_FIELDS,
    {.name = "review",   .kind = FIELD_TEXT, .label = "Review"},
    {.name = "ended_on", .kind = FIELD_DATE, .past = true, .label = "Ended on"},
    {0},
};
const struct input_table incident_change_input = {
    .name = "CriticalIncidentChange",
    .fields = incident_change_input_fields,
    .partial = true};

static const struct field incident_person_input_fields[] = {
    {.name = "person_id",      .kind = FIELD_UUID, .label = "Young person"},
    {.name = "name", .kind = FIELD_LINE, .max = 200, .label = "Name"},
    {.name = "role",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Part in it",
     .missing = "Select their part in it"},
    {.name = "note",              .kind = FIELD_TEXT, .max = 2000, .label = "Note"},
    {0                       },
};
const struct input_table incident_person_input = {
    .name = "CriticalIncidentPersonNew",
    .fields = incident_person_input_fields,
    .check = incident_person_check};

static const struct field incident_end_input_fields[] = {
    {.name = "note",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 2000,
     .label = "Why",
     .missing = "Enter what turned out otherwise"},
    {0},
};
const struct input_table incident_end_input = {
    .name = "CriticalIncidentPersonEnd", .fields = incident_end_input_fields};

static const struct field incident_place_input_fields[] = {
    {.name = "place_id",
     .kind = FIELD_UUID,
     .required = true,
     .label = "Place",
     .missing = "Choose the place"},
    {0  },
};
const struct input_table incident_place_input = {
    .name = "CriticalIncidentPlaceNew", .fields = incident_place_input_fields};

static const struct field incident_entry_input_fields[] = {
    {.name = "happened_at",
     .kind = FIELD_INSTANT,
     .required = true,
     .past = true,
     .label = "When",
     .missing = "Enter when it happened"},
    {.name = "text",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 8000,
     .label = "What happened",
     .missing = "Enter what happened"},
    {.name = "source",       .kind = FIELD_LINE, .max = 200, .label = "Source"},
    {0                    },
};
const struct input_table incident_entry_input = {
    .name = "CriticalIncidentEntryNew", .fields = incident_entry_input_fields};

static const struct field incident_access_input_fields[] = {
    NAMED_FIELDS,
    {0},
};
const struct input_table incident_access_input = {
    .name = "CriticalIncidentAccessNew",
    .fields = incident_access_input_fields};
