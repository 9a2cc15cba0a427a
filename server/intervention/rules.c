#include "intervention/rules.h"

void intervention_check(struct arena *arena, const json_t *clean,
                        struct fault **faults)
{
    const char *from = json_string_value(json_object_get(clean, "active_from"));
    const char *to = json_string_value(json_object_get(clean, "active_to"));
    const json_t *min_age = json_object_get(clean, "min_age");
    const json_t *max_age = json_object_get(clean, "max_age");

    if (from && to && strcmp(to, from) < 0) /* ISO dates sort as text */
        fault_add(arena, faults, "/active_to", "too_early",
                  "Runs to must be the same as or after runs from");
    if (json_is_integer(min_age) && json_is_integer(max_age) &&
        json_integer_value(max_age) < json_integer_value(min_age))
        fault_add(arena, faults, "/max_age", "too_small",
                  "Oldest age must be the same as or above the youngest");
}
