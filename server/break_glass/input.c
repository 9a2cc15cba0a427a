#include "break_glass/input.h"

#include "http/reply.h"

static const struct field query_fields[] = {
    {.name = "to_review",        .kind = FIELD_BOOLEAN, .label = "To be reviewed"},
    PAGE_FIELDS,
    {0},
};
const struct input_table break_glass_query = {.name = "BreakGlassQuery",
                                              .fields = query_fields};

static const struct field new_fields[] = {
    {.name = "reference",
     .kind = FIELD_LINE,
     .required = true,
     .max = 40,
     .label = "Reference",
     .missing = "Enter the reference of the case"},
    {.name = "purpose",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Purpose",
     .missing = "Select what it is for"},
    {.name = "reason",
     .kind = FIELD_TEXT,
     .required = true,
     .min = 15,
     .max = 1000,
     .label = "Reason",
     .missing = "Enter why you cannot wait for the spoke"},
    {.name = "minutes",
     .kind = FIELD_INTEGER,
     .min = 5,
     .max = 60,
     .label = "Minutes"},
    {0  },
};
const struct input_table break_glass_new_input = {.name = "BreakGlassNew",
                                                  .fields = new_fields};

static const struct field review_fields[] = {
    {.name = "outcome",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Outcome",
     .missing = "Select whether it was justified"},
    {.name = "note",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 2000,
     .label = "Note",
     .missing = "Enter what you found"},
    {0},
};
const struct input_table break_glass_review_input = {
    .name = "BreakGlassReviewNew", .fields = review_fields};
