#include "association/input.h"

#include "association/rules.h"

static const struct field query_fields[] = {
    {.name = "person_id",
     .kind = FIELD_UUID,
     .required = true,
     .label = "Young person",
     .missing = "Choose the young person"},
    {0   },
};
const struct input_table association_query = {.name = "AssociationQuery",
                                              .fields = query_fields};

static const struct field new_fields[] = {
    {.name = "spoke",                            .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "person_id",
     .kind = FIELD_UUID,
     .required = true,
     .label = "Young person",
     .missing = "Choose the young person"},
    {.name = "other_id",
     .kind = FIELD_UUID,
     .required = true,
     .label = "The other young person",
     .missing = "Choose the other young person"},
    {.name = "kind",
     .kind = FIELD_CODE,
     .required = true,
     .label = "What connects them",
     .missing = "Select what connects them"},
    {.name = "certainty",
     .kind = FIELD_CODE,
     .required = true,
     .label = "How certain it is",
     .missing = "Select how certain it is"},
    {.name = "basis",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Said or seen",
     .missing = "Select whether it was said or seen"},
    {.name = "source",
     .kind = FIELD_LINE,
     .required = true,
     .max = 200,
     .label = "Source",
     .missing = "Enter who said or saw it"},
    {.name = "note", .kind = FIELD_TEXT, .max = 4000, .label = "Note"},
    {.name = "known_on",
     .kind = FIELD_DATE,
     .required = true,
     .past = true,
     .label = "When it was said or seen",
     .missing = "Enter when it was said or seen"},
    {.name = "expires_on",                           .kind = FIELD_DATE, .label = "Runs out on"},
    {0    },
};
const struct input_table association_new_input = {
    .name = "AssociationNew", .fields = new_fields, .check = association_check};

static const struct field change_fields[] = {
    {.name = "certainty",           .kind = FIELD_CODE, .label = "How certain it is"},
    {.name = "note", .kind = FIELD_TEXT, .max = 4000, .label = "Note"},
    {.name = "expires_on",                .kind = FIELD_DATE, .label = "Runs out on"},
    {0                 },
};
const struct input_table association_change_input = {
    .name = "AssociationChange", .fields = change_fields, .partial = true};

static const struct field end_fields[] = {
    {.name = "reason",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 2000,
     .label = "Reason",
     .missing = "Enter why it is so no longer"},
    {.name = "in_error",
     .kind = FIELD_BOOLEAN,
     .label = "It was recorded in error"},
    {0},
};
const struct input_table association_end_input = {.name = "AssociationEnd",
                                                  .fields = end_fields};
