#include "journey/rules.h"

static const struct {
    const char *kind;
    const char *label;
} kinds[] = {
    {"referral",    "Referral"          },
    {"triage",      "Triage"            },
    {"episode",     "Episode"           },
    {"closure",     "Closure"           },
    {"discussion",  "Meeting"           },
    {"risk",        "Risk"              },
    {"allocation",  "Intervention"      },
    {"session",     "Session"           },
    {"contact",     "Contact"           },
    {"outcome",     "Outcome"           },
    {"voice",       "Their words"       },
    {"note",        "Note"              },
    {"action",      "Action"            },
    {"transfer",    "Transfer"          },
    {"held",        "Held by police"    },
    {"association", "Association"       },
    {"status",      "Care and education"},
    {"marker",      "Warning marker"    },
    {"place",       "Place of concern"  },
    {"incident",    "Critical incident" },
    {"sharing",     "Sharing"           },
};

const char *journey_kind_label(const char *kind)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].kind, kind) == 0)
            return kinds[i].label;
    return NULL;
}

/* What is held back is asked for as the contact it is. */
static bool askable(const char *kind)
{
    return journey_kind_label(kind) && strcmp(kind, "held") != 0;
}

static void kinds_known(struct arena *arena, const json_t *clean,
                        struct fault **faults)
{
    const json_t *list = json_object_get(clean, "kind");

    for (size_t i = 0; i < json_array_size(list); i++)
        if (!askable(json_string_value(json_array_get(list, i))))
            fault_add(arena, faults, arena_printf(arena, "/kind/%zu", i),
                      "not_in_list", "Select kinds of event from the list");
}

void journey_check(struct arena *arena, const json_t *clean,
                   struct fault **faults)
{
    const char *from = json_string_value(json_object_get(clean, "from"));
    const char *to = json_string_value(json_object_get(clean, "to"));

    kinds_known(arena, clean, faults);
    if (from && to && strcmp(from, to) > 0)
        fault_add(arena, faults, "/to", "too_early",
                  "The last day must be the same as or after the first day");
}
