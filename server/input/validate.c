#include "input/input.h"

#include "base/str.h"
#include "input/dates.h"
#include "input/json_keep.h"
#include "input/kinds.h"
#include "input/texts.h"
#include "input/walk.h"

/* What the echo of an unknown member's name is cut to. */
#define UNKNOWN_NAME_SHOWN 64

static void walk_members(struct walk *walk, const struct field *fields,
                         bool partial, const json_t *given,
                         const struct place *place, json_t *clean);

static void missing(struct walk *walk, const struct field *field,
                    const struct place *place)
{
    walk_fault(walk, place, "required", wording_missing(walk->arena, field));
}

static void flawed(struct walk *walk, const struct field *field,
                   const struct place *place, const char *code,
                   const char *rest)
{
    struct flaw flaw;

    flaw_set(walk->arena, &flaw, field, code, rest);
    walk_fault(walk, place, flaw.code, flaw.detail);
}

static void walk_plain(struct walk *walk, const struct field *field,
                       const json_t *given, const struct place *place,
                       json_t *clean)
{
    struct flaw flaw = {0};
    json_t *value = kind_read(walk->arena, field, field->kind, given, &flaw);

    if (value != NULL)
        json_put(walk->arena, clean, field->name, value);
    else
        walk_fault(walk, place, flaw.code, flaw.detail);
}

/* A day of which only the month or the year was given says so, unless it is
 * only an estimate anyway. */
static void walk_precision(struct walk *walk, const struct field *field,
                           const json_t *given, json_t *clean)
{
    const char *text = json_string_value(given);
    const char *said =
        json_string_value(json_object_get(clean, field->precision));
    const char *precision;
    struct date date;

    if (text != NULL && !(said != NULL && strcmp(said, "estimated") == 0) &&
        date_parse_rough(text_tidied(walk->arena, text), &date, &precision))
        json_put(walk->arena, clean, field->precision, json_string(precision));
}

static void walk_object(struct walk *walk, const struct field *field,
                        const json_t *given, const struct place *place,
                        json_t *clean)
{
    if (!json_is_object(given)) {
        flawed(walk, field, place, "wrong_type", "must be an object");
        return;
    }
    walk_members(walk, field->fields, false, given, place,
                 json_put(walk->arena, clean, field->name, json_object()));
}

static void walk_item(struct walk *walk, const struct field *field,
                      const json_t *given, const struct place *place,
                      json_t *list)
{
    struct flaw flaw = {0};
    json_t *value;

    if (field->fields != NULL) {
        if (!json_is_object(given))
            flawed(walk, field, place, "wrong_type", "must be objects");
        else
            walk_members(walk, field->fields, false, given, place,
                         json_push(walk->arena, list, json_object()));
        return;
    }
    value = kind_read(walk->arena, field, field->item, given, &flaw);
    if (value != NULL)
        json_push(walk->arena, list, value);
    else
        walk_fault(walk, place, flaw.code, flaw.detail);
}

static bool count_fits(struct walk *walk, const struct field *field,
                       size_t count, const struct place *place)
{
    struct bounds bounds = field_bounds(field, FIELD_LIST);
    struct flaw flaw = {0};

    if ((double)count > bounds.max)
        flaw_bound(walk->arena, &flaw, field, "too_many",
                   "must have %.0f entries or fewer", bounds.max);
    else if ((double)count < bounds.min && count > 0)
        flaw_bound(walk->arena, &flaw, field, "too_few",
                   "must have %.0f entries or more", bounds.min);
    if (flaw.code != NULL)
        walk_fault(walk, place, flaw.code, flaw.detail);
    return flaw.code == NULL;
}

static void walk_list(struct walk *walk, const struct field *field,
                      const json_t *given, const struct place *place,
                      json_t *clean)
{
    json_t *list;
    json_t *item;
    size_t index;

    if (!json_is_array(given)) {
        flawed(walk, field, place, "wrong_type", "must be a list");
        return;
    }
    if (json_array_size(given) == 0 && field->required) {
        missing(walk, field, place);
        return;
    }
    if (!count_fits(walk, field, json_array_size(given), place))
        return;
    list = json_put(walk->arena, clean, field->name, json_array());
    json_array_foreach (given, index, item) {
        struct place at = {.parent = place, .index = index};

        walk_item(walk, field, item, &at, list);
    }
}

/* Absent stays absent. Blank is the same, but in a partial table says "make
 * empty", which a required field cannot be. */
static void walk_absent(struct walk *walk, const struct field *field,
                        bool partial, const json_t *given,
                        const struct place *place, json_t *clean)
{
    if (field->required && !(partial && given == NULL))
        missing(walk, field, place);
    else if (partial && given != NULL)
        json_put(walk->arena, clean, field->name, json_null());
}

static void walk_member(struct walk *walk, const struct field *field,
                        bool partial, const json_t *given,
                        const struct place *place, json_t *clean)
{
    if (given == NULL || value_blank(walk->arena, given))
        walk_absent(walk, field, partial, given, place, clean);
    else if (field->kind == FIELD_OBJECT)
        walk_object(walk, field, given, place, clean);
    else if (field->kind == FIELD_LIST)
        walk_list(walk, field, given, place, clean);
    else
        walk_plain(walk, field, given, place, clean);
}

static const struct field *field_find(const struct field *fields,
                                      const char *name)
{
    for (; fields->name != NULL; fields++)
        if (strcmp(fields->name, name) == 0)
            return fields;
    return NULL;
}

static void unknown(struct walk *walk, const char *name,
                    const struct place *parent)
{
    struct place place = {.parent = parent, .member = name};
    size_t shown = strlen(name);

    if (walk->fault_count >= FAULTS_MAX)
        return;
    if (shown > UNKNOWN_NAME_SHOWN) {
        shown = UNKNOWN_NAME_SHOWN;
        while (shown > 0 && (name[shown] & 0xc0) == 0x80)
            shown--; /* not in the middle of a character */
    }
    walk_fault(walk, &place, "unknown_field",
               arena_printf(walk->arena, "Do not send unknown fields: %.*s",
                            (int)shown, name));
}

static void walk_members(struct walk *walk, const struct field *fields,
                         bool partial, const json_t *given,
                         const struct place *parent, json_t *clean)
{
    const char *name;
    json_t *value;

    for (const struct field *field = fields; field->name != NULL; field++) {
        struct place place = {.parent = parent, .member = field->name};

        walk_member(walk, field, partial, json_object_get(given, field->name),
                    &place, clean);
    }
    for (const struct field *field = fields; field->name != NULL; field++)
        if (field->precision != NULL)
            walk_precision(walk, field, json_object_get(given, field->name),
                           clean);
    json_object_foreach ((json_t *)given, name, value) {
        if (field_find(fields, name) == NULL)
            unknown(walk, name, parent);
    }
}

static bool fault_at(const struct fault *faults, const char *pointer)
{
    for (; faults != NULL; faults = faults->next)
        if (strcmp(faults->pointer, pointer) == 0)
            return true;
    return false;
}

/* A cross-field rule sees a field that was wrong as absent; what it then says
 * about that very field would be a second, misleading message. */
static void run_check(struct arena *arena, const struct input_table *table,
                      const json_t *clean, struct fault **faults)
{
    struct fault *found = NULL;

    table->check(arena, clean, &found);
    for (; found != NULL; found = found->next)
        if (!fault_at(*faults, found->pointer))
            fault_add(arena, faults, found->pointer, found->code,
                      found->detail);
}

struct err *input_validate(struct arena *arena, const struct input_table *table,
                           const json_t *given, struct input *ret_input)
{
    struct fault *faults = NULL;
    struct walk walk = {.arena = arena, .faults = &faults};
    json_t *clean;

    if (!json_is_object(given)) {
        fault_add(arena, &faults, "", "wrong_type", "Send one JSON object");
        return err_from_faults(arena, faults);
    }
    clean = json_keep(arena, json_object());
    walk_members(&walk, table->fields, table->partial, given, NULL, clean);
    if (table->check != NULL)
        run_check(arena, table, clean, &faults);
    if (faults != NULL)
        return err_from_faults(arena, faults);
    ret_input->clean = clean;
    ret_input->json = json_text(arena, clean);
    return NULL;
}

const char *input_text(struct arena *arena, const struct input *input,
                       const char *name)
{
    const json_t *value = json_object_get(input->clean, name);

    if (value == NULL || json_is_null(value))
        return NULL;
    if (json_is_string(value))
        return json_string_value(value);
    if (json_is_number(value))
        return json_number_text(arena, value);
    return json_text(arena, value);
}
