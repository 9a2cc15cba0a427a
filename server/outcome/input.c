#include "outcome/input.h"

#include "input/correction.h"
#include "outcome/rules.h"

/* As wide as the column: numeric(7, 2). The measure narrows it. */
#define VALUE_MOST 99999

/* Said of every outcome, whenever it is said. */
#define VALUE_FIELDS                                                           \
    {.name = "items",                                                          \
     .kind = FIELD_LIST,                                                       \
     .item = FIELD_INTEGER,                                                    \
     .max = 40,                                                                \
     .label = "Items"},                                                        \
        {.name = "measured_on",                                                \
         .kind = FIELD_DATE,                                                   \
         .past = true,                                                         \
         .label = "Measured on"},                                              \
        {.name = "value",                                                      \
         .kind = FIELD_NUMBER,                                                 \
         .min = -VALUE_MOST,                                                   \
         .max = VALUE_MOST,                                                    \
         .label = "Value"},                                                    \
        {.name = "not_measured",                                               \
         .kind = FIELD_CODE,                                                   \
         .label = "Why it was not measured"},                                  \
    {                                                                          \
        .name = "note", .kind = FIELD_TEXT, .max = 4000, .label = "Note"       \
    }

/* What, when in the work, and who told. */
#define MEASURE_FIELDS                                                         \
    {.name = "measure",                                                        \
     .kind = FIELD_CODE,                                                       \
     .required = true,                                                         \
     .label = "Measure",                                                       \
     .missing = "Select what was measured"},                                   \
        {.name = "scale",                                                      \
         .kind = FIELD_LINE,                                                   \
         .max = 120,                                                           \
         .label = "Scale or goal"},                                            \
        {.name = "instrument_version",                                         \
         .kind = FIELD_LINE,                                                   \
         .max = 40,                                                            \
         .label = "Version of the instrument"},                                \
        {.name = "point",                                                      \
         .kind = FIELD_CODE,                                                   \
         .required = true,                                                     \
         .label = "Point in the work",                                         \
         .missing = "Select when in the work it was measured"},                \
    {                                                                          \
        .name = "informant", .kind = FIELD_CODE, .required = true,             \
        .label = "Who told", .missing = "Select who told"                      \
    }

static const struct field new_fields[] = {
    MEASURE_FIELDS,
    VALUE_FIELDS,
    {.name = "allocation_id",  .kind = FIELD_UUID, .label = "Intervention"},
    {0},
};
const struct input_table outcome_new_input = {
    .name = "OutcomeNew", .fields = new_fields, .check = outcome_new_check};

static const struct field delivered_fields[] = {
    MEASURE_FIELDS, VALUE_FIELDS, {0}};
const struct input_table outcome_delivered_input = {.name = "OutcomeDelivered",
                                                    .fields = delivered_fields,
                                                    .check = outcome_new_check};

/* The whole value as it should have been. */
static const struct field amend_fields[] = {
    VALUE_FIELDS, CORRECTION_FIELDS, {0}};
const struct input_table outcome_amend_input = {
    .name = "OutcomeAmend", .fields = amend_fields, .check = outcome_new_check};

static const struct field query_fields[] = {
    {.name = "all_versions",   .kind = FIELD_BOOLEAN, .label = "All versions"},
    {0},
};
const struct input_table outcome_query = {.name = "OutcomeQuery",
                                          .fields = query_fields};

static const struct field group_fields[] = {
    {.name = "spoke",          .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "from",        .kind = FIELD_DATE, .label = "Started from"},
    {.name = "to",           .kind = FIELD_DATE, .label = "Started until"},
    {0},
};
const struct input_table outcome_group_query = {.name = "DistanceQuery",
                                                .fields = group_fields,
                                                .check = outcome_group_check};

static const struct field due_fields[] = {
    {.name = "spoke",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Spoke",
     .missing = "Select a spoke"},
    {0},
};
const struct input_table outcome_due_query = {.name = "OutcomeDueQuery",
                                              .fields = due_fields};

/* ---- the young person's voice ---- */

#define VOICE_FIELDS                                                           \
    {.name = "quotation",                                                      \
     .kind = FIELD_TEXT,                                                       \
     .required = true,                                                         \
     .label = "Their words",                                                   \
     .missing = "Enter their words"},                                          \
        {.name = "medium",                                                     \
         .kind = FIELD_CODE,                                                   \
         .required = true,                                                     \
         .label = "How they said it",                                          \
         .missing = "Select how they said it"},                                \
        {.name = "said_on",                                                    \
         .kind = FIELD_DATE,                                                   \
         .past = true,                                                         \
         .label = "When they said it"},                                        \
        {.name = "about",                                                      \
         .kind = FIELD_LINE,                                                   \
         .max = 200,                                                           \
         .label = "What it was about"},                                        \
        {.name = "permission",                                                 \
         .kind = FIELD_CODE,                                                   \
         .label = "Permission to publish"},                                    \
        {.name = "permission_on",                                              \
         .kind = FIELD_DATE,                                                   \
         .past = true,                                                         \
         .label = "When they were asked"},                                     \
    {                                                                          \
        .name = "anonymised", .kind = FIELD_TEXT,                              \
        .label = "Anonymised version"                                          \
    }

static const struct field voice_new_fields[] = {VOICE_FIELDS, {0}};
const struct input_table voice_new_input = {
    .name = "VoiceNew", .fields = voice_new_fields, .check = voice_check};

static const struct field voice_amend_fields[] = {
    VOICE_FIELDS, CORRECTION_FIELDS, {0}};
const struct input_table voice_amend_input = {
    .name = "VoiceAmend", .fields = voice_amend_fields, .check = voice_check};
