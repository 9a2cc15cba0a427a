#include "outcome/input.h"

#include "outcome/rules.h"

/* As wide as the column: numeric(7, 2). The measure narrows it. */
#define VALUE_MOST 99999

/* Said of every outcome, whenever it is said. */
#define VALUE_FIELDS                                                           \
    {.name = "measured_on",                                                    \
     .kind = FIELD_DATE,                                                       \
     .past = true,                                                             \
     .label = "Measured on"},                                                  \
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

static const struct field change_fields[] = {VALUE_FIELDS, {0}};
const struct input_table outcome_change_input = {.name = "OutcomeChange",
                                                 .fields = change_fields,
                                                 .check = outcome_change_check,
                                                 .partial = true};
