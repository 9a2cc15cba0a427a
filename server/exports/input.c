#include "exports/input.h"

#include "http/reply.h"

static const struct field query_fields[] = {
    {.name = "asked",
     .kind = FIELD_BOOLEAN,
     .label = "Waiting for my agreement"},
    PAGE_FIELDS,
    {0},
};
const struct input_table exports_query = {.name = "ExportQuery",
                                          .fields = query_fields};

static const struct field ask_fields[] = {
    {.name = "kind",
     .kind = FIELD_CODE,
     .required = true,
     .label = "What the file holds",
     .missing = "Select what the file holds"},
    {.name = "reason",
     .kind = FIELD_TEXT,
     .required = true,
     .min = 10,
     .max = 1000,
     .label = "Purpose",
     .missing = "Enter what the file is for",
     .wrong = "Say in a few words what the file is for"},
    {.name = "spoke", .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "spokes",
     .kind = FIELD_LIST,
     .item = FIELD_CODE,
     .label = "Spokes"},
    {.name = "study",                        .kind = FIELD_UUID, .label = "Study"},
    {.name = "study_title",
     .kind = FIELD_LINE,
     .max = 200,
     .label = "Name of the new study"},
    {.name = "snapshot", .kind = FIELD_LINE, .max = 20, .label = "Snapshot"},
    {0                                      },
};
const struct input_table exports_input = {.name = "ExportNew",
                                          .fields = ask_fields};

static const struct field refuse_fields[] = {
    {.name = "note",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 1000,
     .label = "Why not",
     .missing = "Enter why you do not agree"},
    {0},
};
const struct input_table exports_refuse_input = {.name = "ExportRefuse",
                                                 .fields = refuse_fields};
