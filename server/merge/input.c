#include "merge/input.h"

static const struct field merge_fields[] = {
    {.name = "other_id",
     .kind = FIELD_UUID,
     .required = true,
     .label = "The other record",
     .missing = "Choose the other record"},
    {.name = "reason",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 2000,
     .label = "How you know",
     .missing = "Enter how you know that they are the same person"},
    {0},
};
const struct input_table merge_input = {.name = "Merge",
                                        .fields = merge_fields};

static const struct field unmerge_fields[] = {
    {.name = "other_id",
     .kind = FIELD_UUID,
     .required = true,
     .label = "The record that was merged",
     .missing = "Choose the record that was merged"},
    {.name = "reason",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 2000,
     .label = "Reason",
     .missing = "Enter why they are not the same person"},
    {0},
};
const struct input_table unmerge_input = {.name = "Unmerge",
                                          .fields = unmerge_fields};

static const struct field undo_fields[] = {
    {.name = "other_id",
     .kind = FIELD_UUID,
     .required = true,
     .label = "The other person",
     .missing = "Choose the other person"},
    {0  },
};
const struct input_table distinct_undo_input = {.name = "DistinctUndo",
                                                .fields = undo_fields};
