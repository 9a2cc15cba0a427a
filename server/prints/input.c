#include "prints/input.h"

/* What a page is of, as the access log names it; a list is a page. */
static const char *const kinds[] = {
    "person",     "episode", "referral", "meeting", "action", "note",
    "allocation", "contact", "outcome",  "page",    NULL};

static void print_check(struct arena *arena, const json_t *clean,
                        struct fault **faults)
{
    const char *kind = json_string_value(json_object_get(clean, "kind"));

    if (kind != NULL && strcmp(kind, "page") != 0 &&
        json_object_get(clean, "id") == NULL)
        fault_add(arena, faults, "/id", "required", "Enter what is printed");
}

static const struct field print_fields[] = {
    {.name = "kind",
     .kind = FIELD_LINE,
     .required = true,
     .one_of = kinds,
     .label = "What is printed"},
    {.name = "id",           .kind = FIELD_UUID, .label = "Record"},
    {.name = "page",
     .kind = FIELD_LINE,
     .required = true,
     .max = 300,
     .label = "Page"},
    {.name = "reason",
     .kind = FIELD_LINE,
     .required = true,
     .max = 500,
     .label = "Reason",
     .missing = "Enter why you are printing this"},
    {0        },
};
const struct input_table print_input = {
    .name = "Print", .fields = print_fields, .check = print_check};
