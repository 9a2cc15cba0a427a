#include "action/rules.h"

static bool given(const json_t *clean, const char *name)
{
    const json_t *member = json_object_get(clean, name);

    return member != NULL && !json_is_null(member);
}

void action_change_check(struct arena *arena, const json_t *clean,
                         struct fault **faults)
{
    if (given(clean, "owner_user_id") && given(clean, "owner_name"))
        fault_add(arena, faults, "/owner_name", "contradiction",
                  "Enter a name only if the owner has no account here");
}

void action_set_check(struct arena *arena, const json_t *clean,
                      struct fault **faults)
{
    bool user = given(clean, "owner_user_id");

    action_change_check(arena, clean, faults);
    if (!user && !given(clean, "owner_name"))
        fault_add(arena, faults, "/owner_user_id", "required",
                  "Choose who will do the action, or enter their name");
    if (!user && !given(clean, "owner_agency"))
        fault_add(arena, faults, "/owner_agency", "required",
                  "Select the owner's agency");
}

static bool outstanding(const char *state)
{
    return !state || strcmp(state, "outstanding") == 0 ||
           strcmp(state, "open") == 0 || strcmp(state, "in_progress") == 0;
}

void action_query_check(struct arena *arena, const json_t *clean,
                        struct fault **faults)
{
    bool mine = json_is_true(json_object_get(clean, "mine"));
    const char *state = json_string_value(json_object_get(clean, "state"));

    if (!given(clean, "spoke") && !(mine && outstanding(state)))
        fault_add(arena, faults, "/spoke", "required", "Select a spoke");
}
