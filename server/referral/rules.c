#include "referral/rules.h"

#include "input/json_keep.h"

/* At 16 a young person is presumed able to decide (domain.md 3). */
#define COMPETENT_AGE 16

struct needed {
    const char *name;
    const char *pointer;
    const char *detail;
};

/* In the order of the form. */
static const struct needed needed[] = {
    {"concern_on",        "/concern_on",        "Enter the date of the concern"     },
    {"narrative",         "/narrative",         "Enter what you are worried about"  },
    {"family_informed",   "/family_informed",
     "Select whether the family has been told"                                      },
    {"support_agreement", "/support_agreement",
     "Select whether they have agreed to support"                                   },
    {"sharing_gateway",   "/sharing_gateway",
     "Select the legal power you share this under"                                  },
    {"urgency",           "/urgency",           "Select how urgent this is"         },
    {"source",            "/source",            "Select who is making this referral"},
};

static const char *text_of(const json_t *clean, const char *name)
{
    return json_string_value(json_object_get(clean, name));
}

static bool concern_among(const json_t *list, const char *code, size_t before)
{
    for (size_t i = 0; i < before; i++) {
        const char *other = text_of(json_array_get(list, i), "concern");

        if (other && strcmp(other, code) == 0)
            return true;
    }
    return false;
}

static void concerns_once(struct arena *arena, const json_t *clean,
                          struct fault **faults)
{
    const json_t *list = json_object_get(clean, "concerns");

    for (size_t i = 1; i < json_array_size(list); i++) {
        const char *code = text_of(json_array_get(list, i), "concern");

        if (code && concern_among(list, code, i))
            fault_add(arena, faults,
                      arena_printf(arena, "/concerns/%zu/concern", i),
                      "already_there", "This concern is already selected");
    }
}

static void main_concern_chosen(struct arena *arena, const json_t *clean,
                                struct fault **faults)
{
    const json_t *list = json_object_get(clean, "concerns");
    const char *code = text_of(clean, "primary_concern");

    if (code && !concern_among(list, code, json_array_size(list)))
        fault_add(arena, faults, "/primary_concern", "not_in_list",
                  "The main concern must be one of those you selected");
}

static void birth_agrees(struct arena *arena, const json_t *clean,
                         struct fault **faults)
{
    const char *precision = text_of(clean, "born_precision");
    const char *born_on = text_of(clean, "born_on");
    const char *concern_on = text_of(clean, "concern_on");

    if (precision && born_on && strcmp(precision, "unknown") == 0)
        fault_add(arena, faults, "/born_precision", "contradiction",
                  "Select how exact the date of birth is, or leave the date "
                  "empty");
    if (precision && !born_on && strcmp(precision, "unknown") != 0)
        fault_add(arena, faults, "/born_on", "required",
                  "Enter the year of birth, even roughly, or leave out how "
                  "exact it is");
    if (born_on && concern_on && strcmp(concern_on, born_on) < 0)
        fault_add(arena, faults, "/concern_on", "too_early",
                  "The date of the concern must be after the date of birth");
}

/* It is made, then it reaches the spoke. */
static void made_before_received(struct arena *arena, const json_t *clean,
                                 struct fault **faults)
{
    const char *made_on = text_of(clean, "made_on");
    const char *received_on = text_of(clean, "received_on");
    const char *born_on = text_of(clean, "born_on");

    if (made_on && received_on && strcmp(received_on, made_on) < 0)
        fault_add(arena, faults, "/received_on", "too_early",
                  "When it reached the spoke must be on or after the day it "
                  "was made");
    if (made_on && born_on && strcmp(made_on, born_on) < 0)
        fault_add(arena, faults, "/made_on", "too_early",
                  "When it was made must be after the date of birth");
}

/* Whole years between two days written YYYY-MM-DD. */
static long years_between(const char *from, const char *to)
{
    long years = strtol(to, NULL, 10) - strtol(from, NULL, 10);

    return strcmp(to + 4, from + 4) < 0 ? years - 1 : years;
}

static void competence_told(struct arena *arena, const json_t *clean,
                            struct fault **faults)
{
    static const char judged[] = "young_person_competent";
    const char *agreement = text_of(clean, "support_agreement");
    const char *born_on = text_of(clean, "born_on");
    const char *concern_on = text_of(clean, "concern_on");

    if (!agreement || strncmp(agreement, judged, sizeof judged - 1) != 0 ||
        !born_on || !concern_on || text_of(clean, "young_person_view"))
        return;
    if (years_between(born_on, concern_on) < COMPETENT_AGE)
        fault_add(arena, faults, "/young_person_view", "required",
                  "Enter the young person's view and how you judged that they "
                  "can decide for themselves: they were under 16");
}

static void who_told(struct arena *arena, const json_t *clean,
                     struct fault **faults)
{
    if (!text_of(clean, "person_id") && !text_of(clean, "given_name") &&
        !text_of(clean, "family_name"))
        fault_add(arena, faults, "/given_name", "required",
                  "Enter the young person's name");
}

/* A parent or carer is somebody: the letter goes to them by name. */
static void referrer_told(struct arena *arena, const json_t *clean,
                          struct fault **faults)
{
    const char *source = text_of(clean, "source");

    if (source && strcmp(source, "parent_carer") == 0 &&
        !text_of(clean, "referrer_name"))
        fault_add(arena, faults, "/referrer_name", "required",
                  "Enter the name of the parent or carer");
}

static void concerns_told(struct arena *arena, const json_t *clean,
                          struct fault **faults)
{
    if (json_array_size(json_object_get(clean, "concerns")) == 0)
        fault_add(arena, faults, "/concerns", "required",
                  "Select at least one concern");
    else if (!text_of(clean, "primary_concern"))
        fault_add(arena, faults, "/primary_concern", "required",
                  "Select the main concern");
}

void referral_complete_check(struct arena *arena, const json_t *clean,
                             struct fault **faults)
{
    who_told(arena, clean, faults);
    concerns_told(arena, clean, faults);
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
        if (!text_of(clean, needed[i].name))
            fault_add(arena, faults, needed[i].pointer, "required",
                      needed[i].detail);
    competence_told(arena, clean, faults);
    referrer_told(arena, clean, faults);
}

void referral_new_check(struct arena *arena, const json_t *clean,
                        struct fault **faults)
{
    concerns_once(arena, clean, faults);
    main_concern_chosen(arena, clean, faults);
    birth_agrees(arena, clean, faults);
    made_before_received(arena, clean, faults);
    if (json_is_true(json_object_get(clean, "submit")))
        referral_complete_check(arena, clean, faults);
}

void referral_change_check(struct arena *arena, const json_t *clean,
                           struct fault **faults)
{
    concerns_once(arena, clean, faults);
    made_before_received(arena, clean, faults);
    if (json_object_get(clean, "concerns"))
        main_concern_chosen(arena, clean, faults);
    if (json_object_get(clean, "born_on") && text_of(clean, "born_precision"))
        birth_agrees(arena, clean, faults);
}

void referral_duplicate_check(struct arena *arena, const json_t *clean,
                              struct fault **faults)
{
    if (!text_of(clean, "duplicate_of") &&
        !text_of(clean, "duplicate_reference"))
        fault_add(arena, faults, "/duplicate_of", "required",
                  "Choose the referral that this one repeats, or enter its "
                  "reference");
}

void referral_person_check(struct arena *arena, const json_t *clean,
                           struct fault **faults)
{
    if (text_of(clean, "person_id") &&
        json_is_true(json_object_get(clean, "new_person")))
        fault_add(arena, faults, "/new_person", "contradiction",
                  "Choose a young person or make a new record, not both");
}

json_t *referral_merged(struct arena *arena, const json_t *held,
                        const json_t *change)
{
    json_t *merged = json_keep(arena, json_copy((json_t *)held));
    const char *name;
    json_t *value;

    if (json_object_get(change, "born_on") &&
        !json_object_get(change, "born_precision"))
        json_object_del(merged, "born_precision");
    json_object_foreach ((json_t *)change, name, value) {
        if (json_is_null(value))
            json_object_del(merged, name);
        else
            json_put(arena, merged, name, json_incref(value));
    }
    return merged;
}
