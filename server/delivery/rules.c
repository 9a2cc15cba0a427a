#include "delivery/rules.h"

static const char *text_of(const json_t *clean, const char *name)
{
    return json_string_value(json_object_get(clean, name));
}

static bool came(const char *attendance)
{
    return attendance &&
           (strcmp(attendance, "attended") == 0 ||
            strcmp(attendance, "part") == 0 || strcmp(attendance, "late") == 0);
}

static void member_check(struct arena *arena, const json_t *member,
                         const json_t *happened, size_t place,
                         struct fault **faults)
{
    const char *attendance = text_of(member, "attendance");

    if (json_is_false(json_object_get(member, "booked")))
        return; /* taken out: nothing is said of them */
    if (json_is_boolean(happened) && !attendance)
        fault_add(arena, faults,
                  arena_printf(arena, "/members/%zu/attendance", place),
                  "required", "Select whether they attended");
    if (json_is_false(happened) && came(attendance))
        fault_add(arena, faults,
                  arena_printf(arena, "/members/%zu/attendance", place),
                  "contradiction",
                  "They cannot have attended a session that did not happen");
    if (text_of(member, "engagement") && !came(attendance))
        fault_add(arena, faults,
                  arena_printf(arena, "/members/%zu/engagement", place),
                  "contradiction",
                  "Select how engaged they were only if they attended");
}

void group_check(struct arena *arena, const json_t *clean,
                 struct fault **faults)
{
    const json_t *members = json_object_get(clean, "members");
    const json_t *happened = json_object_get(clean, "happened");
    bool logged = false;

    for (size_t i = 0; i < json_array_size(members); i++) {
        const json_t *member = json_array_get(members, i);

        logged = logged || text_of(member, "attendance");
        member_check(arena, member, happened, i, faults);
    }
    if (logged && !json_is_boolean(happened))
        fault_add(arena, faults, "/happened", "required",
                  "Select whether the session happened");
    if (json_is_boolean(happened) && json_array_size(members) == 0)
        fault_add(arena, faults, "/members", "required",
                  "Say of each young person whether they attended");
}

static const char *const counts[] = {"under_18", "aged_18_24", "aged_25_plus",
                                     "parents_carers", "professionals"};

static bool somebody(const json_t *clean)
{
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
        if (json_integer_value(json_object_get(clean, counts[i])) > 0)
            return true;
    return false;
}

static void dates_check(struct arena *arena, const json_t *clean,
                        struct fault **faults)
{
    const char *from = text_of(clean, "started_on");
    const char *to = text_of(clean, "ended_on");

    if (from && to && strcmp(to, from) < 0) /* ISO dates sort as text */
        fault_add(arena, faults, "/ended_on", "too_early",
                  "The last date must be the same as or after the first");
}

void delivery_check(struct arena *arena, const json_t *clean,
                    struct fault **faults)
{
    dates_check(arena, clean, faults);
    if (!somebody(clean))
        fault_add(arena, faults, "/under_18", "required",
                  "Enter how many people took part");
}

void delivery_change_check(struct arena *arena, const json_t *clean,
                           struct fault **faults)
{
    dates_check(arena, clean, faults);
    if (!text_of(clean, "change_reason"))
        fault_add(arena, faults, "/change_reason", "required",
                  "Enter why it is corrected");
}
