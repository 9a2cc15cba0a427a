#include "letter/rules.h"

void letter_change_check(struct arena *arena, const json_t *clean,
                         struct fault **faults)
{
    if (json_is_null(json_object_get(clean, "addressee")))
        fault_add(arena, faults, "/addressee", "required",
                  "Enter whom the letter is to");
}

void letter_issue_check(struct arena *arena, const json_t *clean,
                        struct fault **faults)
{
    if (!json_is_true(json_object_get(clean, "checked")))
        fault_add(arena, faults, "/checked", "required",
                  "Say that you have read it over: it must name no other "
                  "child");
}

void letter_aside_check(struct arena *arena, const json_t *clean,
                        struct fault **faults)
{
    const char *reason = json_string_value(json_object_get(clean, "reason"));

    if (reason && strcmp(reason, "other") == 0 &&
        !json_object_get(clean, "note"))
        fault_add(arena, faults, "/note", "required",
                  "Enter why it is not sent");
}
