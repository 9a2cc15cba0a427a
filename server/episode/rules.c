#include "episode/rules.h"

#include "input/told.h"

static const char *text_of(const json_t *clean, const char *name)
{
    return json_string_value(json_object_get(clean, name));
}

void episode_close_check(struct arena *arena, const json_t *clean,
                         struct fault **faults)
{
    told_closing_check(arena, clean, faults);
}

static bool list_has(const json_t *list, const char *code)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (strcmp(json_string_value(json_array_get(list, i)), code) == 0)
            return true;
    return false;
}

void risk_check(struct arena *arena, const json_t *clean, struct fault **faults)
{
    const char *panel = text_of(clean, "panel_level");
    const char *practitioner = text_of(clean, "practitioner_level");
    const char *leading = text_of(clean, "leading_context");

    if (panel && practitioner && strcmp(panel, practitioner) != 0 &&
        !text_of(clean, "override_reason"))
        fault_add(arena, faults, "/override_reason", "required",
                  "Select why the panel's level differs from the "
                  "practitioner's");
    if (text_of(clean, "override_note") && !text_of(clean, "override_reason"))
        fault_add(arena, faults, "/override_reason", "required",
                  "Select why the panel differs, beside the words");
    if (leading && !list_has(json_object_get(clean, "contexts"), leading))
        fault_add(arena, faults, "/leading_context", "contradiction",
                  "Select the leading context among those selected");
}
