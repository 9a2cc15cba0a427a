#include "imports/input.h"

#include "http/reply.h"

/* Within a request's body; the terminal takes larger files. */
#define CSV_MOST 200000

static const char *const states[] = {"checking",  "faulty",   "ready",
                                     "committed", "replaced", "withdrawn",
                                     "stopped",   NULL};

static const struct field query_fields[] = {
    {.name = "kind",   .kind = FIELD_CODE, .label = "Kind"},
    {.name = "state", .kind = FIELD_LINE, .label = "State", .one_of = states},
    PAGE_FIELDS,
    {0 },
};
const struct input_table import_query = {.name = "ImportQuery",
                                         .fields = query_fields};

static const struct field open_fields[] = {
    {.name = "kind",
     .kind = FIELD_CODE,
     .required = true,
     .label = "What the file holds",
     .missing = "Select what the file holds"},
    {.name = "period",                        .kind = FIELD_LINE, .max = 7, .label = "Year"},
    {.name = "partnership",
     .kind = FIELD_LINE,
     .max = 100,
     .label = "Partnership"},
    {.name = "spoke",                        .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "file_name",                               .kind = FIELD_LINE, .max = 200, .label = "File name"},
    {.name = "csv",
     .kind = FIELD_TEXT,
     .required = true,
     .max = CSV_MOST,
     .label = "The file",
     .missing = "Choose a file, or paste its rows"},
    {0                     },
};
const struct input_table import_input = {.name = "ImportNew",
                                         .fields = open_fields};

static const struct field commit_fields[] = {
    {.name = "replace",
     .kind = FIELD_BOOLEAN,
     .label = "It replaces what is in force now"},
    {0},
};
const struct input_table import_commit_input = {.name = "ImportCommit",
                                                .fields = commit_fields};

static const struct field withdraw_fields[] = {
    {.name = "reason",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 1000,
     .label = "Reason",
     .missing = "Enter why it is withdrawn"},
    {0},
};
const struct input_table import_withdraw_input = {.name = "ImportWithdraw",
                                                  .fields = withdraw_fields};
