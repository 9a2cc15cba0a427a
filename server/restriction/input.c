#include "restriction/input.h"

#include "http/reply.h"

static const struct field query_fields[] = {
    {.name = "spoke",   .kind = FIELD_CODE, .label = "Spoke"},
    PAGE_FIELDS,
    {0},
};
const struct input_table restriction_query = {.name = "RestrictionQuery",
                                              .fields = query_fields};

static const struct field new_fields[] = {
    {.name = "spoke",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Spoke",
     .missing = "Select a spoke"},
    {.name = "named_only",
     .kind = FIELD_BOOLEAN,
     .required = true,
     .label = "Who may open it",
     .missing = "Select who may open the record"},
    {.name = "reason",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Reason",
     .missing = "Select why it is restricted"},
    {.name = "note",                        .kind = FIELD_TEXT, .max = 2000, .label = "Note"},
    {.name = "review_on",
     .kind = FIELD_DATE,
     .required = true,
     .label = "Review",
     .missing = "Enter when it is looked at again"},
    {0},
};
const struct input_table restriction_new_input = {.name = "RestrictionNew",
                                                  .fields = new_fields};

static const struct field change_fields[] = {
    {.name = "named_only",        .kind = FIELD_BOOLEAN, .label = "Who may open it"},
    {.name = "reason", .kind = FIELD_CODE, .label = "Reason"},
    {.name = "note",            .kind = FIELD_TEXT, .max = 2000, .label = "Note"},
    {.name = "review_on",          .kind = FIELD_DATE, .label = "Review"},
    {0             },
};
const struct input_table restriction_change_input = {
    .name = "RestrictionChange", .fields = change_fields, .partial = true};

static const struct field user_fields[] = {
    {.name = "user_id",
     .kind = FIELD_UUID,
     .required = true,
     .label = "Who",
     .missing = "Choose the member of staff"},
    {.name = "entry",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Blocked or named",
     .missing = "Select whether they may open it"},
    {.name = "reason",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 500,
     .label = "Why",
     .missing = "Enter why"},
    {0                        },
};
const struct input_table restriction_user_input = {.name = "RestrictionUserNew",
                                                   .fields = user_fields};

static const struct field end_fields[] = {
    {.name = "reason",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 500,
     .label = "Why",
     .missing = "Enter why"},
    {0},
};
const struct input_table restriction_end_input = {.name = "RestrictionEnd",
                                                  .fields = end_fields};
