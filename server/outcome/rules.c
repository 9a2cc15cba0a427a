#include "outcome/rules.h"

static bool given(const json_t *clean, const char *name)
{
    const json_t *member = json_object_get(clean, name);

    return member != NULL && !json_is_null(member);
}

void outcome_change_check(struct arena *arena, const json_t *clean,
                          struct fault **faults)
{
    if (given(clean, "value") && given(clean, "not_measured"))
        fault_add(arena, faults, "/not_measured", "contradiction",
                  "Select why it was not measured only if there is no value");
}

void outcome_new_check(struct arena *arena, const json_t *clean,
                       struct fault **faults)
{
    outcome_change_check(arena, clean, faults);
    if (!given(clean, "value") && !given(clean, "not_measured"))
        fault_add(arena, faults, "/value", "required",
                  "Enter the value, or select why it was not measured");
}
