#include "episode/input.h"
#include "episode/rules.h"
#include "input/correction.h"

#define FACTORS(NAME, LABEL, MOST)                                             \
    {                                                                          \
        .name = NAME, .kind = FIELD_LIST, .item = FIELD_CODE, .max = (MOST),   \
        .label = LABEL                                                         \
    }

#define RISK_FIELDS                                                            \
    {.name = "risk_to",                                                        \
     .kind = FIELD_CODE,                                                       \
     .required = true,                                                         \
     .label = "Risk to them",                                                  \
     .missing = "Select the risk to the young person"},                        \
        {.name = "risk_from",                                                  \
         .kind = FIELD_CODE,                                                   \
         .required = true,                                                     \
         .label = "Risk from them",                                            \
         .missing = "Select the risk from the young person"},                  \
        {.name = "practitioner_level",                                         \
         .kind = FIELD_CODE,                                                   \
         .required = true,                                                     \
         .label = "Practitioner's level",                                      \
         .missing = "Select the practitioner's overall level"},                \
        {.name = "panel_level", .kind = FIELD_CODE, .label = "Panel's level"}, \
        {.name = "override_reason",                                            \
         .kind = FIELD_CODE,                                                   \
         .label = "Why the panel differs"},                                    \
        {.name = "override_note",                                              \
         .kind = FIELD_TEXT,                                                   \
         .max = 4000,                                                          \
         .label = "Why the panel differs, in words"},                          \
        {.name = "rationale",                                                  \
         .kind = FIELD_TEXT,                                                   \
         .required = true,                                                     \
         .label = "Rationale",                                                 \
         .missing = "Enter the rationale for this level"},                     \
        {.name = "assessed_at",                                                \
         .kind = FIELD_INSTANT,                                                \
         .past = true,                                                         \
         .label = "Assessed at"},                                              \
        {.name = "review_on", .kind = FIELD_DATE, .label = "Review on"},       \
        {.name = "leading_context",                                            \
         .kind = FIELD_CODE,                                                   \
         .label = "Leading context"},                                          \
        FACTORS("contexts", "Contexts", 20),                                   \
        FACTORS("risk_factors", "Risk factors", 60),                           \
        FACTORS("protective_factors", "Protective factors", 60)

static const struct field risk_new_fields[] = {RISK_FIELDS, {0}};
const struct input_table risk_new_input = {.name = "RiskAssessmentNew",
                                           .fields = risk_new_fields,
                                           .check = risk_check};

/* The whole assessment as it should have been. */
static const struct field risk_amend_fields[] = {
    RISK_FIELDS, CORRECTION_FIELDS, {0}};
const struct input_table risk_amend_input = {.name = "RiskAssessmentAmend",
                                             .fields = risk_amend_fields,
                                             .check = risk_check};

static const struct field risk_query_fields[] = {
    {.name = "all_versions",   .kind = FIELD_BOOLEAN, .label = "All versions"},
    {0},
};
const struct input_table risk_query = {.name = "RiskQuery",
                                       .fields = risk_query_fields};
