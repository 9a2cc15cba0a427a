#include "draft/rules.h"

void draft_subject_check(struct arena *arena, const json_t *clean,
                         struct fault **faults)
{
    const char *subject = json_string_value(json_object_get(clean, "subject"));

    if (subject == NULL)
        return;
    if (subject[0] != '/' || subject[1] == '/' || subject[1] == '\\')
        fault_add(arena, faults, "/subject", "not_a_page",
                  "The page must be one of this site");
}
