#include "fact/input.h"

#include "fact/rules.h"
#include "http/reply.h"

/* Each field of a fact once; the tables below put them together. */
#define CODE(said, ask)                                                        \
    {                                                                          \
        .name = "code", .kind = FIELD_CODE, .required = true, .label = (said), \
        .missing = (ask)                                                       \
    }
#define CHOICE(field, said)                                                    \
    {                                                                          \
        .name = (field), .kind = FIELD_CODE, .label = (said)                   \
    }
#define LINE(field, most, said)                                                \
    {                                                                          \
        .name = (field), .kind = FIELD_LINE, .max = (most), .label = (said)    \
    }
#define FROM                                                                   \
    {                                                                          \
        .name = "valid_from", .kind = FIELD_DATE, .past = true,                \
        .label = "First day"                                                   \
    }
#define TO                                                                     \
    {                                                                          \
        .name = "valid_to", .kind = FIELD_DATE, .past = true,                  \
        .label = "Last day"                                                    \
    }
#define SOURCE LINE("source", 200, "Who said so")
#define NOTE                                                                   \
    {                                                                          \
        .name = "note", .kind = FIELD_TEXT, .max = 2000, .label = "Note"       \
    }
#define REPLACES                                                               \
    {                                                                          \
        .name = "replaces_current", .kind = FIELD_BOOLEAN,                     \
        .label = "Takes the place of what is recorded now"                     \
    }
#define CONFIDENTIAL                                                           \
    {                                                                          \
        .name = "confidential", .kind = FIELD_BOOLEAN, .label = "Confidential" \
    }
#define NAME                                                                   \
    {                                                                          \
        .name = "name", .kind = FIELD_LINE, .required = true, .max = 200,      \
        .label = "Name", .missing = "Enter their name"                         \
    }
#define REACHED                                                                \
    LINE("phone", 30, "Telephone number"),                                     \
        {.name = "email", .kind = FIELD_EMAIL, .label = "Email address"},      \
        CHOICE("may_contact", "May we contact them")
#define REVIEW_ON                                                              \
    {                                                                          \
        .name = "review_on", .kind = FIELD_DATE, .required = true,             \
        .label = "Review date",                                                \
        .missing = "Enter when the marker is to be reviewed"                   \
    }
#define PERSON_KNOWS                                                           \
    {                                                                          \
        .name = "person_knows", .kind = FIELD_CODE, .required = true,          \
        .label = "Does the young person know",                                 \
        .missing = "Select whether the young person knows of the marker"       \
    }
#define IDENTIFIER_VALUE                                                       \
    {                                                                          \
        .name = "value", .kind = FIELD_LINE, .required = true, .max = 60,      \
        .label = "Identifier", .missing = "Enter the number or reference"      \
    }
#define PLACE                                                                  \
    {.name = "lines", .kind = FIELD_TEXT, .max = 500, .label = "Address"},     \
        LINE("postcode", 10, "Postcode"),                                      \
        LINE("uprn", 20, "Property reference (UPRN)"),                         \
        LINE("resident_authority", 100, "Resident authority"),                 \
        LINE("responsible_authority", 100, "Responsible authority")
#define CARE                                                                   \
    LINE("placing_authority", 100, "Placing authority"),                       \
        LINE("host_authority", 100, "Host authority")
#define SCHOOL                                                                 \
    CHOICE("agency", "School or agency"),                                      \
        LINE("organisation", 200, "School or organisation not on the list")
#define LEARNING                                                               \
    LINE("urn", 20, "School's reference (URN)"),                               \
        CHOICE("year_group", "Year group"),                                    \
    {                                                                          \
        .name = "attendance_percent", .kind = FIELD_NUMBER, .max = 100,        \
        .label = "Attendance"                                                  \
    }
#define FAMILY                                                                 \
    CHOICE("parental_responsibility", "Parental responsibility"),              \
        CHOICE("lives_with", "Lives with them")
#define LEAD                                                                   \
    {                                                                          \
        .name = "is_lead", .kind = FIELD_BOOLEAN, .label = "Lead professional" \
    }

/* clang-format off: one field or group a line */
static const struct field identifier_fields[] = {
    CODE("Kind of identifier", "Select what kind of identifier it is"),
    IDENTIFIER_VALUE,
    FROM,
    TO,
    SOURCE,
    NOTE,
    {0}};
static const struct field address_fields[] = {
    CODE("Kind of address", "Select what kind of address it is"),
    PLACE,
    CONFIDENTIAL,
    FROM,
    TO,
    SOURCE,
    NOTE,
    REPLACES,
    {0}};
static const struct field carer_fields[] = {
    CODE("Relationship", "Select who they are to the young person"),
    NAME,
    FAMILY,
    REACHED,
    CONFIDENTIAL,
    FROM,
    TO,
    SOURCE,
    NOTE,
    {0}};
static const struct field professional_fields[] = {
    CODE("Role", "Select what they do for the young person"),
    NAME,
    SCHOOL,
    REACHED,
    LEAD,
    FROM,
    TO,
    SOURCE,
    NOTE,
    {0}};
static const struct field care_status_fields[] = {
    CODE("Care status", "Select the care status"),
    CARE,
    FROM,
    TO,
    SOURCE,
    NOTE,
    REPLACES,
    {0}};
static const struct field education_status_fields[] = {
    CODE("Education status", "Select the education status"),
    SCHOOL,
    LEARNING,
    FROM,
    TO,
    SOURCE,
    NOTE,
    REPLACES,
    {0}};
static const struct field disability_fields[] = {
    CODE("Disability or difference", "Select the disability or difference"),
    CHOICE("diagnosis_status", "Diagnosis"),
    FROM,
    TO,
    SOURCE,
    NOTE,
    {0}};
static const struct field marker_fields[] = {
    CODE("Warning", "Select what the warning is"),
    REVIEW_ON,
    PERSON_KNOWS,
    FROM,
    SOURCE,
    NOTE,
    {0}};
static const struct field safety_fields[] = {
    CODE("What to know", "Select what to know before making contact"),
    FROM,
    SOURCE,
    NOTE,
    {0}};
static const struct field fact_correct_fields[] = {
    {.name = "reason",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Reason",
     .missing = "Select why this is corrected"},
    CHOICE("code", "Kind"),
    IDENTIFIER_VALUE,
    PLACE,
    CONFIDENTIAL,
    NAME,
    FAMILY,
    REACHED,
    SCHOOL,
    LEAD,
    CARE,
    LEARNING,
    CHOICE("diagnosis_status", "Diagnosis"),
    REVIEW_ON,
    PERSON_KNOWS,
    FROM,
    TO,
    SOURCE,
    NOTE,
    {0}
};
static const struct field fact_end_fields[] = {
    {.name = "ended_on", .kind = FIELD_DATE, .past = true, .label = "Last day"},
    LINE("end_reason", 500, "Why it ended"),
    {0     }
};
static const struct field fact_in_error_fields[] = {
    {.name = "reason",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Reason",
     .missing = "Select why this is struck"},
    {0}
};
static const struct field fact_page_fields[] = {PAGE_FIELDS, {0}};

const struct input_table identifier_input = {.name = "IdentifierNew",
                                             .fields = identifier_fields,
                                             .check = fact_dates_check};
const struct input_table address_input = {
    .name = "AddressNew", .fields = address_fields, .check = address_check};
const struct input_table carer_input = {
    .name = "CarerNew", .fields = carer_fields, .check = fact_dates_check};
const struct input_table professional_input = {.name = "ProfessionalNew",
                                               .fields = professional_fields,
                                               .check = fact_dates_check};
const struct input_table care_status_input = {.name = "CareStatusNew",
                                              .fields = care_status_fields,
                                              .check = fact_dates_check};
const struct input_table education_status_input = {.name = "EducationStatusNew",
                                                   .fields =
                                                       education_status_fields,
                                                   .check = fact_dates_check};
const struct input_table disability_input = {.name = "DisabilityNew",
                                             .fields = disability_fields,
                                             .check = fact_dates_check};
const struct input_table marker_input = {.name = "MarkerNew",
                                         .fields = marker_fields};
const struct input_table safety_input = {.name = "ContactSafetyNew",
                                         .fields = safety_fields};
const struct input_table fact_correct_input = {.name = "FactCorrect",
                                               .fields = fact_correct_fields,
                                               .check = fact_correct_check,
                                               .partial = true};
const struct input_table fact_end_input = {.name = "FactEnd",
                                           .fields = fact_end_fields};
const struct input_table fact_in_error_input = {.name = "FactInError",
                                                .fields = fact_in_error_fields};
const struct input_table fact_page_query = {.name = "FactPage",
                                            .fields = fact_page_fields};
/* clang-format on */
