#include "contact/input.h"

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
    {                                                                          \
        .name = "follow_up", .kind = FIELD_TEXT, .max = 4000,                  \
        .label = "Follow-up"                                                   \
    }

static const struct field contact_new_fields[] = {
    {.name = "spoke",                      .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "person_id",
     .kind = FIELD_UUID,
     .required = true,
     .label = "Young person",
     .missing = "Choose the young person"},
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
    {0                    },
};
const struct input_table contact_new_input = {.name = "ContactNew",
                                              .fields = contact_new_fields};

static const struct field contact_change_fields[] = {
    {.name = "type",              .kind = FIELD_CODE, .label = "Kind of contact"},
    {.name = "happened_at",
     .kind = FIELD_INSTANT,
     .past = true,
     .label = "When"},
    {.name = "seen",       .kind = FIELD_BOOLEAN, .label = "Seen"},
    CONTACT_FIELDS,
    {0               },
};
const struct input_table contact_change_input = {
    .name = "ContactChange", .fields = contact_change_fields, .partial = true};
