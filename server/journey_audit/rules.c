#include "journey_audit/rules.h"

#include <string.h>

static const char *text_of(const json_t *clean, const char *name)
{
    return json_string_value(json_object_get(clean, name));
}

static bool is_code(const json_t *clean, const char *name, const char *code)
{
    const char *given = text_of(clean, name);

    return given && strcmp(given, code) == 0;
}

void audit_sample_check(struct arena *arena, const json_t *clean,
                        struct fault **faults)
{
    const char *from = text_of(clean, "opened_from");
    const char *to = text_of(clean, "opened_to");

    /* YYYY-MM-DD: the order of the text is the order of the days. */
    if (from && to && strcmp(to, from) < 0)
        fault_add(arena, faults, "/opened_to", "order",
                  "The last day must be on or after the first day");
}

void audit_answer_check(struct arena *arena, const json_t *clean,
                        struct fault **faults)
{
    if (is_code(clean, "response", "contested") &&
        !text_of(clean, "response_text"))
        fault_add(arena, faults, "/response_text", "required",
                  "Enter what you contest and why");
}

void audit_score_check(struct arena *arena, const json_t *clean,
                       struct fault **faults)
{
    bool low = is_code(clean, "score", "needs_work") ||
               is_code(clean, "score", "poor");

    if (low && !text_of(clean, "comment"))
        fault_add(arena, faults, "/comment", "required",
                  "Enter what you found, so that the spoke can learn from it");
}
