#include "place/input.h"

#include "http/reply.h"

static const struct field place_query_fields[] = {
    {.name = "spoke",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Spoke",
     .missing = "Select the spoke"},
    {.name = "closed",              .kind = FIELD_BOOLEAN, .label = "Closed"},
    PAGE_FIELDS,
    {0},
};
const struct input_table place_query = {.name = "PlaceQuery",
                                        .fields = place_query_fields};

/* Shared by a new record and a change to one: what is required may be left
 * out of a change, but not emptied. */
#define PLACE_FIELDS                                                           \
    {.name = "name",                                                           \
     .kind = FIELD_LINE,                                                       \
     .required = true,                                                         \
     .max = 200,                                                               \
     .label = "Name",                                                          \
     .missing = "Enter a name for the place"},                                 \
        {.name = "type",                                                       \
         .kind = FIELD_CODE,                                                   \
         .required = true,                                                     \
         .label = "Type of place",                                             \
         .missing = "Select the type of place"},                               \
        {.name = "location",                                                   \
         .kind = FIELD_LINE,                                                   \
         .max = 400,                                                           \
         .label = "Where it is"},                                              \
        {.name = "source",                                                     \
         .kind = FIELD_CODE,                                                   \
         .required = true,                                                     \
         .label = "Who raised it",                                             \
         .missing = "Select who raised it"},                                   \
        {.name = "status", .kind = FIELD_CODE, .label = "Status"},             \
        {.name = "concern",                                                    \
         .kind = FIELD_TEXT,                                                   \
         .required = true,                                                     \
         .max = 4000,                                                          \
         .label = "What the concern is",                                       \
         .missing = "Enter what the concern is"},                              \
    {                                                                          \
        .name = "review_on", .kind = FIELD_DATE, .label = "Next review"        \
    }

static const struct field place_new_input_fields[] = {
    {.name = "spoke",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Spoke",
     .missing = "Select the spoke"},
    PLACE_FIELDS,
    {.name = "noted_on",
     .kind = FIELD_DATE,
     .past = true,
     .label = "First noted"},
    {0},
};
const struct input_table place_new_input = {.name = "PlaceNew",
                                            .fields = place_new_input_fields};

static const struct field place_change_input_fields[] = {
    PLACE_FIELDS,
    {.name = "closed_on",
      .kind = FIELD_DATE,
      .past = true,
      .label = "Closed on"},
    {0       },
};
const struct input_table place_change_input = {.name = "PlaceChange",
                                               .fields =
                                                   place_change_input_fields,
                                               .partial = true};

static const struct field place_person_input_fields[] = {
    {.name = "person_id",
     .kind = FIELD_UUID,
     .required = true,
     .label = "Young person",
     .missing = "Choose the young person"},
    {.name = "since",                     .kind = FIELD_DATE, .past = true, .label = "Since"},
    {.name = "note", .kind = FIELD_TEXT, .max = 1000, .label = "Note"},
    {0                     },
};
const struct input_table place_person_input = {
    .name = "PlacePersonNew", .fields = place_person_input_fields};

static const struct field place_person_end_input_fields[] = {
    {.name = "until", .kind = FIELD_DATE, .past = true, .label = "Until"},
    {0  },
};
const struct input_table place_person_end_input = {
    .name = "PlacePersonEnd", .fields = place_person_end_input_fields};

static const struct field place_contact_input_fields[] = {
    {.name = "contact_id",
     .kind = FIELD_UUID,
     .required = true,
     .label = "Contact",
     .missing = "Choose the contact"},
    {0    },
};
const struct input_table place_contact_input = {
    .name = "PlaceContactNew", .fields = place_contact_input_fields};

/* The same of a problem-solving plan. */
#define PLAN_FIELDS                                                            \
    {.name = "stage", .kind = FIELD_CODE, .label = "Stage"},                   \
        {.name = "objective",                                                  \
         .kind = FIELD_TEXT,                                                   \
         .required = true,                                                     \
         .max = 4000,                                                          \
         .label = "Objective",                                                 \
         .missing = "Enter what is to be achieved"},                           \
        {.name = "scanning",                                                   \
         .kind = FIELD_TEXT,                                                   \
         .max = 20000,                                                         \
         .label = "Scanning"},                                                 \
        {.name = "analysis",                                                   \
         .kind = FIELD_TEXT,                                                   \
         .max = 20000,                                                         \
         .label = "Analysis"},                                                 \
        {.name = "response",                                                   \
         .kind = FIELD_TEXT,                                                   \
         .max = 20000,                                                         \
         .label = "Response"},                                                 \
        {.name = "assessment",                                                 \
         .kind = FIELD_TEXT,                                                   \
         .max = 20000,                                                         \
         .label = "Assessment"},                                               \
        {.name = "owner_user_id", .kind = FIELD_UUID, .label = "Owner"},       \
        {.name = "owner_name",                                                 \
         .kind = FIELD_LINE,                                                   \
         .max = 200,                                                           \
         .label = "Owner's name"},                                             \
    {                                                                          \
        .name = "review_on", .kind = FIELD_DATE, .label = "Next review"        \
    }

static const struct field plan_new_input_fields[] = {
    PLAN_FIELDS,
    {0},
};
const struct input_table plan_new_input = {.name = "PlacePlanNew",
                                           .fields = plan_new_input_fields};

static const struct field plan_change_input_fields[] = {
    PLAN_FIELDS,
    {.name = "ended_on", .kind = FIELD_DATE, .past = true, .label = "Ended on"},
    {0     },
};
const struct input_table plan_change_input = {.name = "PlacePlanChange",
                                              .fields =
                                                  plan_change_input_fields,
                                              .partial = true};

static const struct field plan_action_input_fields[] = {
    {.name = "description",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 4000,
     .label = "Action",
     .missing = "Enter what is to be done"},
    {.name = "owner_name",
     .kind = FIELD_LINE,
     .required = true,
     .max = 200,
     .label = "Owner",
     .missing = "Enter who will do it"},
    {.name = "due_on",
     .kind = FIELD_DATE,
     .required = true,
     .label = "Due",
     .missing = "Enter when it is due"},
    {0                    },
};
const struct input_table plan_action_input = {
    .name = "PlacePlanActionNew", .fields = plan_action_input_fields};

static const struct field plan_done_input_fields[] = {
    {.name = "done_on", .kind = FIELD_DATE, .past = true, .label = "Done on"},
    {0    },
};
const struct input_table plan_done_input = {.name = "PlacePlanActionDone",
                                            .fields = plan_done_input_fields};
