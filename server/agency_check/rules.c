#include "agency_check/rules.h"

#include <string.h>

void check_answer_check(struct arena *arena, const json_t *clean,
                        struct fault **faults)
{
    const char *result = json_string_value(json_object_get(clean, "result"));
    const char *text = json_string_value(json_object_get(clean, "text"));

    if (!result)
        return;
    if (strcmp(result, "withdrawn") == 0)
        fault_add(arena, faults, "/result", "not_allowed",
                  "Select your agency’s answer");
    if (strcmp(result, "information_given") == 0 && !text)
        fault_add(arena, faults, "/text", "required",
                  "Enter what your agency knows");
    if (strcmp(result, "nothing_known") == 0 && text)
        fault_add(arena, faults, "/text", "not_allowed",
                  "Say that nothing is known, or enter what is: not both");
    if (strcmp(result, "no_reply") == 0 && text)
        fault_add(arena, faults, "/text", "not_allowed",
                  "Leave this empty: the agency gave no answer");
}
