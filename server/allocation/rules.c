#include "allocation/rules.h"

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

/* What cannot both be so, whatever else is known. */
static void contradictions(struct arena *arena, const json_t *clean,
                           struct fault **faults)
{
    const char *attendance = text_of(clean, "attendance");

    if (json_is_false(json_object_get(clean, "happened")) && came(attendance))
        fault_add(arena, faults, "/attendance", "contradiction",
                  "They cannot have attended a session that did not happen");
    if (text_of(clean, "engagement") && attendance && !came(attendance))
        fault_add(arena, faults, "/engagement", "contradiction",
                  "Select how engaged they were only if they attended");
}

void session_check(struct arena *arena, const json_t *clean,
                   struct fault **faults)
{
    const json_t *happened = json_object_get(clean, "happened");
    const char *attendance = text_of(clean, "attendance");
    const bool logging = json_is_true(json_object_get(clean, "logging"));

    if (json_is_boolean(happened) && !attendance)
        fault_add(arena, faults, "/attendance", "required",
                  "Select whether they attended");
    if ((logging || attendance) && !json_is_boolean(happened))
        fault_add(arena, faults, "/happened", "required",
                  "Select whether the session happened");
    if (text_of(clean, "engagement") && !attendance)
        fault_add(arena, faults, "/engagement", "contradiction",
                  "Select how engaged they were only if they attended");
    contradictions(arena, clean, faults);
}

/* Emptying one half of what is logged empties the other, too. */
void session_change_check(struct arena *arena, const json_t *clean,
                          struct fault **faults)
{
    const json_t *happened = json_object_get(clean, "happened");
    const json_t *attendance = json_object_get(clean, "attendance");

    if (json_is_boolean(happened) && json_is_null(attendance))
        fault_add(arena, faults, "/attendance", "required",
                  "Select whether they attended");
    if (json_is_null(happened) && json_is_string(attendance))
        fault_add(arena, faults, "/happened", "required",
                  "Select whether the session happened");
    contradictions(arena, clean, faults);
}

static const struct refusal {
    const char *verb;
    const char *why;
} refusals[] = {
    {"offer",            "Only a proposed intervention can be offered."               },
    {"agree",            "Only an offered intervention can be agreed."                },
    {"wait",             "Only an agreed intervention can go on the waiting list."    },
    {"start",            "Only an agreed or waiting intervention can be started."     },
    {"pause",            "Only an active intervention can be paused."                 },
    {"resume",           "Only a paused intervention can be resumed."                 },
    {"complete",         "Only an active intervention can be completed."              },
    {"disengage",        "Only an active or paused intervention can end because they "
                  "stopped engaging."                                },
    {"withdraw",         "This intervention has already ended."                       },
    {"decline",          "They can decline only what was offered and has not started."},
    {"unsuitable",       "Only an intervention that has not started can be marked as "
                   "not suitable."                                  },
    {"provider_decline", "The provider can decline only what was offered and "
                         "has not started."                   },
    {"never_started",    "Only an agreed or waiting intervention can be marked as "
                      "never started."                           },
};

const char *move_refusal(const char *verb)
{
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++)
        if (strcmp(refusals[i].verb, verb) == 0)
            return refusals[i].why;
    return "This intervention cannot move there from where it is now.";
}
