#include "input/told.h"

static const struct told_pair closing[] = {
    {"young_person_told_on", "young_person_not_told",
     "Enter when the young person was told, or why they were not", "Enter why the young person was not told only if they were not"},
    {"referrer_told_on",     "referrer_not_told",
     "Enter when the referrer was told, or why they were not",     "Enter why the referrer was not told only if they were not"    },
};

static bool has(const json_t *clean, const char *name)
{
    return json_string_value(json_object_get(clean, name)) != NULL;
}

void told_check(struct arena *arena, const json_t *clean,
                const struct told_pair *pair, struct fault **faults)
{
    bool fact = has(clean, pair->fact), why_not = has(clean, pair->why_not);

    if (!fact && !why_not)
        fault_add(arena, faults, arena_printf(arena, "/%s", pair->fact),
                  "required", pair->missing);
    if (fact && why_not)
        fault_add(arena, faults, arena_printf(arena, "/%s", pair->why_not),
                  "contradiction", pair->both);
}

void told_closing_check(struct arena *arena, const json_t *clean,
                        struct fault **faults)
{
    for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
        told_check(arena, clean, &closing[i], faults);
}
