#include "incident/rules.h"

static bool given(const json_t *clean, const char *name)
{
    const json_t *value = json_object_get(clean, name);

    return value && !json_is_null(value);
}

void incident_check(struct arena *arena, const json_t *clean,
                    struct fault **faults)
{
    if (given(clean, "risk_level") && !given(clean, "risk_rationale"))
        fault_add(arena, faults, "/risk_rationale", "required",
                  "Enter why the risk is at this level");
    if (given(clean, "risk_level") && !given(clean, "assessed_on"))
        fault_add(arena, faults, "/assessed_on", "required",
                  "Enter the date of the joint assessment");
    if (given(clean, "retaliation_level") &&
        !given(clean, "retaliation_rationale"))
        fault_add(arena, faults, "/retaliation_rationale", "required",
                  "Enter why retaliation is at this level");
}

void incident_person_check(struct arena *arena, const json_t *clean,
                           struct fault **faults)
{
    if (given(clean, "person_id") && given(clean, "name"))
        fault_add(arena, faults, "/name", "contradiction",
                  "Choose a young person or enter a name, not both");
    else if (!given(clean, "person_id") && !given(clean, "name"))
        fault_add(arena, faults, "/person_id", "required",
                  "Choose the young person, or enter a name");
}
