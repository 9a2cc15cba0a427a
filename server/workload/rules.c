#include "workload/rules.h"

void work_query_check(struct arena *arena, const json_t *clean,
                      struct fault **faults)
{
    if (json_object_get(clean, "user_id") && json_object_get(clean, "agency"))
        fault_add(arena, faults, "/agency", "contradiction",
                  "Ask for the work of a worker or of an agency, not of both");
}

void reassign_check(struct arena *arena, const json_t *clean,
                    struct fault **faults)
{
    if (json_array_size(json_object_get(clean, "items")) == 0)
        fault_add(arena, faults, "/items", "required",
                  "Select the cases and actions to give to somebody else");
}
