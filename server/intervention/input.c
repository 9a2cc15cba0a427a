#include "intervention/input.h"

#include "intervention/rules.h"

#define SESSIONS_MOST 1000
#define HOURS_MOST 10000
#define CAPACITY_MOST 100000

static const struct field intervention_query_fields[] = {
    {.name = "spoke",      .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "approach",    .kind = FIELD_CODE, .label = "Approach"},
    {.name = "level",   .kind = FIELD_CODE, .label = "Prevention level"},
    {.name = "current", .kind = FIELD_BOOLEAN, .label = "Running now"},
    {0     },
};
const struct input_table intervention_query = {
    .name = "InterventionQuery", .fields = intervention_query_fields};

/* What may change while an intervention runs. */
#define RUNNING_FIELDS                                                         \
    {.name = "description",                                                    \
     .kind = FIELD_TEXT,                                                       \
     .max = 4000,                                                              \
     .label = "Description"},                                                  \
        {.name = "capacity",                                                   \
         .kind = FIELD_INTEGER,                                                \
         .min = 1,                                                             \
         .max = CAPACITY_MOST,                                                 \
         .label = "Places"},                                                   \
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
        {.name = "min_age",                                                    \
         .kind = FIELD_INTEGER,                                                \
         .min = 0,                                                             \
         .max = 25,                                                            \
         .label = "Youngest age"},                                             \
        {.name = "max_age",                                                    \
         .kind = FIELD_INTEGER,                                                \
         .min = 0,                                                             \
         .max = 120,                                                           \
         .label = "Oldest age"},                                               \
        {.name = "eligible_sex", .kind = FIELD_CODE, .label = "Sex"},          \
        {.name = "min_risk_level",                                             \
         .kind = FIELD_CODE,                                                   \
         .label = "Lowest risk"},                                              \
        {.name = "max_risk_level",                                             \
         .kind = FIELD_CODE,                                                   \
         .label = "Highest risk"},                                             \
        {.name = "area", .kind = FIELD_LINE, .max = 200, .label = "Area"},     \
        {.name = "funding_stream",                                             \
         .kind = FIELD_CODE,                                                   \
         .label = "Funding stream"},                                           \
        {.name = "outcome_measures",                                           \
         .kind = FIELD_LIST,                                                   \
         .item = FIELD_CODE,                                                   \
         .max = 30,                                                            \
         .label = "Outcome measures"},                                         \
        {.name = "evaluation_status",                                          \
         .kind = FIELD_CODE,                                                   \
         .label = "Evaluation"},                                               \
        {.name = "active_from", .kind = FIELD_DATE, .label = "Runs from"},     \
    {                                                                          \
        .name = "active_to", .kind = FIELD_DATE, .label = "Runs to"            \
    }

static const struct field intervention_new_fields[] = {
    {.name = "code",                   .kind = FIELD_CODE, .label = "Code"},
    {.name = "name",
     .kind = FIELD_LINE,
     .required = true,
     .label = "Name",
     .missing = "Enter the name"},
    {.name = "provider",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Provider",
     .missing = "Select the provider"},
    {.name = "spokes",
     .kind = FIELD_LIST,
     .item = FIELD_CODE,
     .required = true,
     .min = 1,
     .max = 50,
     .label = "Delivering spokes",
     .missing = "Select where it is delivered"},
    {.name = "approach",      .kind = FIELD_CODE, .label = "Approach"},
    {.name = "prevention_level",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Prevention level",
     .missing = "Select the prevention level"},
    {.name = "targeting",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Targeting",
     .missing = "Select who it is for"},
    {.name = "theme", .kind = FIELD_CODE, .label = "Theme"},
    {.name = "mode",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Mode",
     .missing = "Select how it is delivered"},
    RUNNING_FIELDS,
    {0              },
};
const struct input_table intervention_new_input = {.name = "InterventionNew",
                                                   .fields =
                                                       intervention_new_fields,
                                                   .check = intervention_check};

static const struct field intervention_change_fields[] = {
    {.name = "name",   .kind = FIELD_LINE, .label = "Name"},
    RUNNING_FIELDS,
    {0},
};
const struct input_table intervention_change_input = {
    .name = "InterventionChange",
    .fields = intervention_change_fields,
    .check = intervention_check,
    .partial = true};
