#include "allocation/rules.h"

static const char *text_of(const json_t *clean, const char *name)
{
    return json_string_value(json_object_get(clean, name));
}

static bool came(const char *attendance)
{
    return attendance &&
           (strcmp(attendance, "attended") == 0 ||
            strcmp(attendance, "part") == 0 || strcmp(attendance, "late") == 0);
}

void session_check(struct arena *arena, const json_t *clean,
                   struct fault **faults)
{
    const json_t *happened = json_object_get(clean, "happened");
    const char *attendance = text_of(clean, "attendance");

    if (json_is_boolean(happened) && !attendance)
        fault_add(arena, faults, "/attendance", "required",
                  "Select whether they attended");
    if (attendance && !json_is_boolean(happened))
        fault_add(arena, faults, "/happened", "required",
                  "Select whether the session happened");
    if (json_is_false(happened) && came(attendance))
        fault_add(arena, faults, "/attendance", "contradiction",
                  "They cannot have attended a session that did not happen");
    if (text_of(clean, "engagement") && !came(attendance))
        fault_add(arena, faults, "/engagement", "contradiction",
                  "Select how engaged they were only if they attended");
}
