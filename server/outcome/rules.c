#include "outcome/rules.h"

static bool given(const json_t *clean, const char *name)
{
    const json_t *member = json_object_get(clean, name);

    return member != NULL && !json_is_null(member);
}

void outcome_new_check(struct arena *arena, const json_t *clean,
                       struct fault **faults)
{
    bool scored = given(clean, "value") || given(clean, "items");

    if (scored && given(clean, "not_measured"))
        fault_add(arena, faults, "/not_measured", "contradiction",
                  "Select why it was not measured only if there is no value");
    if (!scored && !given(clean, "not_measured"))
        fault_add(arena, faults, "/value", "required",
                  "Enter the value, or select why it was not measured");
}

void outcome_group_check(struct arena *arena, const json_t *clean,
                         struct fault **faults)
{
    const char *from = json_string_value(json_object_get(clean, "from"));
    const char *to = json_string_value(json_object_get(clean, "to"));

    if (from && to && strcmp(from, to) > 0)
        fault_add(arena, faults, "/to", "too_early",
                  "The last day must be the same as or after the first day");
}

void voice_check(struct arena *arena, const json_t *clean,
                 struct fault **faults)
{
    const char *permission =
        json_string_value(json_object_get(clean, "permission"));
    bool asked = permission && strcmp(permission, "not_asked") != 0;

    if (given(clean, "permission_on") && !asked)
        fault_add(arena, faults, "/permission", "required",
                  "Select what they answered when they were asked");
}
