#include "meeting/rules.h"

#include <string.h>

#define KNOWS_WHAT "Enter what your agency knows, or say that nothing is known"

static const char *text(const json_t *clean, const char *name)
{
    return json_string_value(json_object_get(clean, name));
}

static bool is(const json_t *clean, const char *name, const char *value)
{
    const char *found = text(clean, name);

    return found != NULL && strcmp(found, value) == 0;
}

/* Sent, and made empty (partial tables only). */
static bool emptied(const json_t *clean, const char *name)
{
    return json_is_null(json_object_get(clean, name));
}

static bool yes(const json_t *clean, const char *name)
{
    return json_is_true(json_object_get(clean, name));
}

void meeting_new_check(struct arena *arena, const json_t *clean,
                       struct fault **faults)
{
    if (text(clean, "series_id") != NULL)
        return;
    if (text(clean, "title") == NULL)
        fault_add(arena, faults, "/title", "required",
                  "Enter the title of the meeting");
    if (text(clean, "type") == NULL)
        fault_add(arena, faults, "/type", "required",
                  "Select the type of meeting");
}

void agenda_new_check(struct arena *arena, const json_t *clean,
                      struct fault **faults)
{
    if (text(clean, "person_id") == NULL && text(clean, "episode_id") == NULL)
        fault_add(arena, faults, "/person_id", "required",
                  "Choose the young person");
}

static void deputy_check(struct arena *arena, const json_t *clean,
                         struct fault **faults)
{
    if (text(clean, "deputy_for") != NULL &&
        text(clean, "attendance") != NULL && !is(clean, "attendance", "deputy"))
        fault_add(arena, faults, "/deputy_for", "not_allowed",
                  "Only a deputy stands in for somebody: choose ‘Deputy "
                  "attended’, or leave this empty");
}

void attendance_new_check(struct arena *arena, const json_t *clean,
                          struct fault **faults)
{
    if (text(clean, "user_id") == NULL && text(clean, "agency") == NULL)
        fault_add(arena, faults, "/agency", "required",
                  "Select the agency they came for");
    if (text(clean, "user_id") == NULL && text(clean, "name") == NULL)
        fault_add(arena, faults, "/name", "required", "Enter their name");
    if (is(clean, "attendance", "deputy") && text(clean, "deputy_for") == NULL)
        fault_add(arena, faults, "/deputy_for", "required",
                  "Enter whom this person stood in for");
    deputy_check(arena, clean, faults);
}

void attendance_change_check(struct arena *arena, const json_t *clean,
                             struct fault **faults)
{
    deputy_check(arena, clean, faults);
}

static void both_check(struct arena *arena, const json_t *clean,
                       struct fault **faults)
{
    if (yes(clean, "nothing_known") && text(clean, "text") != NULL)
        fault_add(arena, faults, "/nothing_known", "not_allowed",
                  "Say that nothing is known, or enter what is: not both");
}

void contribution_new_check(struct arena *arena, const json_t *clean,
                            struct fault **faults)
{
    if (!yes(clean, "nothing_known") && text(clean, "text") == NULL)
        fault_add(arena, faults, "/text", "required", KNOWS_WHAT);
    both_check(arena, clean, faults);
}

void contribution_change_check(struct arena *arena, const json_t *clean,
                               struct fault **faults)
{
    if (emptied(clean, "text") && !yes(clean, "nothing_known"))
        fault_add(arena, faults, "/text", "required", KNOWS_WHAT);
    both_check(arena, clean, faults);
}

void action_new_check(struct arena *arena, const json_t *clean,
                      struct fault **faults)
{
    bool colleague = text(clean, "owner_user_id") != NULL;

    if (!colleague && text(clean, "owner_name") == NULL)
        fault_add(arena, faults, "/owner_name", "required",
                  "Choose who will do it, or enter their name");
    if (!colleague && text(clean, "owner_agency") == NULL)
        fault_add(arena, faults, "/owner_agency", "required",
                  "Select the agency that will see it done");
}

void discussion_change_check(struct arena *arena, const json_t *clean,
                             struct fault **faults)
{
    if (text(clean, "young_person_voice") != NULL &&
        emptied(clean, "voice_basis"))
        fault_add(arena, faults, "/voice_basis", "required",
                  "Select whether this was said, seen or inferred");
    if (text(clean, "risk_after") != NULL && emptied(clean, "rationale"))
        fault_add(arena, faults, "/rationale", "required",
                  "Enter why the risk level changed");
}

void paper_link_check(struct arena *arena, const json_t *clean,
                      struct fault **faults)
{
    const char *link = text(clean, "link");

    if (link && ((strncmp(link, "https://", 8) != 0 &&
                  strncmp(link, "http://", 7) != 0) ||
                 strpbrk(link, " \t") || strlen(link) < 12))
        fault_add(arena, faults, "/link", "wrong_form",
                  "Enter a link that begins with https://");
}

void paper_new_check(struct arena *arena, const json_t *clean,
                     struct fault **faults)
{
    if (!text(clean, "text") && !text(clean, "link"))
        fault_add(arena, faults, "/text", "required",
                  "Enter the text of the paper, or a link to it");
    paper_link_check(arena, clean, faults);
}

void guest_check(struct arena *arena, const json_t *clean,
                 struct fault **faults)
{
    const char *whom = text(clean, "deputy_for");

    if (whom && is(clean, "user_id", whom))
        fault_add(arena, faults, "/deputy_for", "not_allowed",
                  "Nobody stands in for themselves");
}
