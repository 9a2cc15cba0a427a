#include "workload/input.h"

#include "http/reply.h"
#include "workload/rules.h"

#define SPOKE_FIELD                                                            \
    {                                                                          \
        .name = "spoke", .kind = FIELD_CODE, .required = true,                 \
        .label = "Spoke", .missing = "Select the spoke"                        \
    }

static const struct field load_fields[] = {
    SPOKE_FIELD,
    {0},
};
const struct input_table workload_query = {.name = "WorkloadQuery",
                                           .fields = load_fields};

static const struct field work_fields[] = {
    SPOKE_FIELD,
    {.name = "user_id",  .kind = FIELD_UUID, .label = "Worker"},
    {.name = "agency", .kind = FIELD_CODE, .label = "Agency"},
    PAGE_FIELDS,
    {0  },
};
const struct input_table work_query = {
    .name = "WorkQuery", .fields = work_fields, .check = work_query_check};

static const char *const kinds[] = {"episode", "action", NULL};

static const struct field item_fields[] = {
    {.name = "kind",
     .kind = FIELD_LINE,
     .required = true,
     .one_of = kinds,
     .label = "Kind of work"},
    {.name = "id",        .kind = FIELD_UUID, .required = true, .label = "Work"},
    {.name = "version",
     .kind = FIELD_INTEGER,
     .required = true,
     .min = 1,
     .max = 2147483647,
     .label = "Version"},
    {0           },
};

static const struct field reassign_fields[] = {
    {.name = "items",
     .kind = FIELD_LIST,
     .fields = item_fields,
     .max = 200,
     .label = "Cases and actions"},
    {.name = "to_user_id",
     .kind = FIELD_UUID,
     .required = true,
     .label = "New owner",
     .missing = "Select who takes it over"},
    {.name = "reason",
     .kind = FIELD_LINE,
     .required = true,
     .max = 500,
     .label = "Reason",
     .missing = "Enter why the work changes hands"},
    {0        },
};
const struct input_table reassign_input = {
    .name = "Reassign", .fields = reassign_fields, .check = reassign_check};
