#include "person/rules.h"

#include "input/identifier.h"
#include "input/json_keep.h"

static const char *text_of(const json_t *clean, const char *name)
{
    return json_string_value(json_object_get(clean, name));
}

static void name_check(struct arena *arena, const json_t *clean,
                       struct fault **faults)
{
    if (!text_of(clean, "given_name") && !text_of(clean, "family_name"))
        fault_add(arena, faults, "/given_name", "required",
                  "Enter a given name or a family name");
}

static void birth_contradicts(struct arena *arena, struct fault **faults)
{
    fault_add(arena, faults, "/born_precision", "contradiction",
              "Select how exact the date of birth is, or leave the date empty");
}

static void birth_missing(struct arena *arena, struct fault **faults)
{
    fault_add(arena, faults, "/born_on", "required",
              "Enter the year of birth, even roughly, or leave out how exact "
              "it is");
}

static void identifier_check(struct arena *arena, const json_t *clean,
                             struct fault **faults)
{
    bool kind = text_of(clean, "identifier_kind") != NULL;
    bool value = text_of(clean, "identifier") != NULL;

    if (value && !kind)
        fault_add(arena, faults, "/identifier_kind", "required",
                  "Select what kind of number or reference it is");
    if (kind && !value)
        fault_add(arena, faults, "/identifier", "required",
                  "Enter the number or reference, or leave out its kind");
}

void person_new_check(struct arena *arena, const json_t *clean,
                      struct fault **faults)
{
    const char *precision = text_of(clean, "born_precision");
    const char *born_on = text_of(clean, "born_on");

    name_check(arena, clean, faults);
    identifier_check(arena, clean, faults);
    if (precision && strcmp(precision, "unknown") == 0 && born_on)
        birth_contradicts(arena, faults);
    if (precision && strcmp(precision, "unknown") != 0 && !born_on)
        birth_missing(arena, faults);
}

/* What is not sent stays as it is; "not known" empties the date. */
void person_change_check(struct arena *arena, const json_t *clean,
                         struct fault **faults)
{
    const char *precision = text_of(clean, "born_precision");
    const json_t *born_on = json_object_get(clean, "born_on");

    if (!precision || !born_on)
        return;
    if (strcmp(precision, "unknown") == 0 && !json_is_null(born_on))
        birth_contradicts(arena, faults);
    if (strcmp(precision, "unknown") != 0 && json_is_null(born_on))
        birth_missing(arena, faults);
}

void person_name_check(struct arena *arena, const json_t *clean,
                       struct fault **faults)
{
    name_check(arena, clean, faults);
}

void name_correct_check(struct arena *arena, const json_t *clean,
                        struct fault **faults)
{
    const json_t *given = json_object_get(clean, "given_name");
    const json_t *family = json_object_get(clean, "family_name");

    if (!text_of(clean, "reason"))
        fault_add(arena, faults, "/reason", "required",
                  "Select why this is corrected");
    if (json_is_null(given) && json_is_null(family))
        name_check(arena, clean, faults);
}

void match_check(struct arena *arena, const json_t *clean,
                 struct fault **faults)
{
    if (!text_of(clean, "given_name") && !text_of(clean, "family_name") &&
        !text_of(clean, "known_as") && !text_of(clean, "identifier"))
        fault_add(arena, faults, "/given_name", "required",
                  "Enter a name or an identifier to look for");
}

const char *person_identifier_warnings(struct arena *arena, const json_t *clean)
{
    const char *doubt = identifier_doubt(text_of(clean, "identifier_kind"),
                                         text_of(clean, "identifier"));
    json_t *warnings = json_keep(arena, json_array());

    if (doubt)
        json_array_append_new(warnings,
                              json_pack("{s:s,s:s,s:s}", "pointer", "/value",
                                        "code", "doubtful", "detail", doubt));
    return json_text(arena, warnings);
}
