#include "episode/rules.h"

static const char *text_of(const json_t *clean, const char *name)
{
    return json_string_value(json_object_get(clean, name));
}

/* One of the two, and not both. */
static void told_check(struct arena *arena, const json_t *clean,
                       struct fault **faults, const char *const names[2],
                       const char *const wordings[2])
{
    const char *told = text_of(clean, names[0]);
    const char *not_told = text_of(clean, names[1]);

    if (!told && !not_told)
        fault_add(arena, faults, arena_printf(arena, "/%s", names[0]),
                  "required", wordings[0]);
    if (told && not_told)
        fault_add(arena, faults, arena_printf(arena, "/%s", names[1]),
                  "contradiction", wordings[1]);
}

void episode_close_check(struct arena *arena, const json_t *clean,
                         struct fault **faults)
{
    told_check(
        arena, clean, faults,
        (const char *const[]){"young_person_told_on", "young_person_not_told"},
        (const char *const[]){
            "Enter when the young person was told, or why they were not",
            "Enter why the young person was not told only if they were "
            "not"});
    told_check(arena, clean, faults,
               (const char *const[]){"referrer_told_on", "referrer_not_told"},
               (const char *const[]){
                   "Enter when the referrer was told, or why they were not",
                   "Enter why the referrer was not told only if they were "
                   "not"});
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
                  "Enter why the panel's level differs from the "
                  "practitioner's");
    if (leading && !list_has(json_object_get(clean, "contexts"), leading))
        fault_add(arena, faults, "/leading_context", "contradiction",
                  "Select the leading context among those selected");
}
