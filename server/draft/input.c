#include "draft/input.h"

#include "draft/rules.h"
#include "http/reply.h"

#define SUBJECT_FIELD(REQUIRED)                                                \
    {                                                                          \
        .name = "subject", .kind = FIELD_LINE, .required = REQUIRED,           \
        .max = 300, .label = "Page"                                            \
    }

static const struct field query_fields[] = {
    SUBJECT_FIELD(false),
    PAGE_FIELDS,
    {0},
};
const struct input_table draft_query = {
    .name = "DraftQuery", .fields = query_fields, .check = draft_subject_check};

/* One field of the form as it stood; the database bounds the whole. */
static const struct field pair_fields[] = {
    {.name = "name",
     .kind = FIELD_LINE,
     .required = true,
     .max = 200,
     .label = "Name of the field"},
    {.name = "value",             .kind = FIELD_TEXT, .max = 131072, .label = "Text"},
    {0},
};

#define TYPED_FIELDS                                                           \
    {.name = "title",                                                          \
     .kind = FIELD_LINE,                                                       \
     .required = true,                                                         \
     .max = 200,                                                               \
     .label = "Title"},                                                        \
        {.name = "content",                                                    \
         .kind = FIELD_LIST,                                                   \
         .fields = pair_fields,                                                \
         .max = 500,                                                           \
         .label = "What was typed"},                                           \
    {                                                                          \
        .name = "based_on", .kind = FIELD_INTEGER, .min = 1,                   \
        .max = 2147483647, .label = "Version"                                  \
    }

static const struct field new_fields[] = {
    {.name = "user_id",
     .kind = FIELD_UUID,
     .required = true,
     .label = "Whose text it is"},
    {.name = "form",
     .kind = FIELD_LINE,
     .required = true,
     .max = 200,
     .label = "Form"},
    SUBJECT_FIELD(true),
    TYPED_FIELDS,
    {0                },
};
const struct input_table draft_new_input = {
    .name = "DraftNew", .fields = new_fields, .check = draft_subject_check};

static const struct field change_fields[] = {
    TYPED_FIELDS,
    {0},
};
const struct input_table draft_change_input = {
    .name = "DraftChange", .fields = change_fields, .partial = true};
