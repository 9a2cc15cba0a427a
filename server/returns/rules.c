#include "returns/rules.h"

static const char *text_of(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

void returns_new_check(struct arena *arena, const json_t *clean,
                       struct fault **faults)
{
    static const char *const starts[] = {"-01-01", "-04-01", "-07-01",
                                         "-10-01"};
    const char *quarter = text_of(clean, "quarter");

    if (quarter == NULL)
        return;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (strcmp(quarter + 4, starts[i]) == 0)
            return;
    fault_add(arena, faults, "/quarter", "not_in_list",
              "Select the quarter by its first day: 1 April, 1 July, "
              "1 October or 1 January");
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* Whether an earlier line is of the same intervention and stream. */
static bool line_told(const json_t *lines, size_t index)
{
    const json_t *line = json_array_get(lines, index);

    for (size_t i = 0; i < index; i++) {
        const json_t *other = json_array_get(lines, i);

        if (same_text(text_of(line, "intervention_id"),
                      text_of(other, "intervention_id")) &&
            same_text(text_of(line, "funding_stream"),
                      text_of(other, "funding_stream")))
            return true;
    }
    return false;
}

static void line_check(struct arena *arena, const json_t *lines, size_t index,
                       struct fault **faults)
{
    const json_t *line = json_array_get(lines, index);
    const char *reason = text_of(line, "variance_reason");
    const char *stream = text_of(line, "funding_stream");

    if (stream != NULL && strcmp(stream, "match_funding") == 0)
        fault_add(arena, faults,
                  arena_printf(arena, "/money/%zu/funding_stream", index),
                  "not_in_list",
                  "Enter match funding under match funding, not here");
    if (reason != NULL && strcmp(reason, "other") == 0 &&
        text_of(line, "variance_note") == NULL)
        fault_add(arena, faults,
                  arena_printf(arena, "/money/%zu/variance_note", index),
                  "required", "Say why spending differs from the budget");
    if (line_told(lines, index))
        fault_add(arena, faults,
                  arena_printf(arena, "/money/%zu/intervention_id", index),
                  "taken",
                  "This intervention and funding stream are on another line");
}

void returns_change_check(struct arena *arena, const json_t *clean,
                          struct fault **faults)
{
    const json_t *lines = json_object_get(clean, "money");

    for (size_t i = 0; i < json_array_size(lines); i++)
        line_check(arena, lines, i, faults);
    if (text_of(clean, "case_study") != NULL &&
        text_of(clean, "case_study_permission") == NULL)
        fault_add(arena, faults, "/case_study_permission", "required",
                  "Select whether the young person agreed to their story "
                  "being told");
}
