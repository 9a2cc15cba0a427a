#include "contact/rules.h"

#include <string.h>

static const char *text_of(const json_t *clean, const char *name)
{
    const char *text = json_string_value(json_object_get(clean, name));

    return text ? text : "";
}

static bool given(const json_t *clean, const char *name)
{
    const json_t *value = json_object_get(clean, name);

    return value && !json_is_null(value);
}

/* Whoever is not on the system has a name, or at least a description. */
static void identified_check(struct arena *arena, const json_t *clean,
                             struct fault **faults)
{
    static const char *const known_by[] = {"given_name", "family_name",
                                           "known_as", "description"};
    const json_t *who = json_object_get(clean, "identified");

    if (given(clean, "identified_id") == json_is_object(who)) {
        fault_add(arena, faults, "/identified/given_name", "required",
                  "Enter a name, or what they look like");
        return;
    }
    for (size_t i = 0; i < sizeof known_by / sizeof known_by[0]; i++)
        if (!json_is_object(who) || given(who, known_by[i]))
            return;
    fault_add(arena, faults, "/identified/given_name", "required",
              "Enter a name, or what they look like");
}

static void school_check(struct arena *arena, const json_t *clean,
                         struct fault **faults)
{
    if (strcmp(text_of(clean, "type"), "school_input") != 0)
        return;
    if (!given(clean, "school"))
        fault_add(arena, faults, "/school", "required", "Enter the school");
    if (!given(clean, "headcount"))
        fault_add(arena, faults, "/headcount", "required",
                  "Enter how many young people there were");
}

static void follow_up_check(struct arena *arena, const json_t *clean,
                            struct fault **faults)
{
    if (given(clean, "follow_up_on") && !given(clean, "follow_up"))
        fault_add(arena, faults, "/follow_up", "required",
                  "Enter what is to be followed up");
}

void contact_new_check(struct arena *arena, const json_t *clean,
                       struct fault **faults)
{
    const char *about = text_of(clean, "about");
    bool identified =
        given(clean, "identified") || given(clean, "identified_id");

    if (strcmp(about, "group") == 0) {
        if (given(clean, "person_id") || identified)
            fault_add(arena, faults, "/about", "contradiction",
                      "Select whom it is about, or choose nobody");
        school_check(arena, clean, faults);
    } else if (strcmp(about, "identified") == 0 || (!*about && identified)) {
        identified_check(arena, clean, faults);
    } else if (!given(clean, "person_id")) {
        fault_add(arena, faults, "/person_id", "required",
                  "Choose the young person");
    }
    follow_up_check(arena, clean, faults);
}

void contact_change_check(struct arena *arena, const json_t *clean,
                          struct fault **faults)
{
    /* What a change does not name stays as it is. */
    if (json_object_get(clean, "follow_up"))
        follow_up_check(arena, clean, faults);
}

void contact_period_check(struct arena *arena, const json_t *clean,
                          struct fault **faults)
{
    const char *from = text_of(clean, "from"), *to = text_of(clean, "to");

    if (*from && *to && strcmp(from, to) > 0)
        fault_add(arena, faults, "/to", "too_early",
                  "The last day must be the same as or after the first day");
}
