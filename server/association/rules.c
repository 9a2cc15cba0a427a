#include "association/rules.h"

static const char *text_of(const json_t *clean, const char *name)
{
    return json_string_value(json_object_get(clean, name));
}

void association_check(struct arena *arena, const json_t *clean,
                       struct fault **faults)
{
    const char *person = text_of(clean, "person_id");
    const char *other = text_of(clean, "other_id");
    const char *basis = text_of(clean, "basis");
    const char *known = text_of(clean, "known_on");
    const char *expires = text_of(clean, "expires_on");

    if (person && other && strcmp(person, other) == 0)
        fault_add(arena, faults, "/other_id", "contradiction",
                  "Choose another young person");
    if (basis && strcmp(basis, "inferred") == 0)
        fault_add(arena, faults, "/basis", "inferred",
                  "Record only what somebody said or saw, not what it may "
                  "mean");
    if (known && expires && strcmp(expires, known) <= 0) /* as text: ISO */
        fault_add(arena, faults, "/expires_on", "too_early",
                  "The date it runs out must be after the date it was known");
}
