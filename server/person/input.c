#include "person/input.h"

#include "http/reply.h"
#include "person/rules.h"

/* A house rule of forms: a name part is at most 100 characters. */
#define NAME_MAX_LENGTH 100

static const struct field other_name_fields[] = {
    {.name = "kind",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Kind of name",
     .missing = "Select what kind of name it is"},
    {.name = "given_name",
     .kind = FIELD_LINE,
     .max = NAME_MAX_LENGTH,
     .label = "Given name"},
    {.name = "family_name",
     .kind = FIELD_LINE,
     .max = NAME_MAX_LENGTH,
     .label = "Family name"},
    {.name = "source",                        .kind = FIELD_LINE, .label = "Who said so"},
    {0                     },
};

/* Shared by a new record and a change to one. */
#define IDENTITY_FIELDS                                                        \
    {.name = "born_on",                                                        \
     .kind = FIELD_DATE,                                                       \
     .past = true,                                                             \
     .precision = "born_precision",                                            \
     .label = "Date of birth"},                                                \
        {.name = "born_precision",                                             \
         .kind = FIELD_CODE,                                                   \
         .label = "How exact the date of birth is"},                           \
        {.name = "sex", .kind = FIELD_CODE, .label = "Sex"},                   \
        {.name = "pronouns", .kind = FIELD_CODE, .label = "Pronouns"},         \
        {.name = "phone",                                                      \
         .kind = FIELD_LINE,                                                   \
         .max = 30,                                                            \
         .label = "Telephone number"},                                         \
        {.name = "safe_to_phone",                                              \
         .kind = FIELD_CODE,                                                   \
         .label = "Safe to phone"},                                            \
        {.name = "safe_to_text", .kind = FIELD_CODE, .label = "Safe to text"}, \
        {.name = "safe_to_voicemail",                                          \
         .kind = FIELD_CODE,                                                   \
         .label = "Safe to leave voicemail"},                                  \
        {.name = "safe_to_write",                                              \
         .kind = FIELD_CODE,                                                   \
         .label = "Safe to write"},                                            \
        {.name = "contact_safety",                                             \
         .kind = FIELD_TEXT,                                                   \
         .max = 2000,                                                          \
         .label = "Contact safety"},                                           \
        {.name = "trauma_guidance",                                            \
         .kind = FIELD_TEXT,                                                   \
         .max = 4000,                                                          \
         .label = "How to engage and calm"},                                   \
        {.name = "ethnicity",                                                  \
         .kind = FIELD_CODE,                                                   \
         .label = "Ethnicity, as they describe it"},                           \
        {.name = "ethnicity_observed",                                         \
         .kind = FIELD_CODE,                                                   \
         .label = "Ethnicity, as an officer observed it"},                     \
        {.name = "gender_identity",                                            \
         .kind = FIELD_CODE,                                                   \
         .label = "Gender identity"},                                          \
        {.name = "first_language",                                             \
         .kind = FIELD_CODE,                                                   \
         .label = "First language"},                                           \
        {.name = "interpreter_needed",                                         \
         .kind = FIELD_CODE,                                                   \
         .label = "Interpreter needed"},                                       \
        {.name = "communication_needs",                                        \
         .kind = FIELD_LIST,                                                   \
         .item = FIELD_CODE,                                                   \
         .label = "Communication needs"},                                      \
    {                                                                          \
        .name = "sen_status", .kind = FIELD_CODE,                              \
        .label = "Special educational needs"                                   \
    }

static const struct field person_new_fields[] = {
    {.name = "spoke",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Spoke",
     .missing = "Select the spoke"},
    {.name = "given_name",
     .kind = FIELD_LINE,
     .max = NAME_MAX_LENGTH,
     .label = "Given name"},
    {.name = "family_name",
     .kind = FIELD_LINE,
     .max = NAME_MAX_LENGTH,
     .label = "Family name"},
    {.name = "known_as",
     .kind = FIELD_LINE,
     .max = NAME_MAX_LENGTH,
     .label = "Known as"},
    {.name = "name_source",        .kind = FIELD_LINE, .label = "Who said so"},
    {.name = "other_names",
     .kind = FIELD_LIST,
     .max = 20,
     .fields = other_name_fields,
     .label = "Other names"},
    {.name = "identifier_kind",
     .kind = FIELD_CODE,
     .label = "Kind of identifier"},
    {.name = "identifier",
     .kind = FIELD_LINE,
     .max = 60,
     .label = "Identifier"},
    {.name = "not_same_as",
     .kind = FIELD_LIST,
     .item = FIELD_UUID,
     .max = 20,
     .label = "Not the same person as"},
    {.name = "not_same_reason",
     .kind = FIELD_LINE,
     .label = "Why not the same person"},
    IDENTITY_FIELDS,
 /* A change of these is a new fact with its own date. */
    {.name = "care_status",                             .kind = FIELD_CODE, .label = "Care status"},
    {.name = "education_status",
     .kind = FIELD_CODE,
     .label = "Education status"},
    {.name = "school",                             .kind = FIELD_CODE, .label = "School"},
    {0           },
};
const struct input_table person_new_input = {.name = "PersonNew",
                                             .fields = person_new_fields,
                                             .check = person_new_check};

static const struct field person_change_fields[] = {
    IDENTITY_FIELDS,
    {.name = "died_on",
      .kind = FIELD_DATE,
      .past = true,
      .label = "Date of death"},
    {0     },
};
const struct input_table person_change_input = {.name = "PersonChange",
                                                .fields = person_change_fields,
                                                .check = person_change_check,
                                                .partial = true};

#define NAME_KIND                                                              \
    {                                                                          \
        .name = "kind", .kind = FIELD_CODE, .required = true,                  \
        .label = "Kind of name", .missing = "Select what kind of name it is"   \
    }
#define NAME_PARTS                                                             \
    {.name = "given_name",                                                     \
     .kind = FIELD_LINE,                                                       \
     .max = NAME_MAX_LENGTH,                                                   \
     .label = "Given name"},                                                   \
        {.name = "family_name",                                                \
         .kind = FIELD_LINE,                                                   \
         .max = NAME_MAX_LENGTH,                                               \
         .label = "Family name"},                                              \
        {.name = "source", .kind = FIELD_LINE, .label = "Who said so"},        \
    {                                                                          \
        .name = "valid_from", .kind = FIELD_DATE, .past = true,                \
        .label = "Used from"                                                   \
    }

static const struct field person_name_fields[] = {NAME_KIND, NAME_PARTS, {0}};
const struct input_table person_name_input = {.name = "PersonName",
                                              .fields = person_name_fields,
                                              .check = person_name_check};

static const struct field name_correct_fields[] = {
    {.name = "reason",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Reason",
     .missing = "Select why this is corrected"},
    NAME_KIND,
    NAME_PARTS,
    {.name = "valid_to",
     .kind = FIELD_DATE,
     .past = true,
     .label = "Used until"},
    {0},
};
const struct input_table name_correct_input = {.name = "NameCorrect",
                                               .fields = name_correct_fields,
                                               .check = name_correct_check,
                                               .partial = true};

static const struct field name_in_error_fields[] = {
    {.name = "reason",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Reason",
     .missing = "Select why this is struck"},
    {0},
};
const struct input_table name_in_error_input = {.name = "NameInError",
                                                .fields = name_in_error_fields};

static const struct field person_distinct_fields[] = {
    {.name = "other_id",
     .kind = FIELD_UUID,
     .required = true,
     .label = "The other person",
     .missing = "Select the other person"},
    {.name = "reason",
     .kind = FIELD_LINE,
     .required = true,
     .label = "Reason",
     .missing = "Enter why they are not the same person"},
    {0},
};
const struct input_table person_distinct_input = {
    .name = "PersonDistinct", .fields = person_distinct_fields};

static const char *const caseload_sorts[] = {"review", "-review", "risk",
                                             "-risk",  "contact", "-contact",
                                             "name",   "-name",   NULL};

static const struct field caseload_fields[] = {
    {.name = "spoke",   .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "state", .kind = FIELD_CODE, .label = "State"},
    {.name = "risk",   .kind = FIELD_CODE, .label = "Risk"},
    {.name = "mine", .kind = FIELD_BOOLEAN, .label = "Mine"},
    {.name = "sort",
     .kind = FIELD_LINE,
     .one_of = caseload_sorts,
     .label = "Order"},
    PAGE_FIELDS,
    {0 },
};
const struct input_table caseload_query = {.name = "CaseloadQuery",
                                           .fields = caseload_fields};

static const struct field search_fields[] = {
    {.name = "q",
     .kind = FIELD_LINE,
     .required = true,
     .max = 200,
     .label = "Search",
     .missing = "Enter a name, date of birth, reference or identifier"},
    {0},
};
const struct input_table search_query = {.name = "SearchQuery",
                                         .fields = search_fields};

static const struct field match_fields[] = {
    {.name = "given_name",
     .kind = FIELD_LINE,
     .max = NAME_MAX_LENGTH,
     .label = "Given name"},
    {.name = "family_name",
     .kind = FIELD_LINE,
     .max = NAME_MAX_LENGTH,
     .label = "Family name"},
    {.name = "known_as",
     .kind = FIELD_LINE,
     .max = NAME_MAX_LENGTH,
     .label = "Known as"},
    {.name = "born_on",
     .kind = FIELD_DATE,
     .precision = "born_precision",
     .label = "Date of birth"},
    {.name = "person_id", .kind = FIELD_UUID, .label = "Besides"},
    {.name = "identifier",
     .kind = FIELD_LINE,
     .max = 60,
     .label = "Identifier"},
    {0},
};
const struct input_table match_query = {
    .name = "MatchQuery", .fields = match_fields, .check = match_check};
