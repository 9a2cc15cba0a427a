#include "account/rules.h"

#include <string.h>

void grant_dates_check(struct arena *arena, const json_t *clean,
                       struct fault **faults)
{
    const char *from = json_string_value(json_object_get(clean, "valid_from"));
    const char *to = json_string_value(json_object_get(clean, "valid_to"));

    if (from && to && strcmp(to, from) < 0)
        fault_add(arena, faults, "/valid_to", "too_early",
                  "The last day must be the first day or later");
}

void user_change_check(struct arena *arena, const json_t *clean,
                       struct fault **faults)
{
    static const char *const kept[][3] = {
        {"name",   "/name",   "Enter their name"               },
        {"email",  "/email",  "Enter their email address"      },
        {"agency", "/agency", "Select the agency they work for"},
    };

    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (json_is_null(json_object_get(clean, kept[i][0])))
            fault_add(arena, faults, kept[i][1], "required", kept[i][2]);
}
