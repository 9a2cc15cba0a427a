#include "retention/input.h"

#include "http/reply.h"

static const struct field due_fields[] = {
    {.name = "spoke",   .kind = FIELD_CODE, .label = "Spoke"},
    {0},
};
const struct input_table retention_due_query = {.name = "RetentionDueQuery",
                                                .fields = due_fields};

static const struct field list_fields[] = {
    {.name = "spoke",   .kind = FIELD_CODE, .label = "Spoke"},
    PAGE_FIELDS,
    {0},
};
const struct input_table retention_query = {.name = "RetentionQuery",
                                            .fields = list_fields};

static const struct field hold_fields[] = {
    {.name = "reference", .kind = FIELD_TEXT, .max = 40, .label = "Reference"},
    {.name = "spoke",          .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "reason",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Reason",
     .missing = "Select why it is held"},
    {.name = "note",.kind = FIELD_TEXT, .max = 2000, .label = "Note"},
    {.name = "from_on",                   .kind = FIELD_DATE, .label = "From"},
    {.name = "until_on",  .kind = FIELD_DATE, .label = "Until"},
    {0  },
};
const struct input_table retention_hold_input = {.name = "RetentionHoldNew",
                                                 .fields = hold_fields};

static const struct field lift_fields[] = {
    {.name = "reason",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 500,
     .label = "Why",
     .missing = "Enter why the hold is lifted"},
    {0},
};
const struct input_table retention_lift_input = {.name = "RetentionHoldLift",
                                                 .fields = lift_fields};

static const struct field disposals_fields[] = {
    {.name = "spoke",   .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "state", .kind = FIELD_CODE, .label = "State"},
    PAGE_FIELDS,
    {0  },
};
const struct input_table disposal_query = {.name = "DisposalQuery",
                                           .fields = disposals_fields};

static const struct field disposal_fields[] = {
    {.name = "spoke",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Spoke",
     .missing = "Select a spoke"},
    {.name = "person_id",            .kind = FIELD_UUID, .label = "Young person"},
    {.name = "referral_id", .kind = FIELD_UUID, .label = "Referral"},
    {.name = "reason",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 1000,
     .label = "Why",
     .missing = "Enter what you looked at, and why it can go"},
    {0   },
};
const struct input_table disposal_input = {.name = "DisposalNew",
                                           .fields = disposal_fields};

static const struct field refuse_fields[] = {
    {.name = "note",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 1000,
     .label = "Why",
     .missing = "Enter why it is not disposed of"},
    {0},
};
const struct input_table disposal_refuse_input = {.name = "DisposalRefuse",
                                                  .fields = refuse_fields};

static const struct field move_fields[] = {
    {.name = "note", .kind = FIELD_TEXT, .max = 1000, .label = "Note"},
    {0  },
};
const struct input_table disposal_move_input = {.name = "DisposalMove",
                                                .fields = move_fields};
