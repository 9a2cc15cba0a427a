#include "action/input.h"

#include "action/rules.h"
#include "http/reply.h"

static const char *const states[] = {"outstanding", "open",      "in_progress",
                                     "done",        "cancelled", "superseded",
                                     "all",         NULL};

static const struct field query_fields[] = {
    {.name = "spoke",   .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "mine", .kind = FIELD_BOOLEAN, .label = "Mine"},
    {.name = "state",    .kind = FIELD_LINE, .one_of = states, .label = "State"},
    {.name = "overdue",  .kind = FIELD_BOOLEAN, .label = "Overdue"},
    {.name = "agency",   .kind = FIELD_CODE, .label = "Owner's agency"},
    PAGE_FIELDS,
    {0},
};
const struct input_table action_query = {
    .name = "ActionQuery", .fields = query_fields, .check = action_query_check};

static const struct field task_fields[] = {PAGE_FIELDS, {0}};
const struct input_table task_query = {.name = "TaskQuery",
                                       .fields = task_fields};

static const struct field change_query_fields[] = {
    {.name = "limit",
     .kind = FIELD_INTEGER,
     .min = 1,
     .max = 100,
     .label = "Limit"},
    {0       },
};
const struct input_table change_query = {.name = "ChangeQuery",
                                         .fields = change_query_fields};

/* Who does it: a user, or a name; and their agency. */
#define OWNER_FIELDS                                                           \
    {.name = "owner_user_id", .kind = FIELD_UUID, .label = "Owner"},           \
        {.name = "owner_name",                                                 \
         .kind = FIELD_LINE,                                                   \
         .max = 200,                                                           \
         .label = "Owner's name"},                                             \
        {.name = "owner_agency",                                               \
         .kind = FIELD_CODE,                                                   \
         .label = "Owner's agency"},                                           \
    {                                                                          \
        .name = "priority", .kind = FIELD_CODE, .label = "Priority"            \
    }

static const struct field new_fields[] = {
    {.name = "description",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 4000,
     .label = "Action",
     .missing = "Enter what is to be done"},
    {.name = "due_on",
     .kind = FIELD_DATE,
     .required = true,
     .label = "Due date",
     .missing = "Enter the date it is due"},
    OWNER_FIELDS,
    {0    },
};
const struct input_table action_set_input = {
    .name = "ActionSet", .fields = new_fields, .check = action_set_check};

static const struct field change_fields[] = {
    {.name = "description",
     .kind = FIELD_TEXT,
     .max = 4000,
     .label = "Action",
     .missing = "Enter what is to be done"},
    {.name = "due_on",                           .kind = FIELD_DATE, .label = "Due date"},
    OWNER_FIELDS,
    {0},
};
const struct input_table action_change_input = {.name = "ActionChange",
                                                .fields = change_fields,
                                                .check = action_change_check,
                                                .partial = true};

/* A move's note, by what it must say. */
#define NOTE_FIELD(MISSING)                                                    \
    {                                                                          \
        .name = "note", .kind = FIELD_TEXT, .required = true, .max = 4000,     \
        .label = "Note", .missing = MISSING                                    \
    }

static const struct field complete_fields[] = {
    NOTE_FIELD("Enter what was done"),
    {0},
};
const struct input_table action_complete_input = {.name = "ActionComplete",
                                                  .fields = complete_fields};

static const struct field cancel_fields[] = {
    {.name = "reason",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Reason",
     .missing = "Select why the action is cancelled"},
    {.name = "note",                                .kind = FIELD_TEXT, .max = 4000, .label = "Note"},
    {0},
};
const struct input_table action_cancel_input = {.name = "ActionCancel",
                                                .fields = cancel_fields};

static const struct field supersede_fields[] = {
    NOTE_FIELD("Enter what takes its place"),
    {0},
};
const struct input_table action_supersede_input = {.name = "ActionSupersede",
                                                   .fields = supersede_fields};

static const struct field reopen_fields[] = {
    NOTE_FIELD("Enter why the action is opened again"),
    {0},
};
const struct input_table action_reopen_input = {.name = "ActionReopen",
                                                .fields = reopen_fields};
