#include "contact/input.h"

#include "contact/rules.h"
#include "http/reply.h"

static const struct field contact_query_fields[] = {
    {.name = "spoke",          .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "person_id",        .kind = FIELD_UUID, .label = "Young person"},
    {.name = "mine",      .kind = FIELD_BOOLEAN, .label = "Mine only"},
    PAGE_FIELDS,
    {0},
};
const struct input_table contact_query = {.name = "ContactQuery",
                                          .fields = contact_query_fields};

static const struct field held_query_fields[] = {
    {.name = "spoke",   .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "kept", .kind = FIELD_BOOLEAN, .label = "Kept back"},
    PAGE_FIELDS,
    {0   },
};
const struct input_table contact_held_query = {.name = "ContactHeldQuery",
                                               .fields = held_query_fields};

static const struct field identified_query_fields[] = {
    {.name = "spoke",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Spoke",
     .missing = "Select the spoke"},
    {.name = "linked",              .kind = FIELD_BOOLEAN, .label = "On the system now"},
    PAGE_FIELDS,
    {0},
};
const struct input_table identified_query = {.name = "IdentifiedQuery",
                                             .fields = identified_query_fields};

#define PERIOD_FIELDS                                                          \
    {.name = "spoke",                                                          \
     .kind = FIELD_CODE,                                                       \
     .required = true,                                                         \
     .label = "Spoke",                                                         \
     .missing = "Select the spoke"},                                           \
        {.name = "from", .kind = FIELD_DATE, .label = "First day"},            \
    {                                                                          \
        .name = "to", .kind = FIELD_DATE, .label = "Last day"                  \
    }

static const struct field counts_query_fields[] = {PERIOD_FIELDS, {0}};
const struct input_table contact_counts_query = {.name = "ContactCountsQuery",
                                                 .fields = counts_query_fields,
                                                 .check = contact_period_check};

static const char *const measures[] = {"identified", "discussed", "referred",
                                       "engaged",    "seen",      "not_seen",
                                       "inputs",     NULL};
static const struct field counted_query_fields[] = {
    PERIOD_FIELDS,
    {.name = "measure",
      .kind = FIELD_LINE,
      .required = true,
      .one_of = measures,
      .label = "Number",
      .missing = "Select the number"},
    PAGE_FIELDS,
    {0 },
};
const struct input_table contact_counted_query = {
    .name = "ContactCountedQuery",
    .fields = counted_query_fields,
    .check = contact_period_check};

/* What may follow later. Four things must be there: who, what kind, when, and
 * whether they were seen; they stand in each table. */
#define CONTACT_FIELDS                                                         \
    {.name = "minutes",                                                        \
     .kind = FIELD_INTEGER,                                                    \
     .min = 1,                                                                 \
     .max = 1440,                                                              \
     .label = "Minutes"},                                                      \
        {.name = "place", .kind = FIELD_LINE, .label = "Place"},               \
        {.name = "outcomes",                                                   \
         .kind = FIELD_LIST,                                                   \
         .item = FIELD_CODE,                                                   \
         .max = 20,                                                            \
         .label = "What came of it"},                                          \
        {.name = "colleagues",                                                 \
         .kind = FIELD_LIST,                                                   \
         .item = FIELD_UUID,                                                   \
         .max = 10,                                                            \
         .label = "Other officers"},                                           \
        {.name = "joint_with", .kind = FIELD_LINE, .label = "Joint with"},     \
        {.name = "trigger", .kind = FIELD_LINE, .label = "What led to it"},    \
        {.name = "force_reference",                                            \
         .kind = FIELD_LINE,                                                   \
         .max = 60,                                                            \
         .label = "Force reference"},                                          \
        {.name = "presentation",                                               \
         .kind = FIELD_TEXT,                                                   \
         .max = 4000,                                                          \
         .label = "How they seemed"},                                          \
        {.name = "note", .kind = FIELD_TEXT, .label = "Note"},                 \
        {.name = "follow_up",                                                  \
         .kind = FIELD_TEXT,                                                   \
         .max = 4000,                                                          \
         .label = "Follow-up"},                                                \
        {.name = "follow_up_on", .kind = FIELD_DATE, .label = "Follow up by"}, \
        {.name = "school",                                                     \
         .kind = FIELD_LINE,                                                   \
         .max = 200,                                                           \
         .label = "School or group"},                                          \
        {.name = "year_groups",                                                \
         .kind = FIELD_LIST,                                                   \
         .item = FIELD_CODE,                                                   \
         .max = 20,                                                            \
         .label = "Year groups"},                                              \
    {                                                                          \
        .name = "headcount", .kind = FIELD_INTEGER, .min = 1, .max = 5000,     \
        .label = "How many young people"                                       \
    }

/* Somebody not on the system yet, as far as they are known. */
static const struct field somebody_fields[] = {
    {.name = "given_name",
     .kind = FIELD_LINE,
     .max = 100,
     .label = "Given name"},
    {.name = "family_name",
     .kind = FIELD_LINE,
     .max = 100,
     .label = "Family name"},
    {.name = "known_as",                      .kind = FIELD_LINE, .max = 100, .label = "Known as"},
    {.name = "age_about",
     .kind = FIELD_INTEGER,
     .min = 5,
     .max = 25,
     .label = "Age, about"},
    {.name = "sex", .kind = FIELD_CODE, .label = "Sex"},
    {.name = "school",     .kind = FIELD_LINE, .max = 200, .label = "School"},
    {.name = "description",
     .kind = FIELD_TEXT,
     .max = 1000,
     .label = "What would help to know them again"},
    {0                     },
};

static const char *const abouts[] = {"young_person", "identified", "group",
                                     NULL};

static const struct field contact_new_fields[] = {
    {.name = "spoke",          .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "person_id",        .kind = FIELD_UUID, .label = "Young person"},
    {.name = "about",
     .kind = FIELD_LINE,
     .one_of = abouts,
     .label = "Who it is about"},
    {.name = "identified_id",
     .kind = FIELD_UUID,
     .label = "Somebody identified"},
    {.name = "identified",
     .kind = FIELD_OBJECT,
     .fields = somebody_fields,
     .label = "Somebody not on the system"},
    {.name = "type",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Kind of contact",
     .missing = "Select the kind of contact"},
    {.name = "happened_at",
     .kind = FIELD_INSTANT,
     .required = true,
     .past = true,
     .label = "When",
     .missing = "Enter when the contact was made"},
    {.name = "seen",
     .kind = FIELD_BOOLEAN,
     .required = true,
     .label = "Seen",
     .missing = "Select whether you saw them"},
    {.name = "held",
     .kind = FIELD_BOOLEAN,
     .label = "Hold back until police release it"},
    CONTACT_FIELDS,
    {0    },
};
const struct input_table contact_new_input = {.name = "ContactNew",
                                              .fields = contact_new_fields,
                                              .check = contact_new_check};

static const struct field contact_change_fields[] = {
    {.name = "reason",                .kind = FIELD_CODE, .label = "Why it is corrected"},
    {.name = "reason_note",
     .kind = FIELD_TEXT,
     .max = 1000,
     .label = "More about why"},
    {.name = "person_id",           .kind = FIELD_UUID, .label = "Young person"},
    {.name = "type",                     .kind = FIELD_CODE, .label = "Kind of contact"},
    {.name = "happened_at",
     .kind = FIELD_INSTANT,
     .past = true,
     .label = "When"},
    {.name = "seen",   .kind = FIELD_BOOLEAN, .label = "Seen"},
    CONTACT_FIELDS,
    {0                              },
};
const struct input_table contact_change_input = {.name = "ContactChange",
                                                 .fields =
                                                     contact_change_fields,
                                                 .check = contact_change_check,
                                                 .partial = true};

static const struct field strike_fields[] = {
    {.name = "reason",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Why",
     .missing = "Select why it was recorded in error"},
    {.name = "note",
     .kind = FIELD_TEXT,
     .max = 1000,
     .label = "More about why"},
    {0},
};
const struct input_table contact_strike_input = {.name = "ContactInError",
                                                 .fields = strike_fields};

static const struct field follow_up_fields[] = {
    {.name = "done_on", .kind = FIELD_DATE, .past = true, .label = "Done on"},
    {0    },
};
const struct input_table contact_follow_up_input = {.name = "ContactFollowUp",
                                                    .fields = follow_up_fields};

static const struct field keep_fields[] = {
    {.name = "reason",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 1000,
     .label = "Why it is kept back",
     .missing = "Enter why it is kept back"},
    {.name = "until",               .kind = FIELD_DATE, .label = "Look at it again on"},
    {0},
};
const struct input_table contact_keep_input = {.name = "ContactKeep",
                                               .fields = keep_fields};

static const struct field link_fields[] = {
    {.name = "person_id",
     .kind = FIELD_UUID,
     .required = true,
     .label = "Young person",
     .missing = "Choose the young person"},
    {.name = "note",
     .kind = FIELD_TEXT,
     .max = 1000,
     .label = "How it is known"},
    {0},
};
const struct input_table identified_link_input = {.name = "IdentifiedLink",
                                                  .fields = link_fields};

static const struct field unlink_fields[] = {
    {.name = "note",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 1000,
     .label = "Why the link is undone",
     .missing = "Enter why the link is undone"},
    {0},
};
const struct input_table identified_unlink_input = {.name = "IdentifiedUnlink",
                                                    .fields = unlink_fields};
