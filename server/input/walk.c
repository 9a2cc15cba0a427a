#include "input/walk.h"

#include <stdarg.h>

#include "base/str.h"

static void add_escaped(struct str *str, const char *member)
{
    for (; *member != '\0'; member++) {
        if (*member == '~')
            str_add(str, "~0");
        else if (*member == '/')
            str_add(str, "~1");
        else
            str_add_char(str, *member);
    }
}

static void add_place(struct str *str, const struct place *place)
{
    if (place == NULL)
        return;
    add_place(str, place->parent);
    str_add_char(str, '/');
    if (place->member != NULL)
        add_escaped(str, place->member);
    else
        str_addf(str, "%zu", place->index);
}

const char *place_pointer(struct arena *arena, const struct place *place)
{
    struct str str;

    str_init(&str, arena);
    str_add(&str, "");
    add_place(&str, place);
    return str.data;
}

void walk_fault(struct walk *walk, const struct place *place, const char *code,
                const char *detail)
{
    if (++walk->fault_count > FAULTS_MAX)
        return;
    fault_add(walk->arena, walk->faults, place_pointer(walk->arena, place),
              code, detail);
}

/* "lead_professional_id" -> "Lead professional" */
static const char *label_from_name(struct arena *arena, const char *name)
{
    size_t length = strlen(name);
    char *label;

    if (length > 3 && strcmp(name + length - 3, "_id") == 0)
        length -= 3;
    label = arena_strndup(arena, name, length);
    for (size_t i = 0; i < length; i++)
        if (label[i] == '_')
            label[i] = ' ';
    label[0] = (char)toupper((unsigned char)label[0]);
    return label;
}

const char *wording_label(struct arena *arena, const struct field *field)
{
    return field->label != NULL ? field->label
                                : label_from_name(arena, field->name);
}

/* "NHS number" keeps its capitals; "Date of birth" loses its first. */
const char *wording_inside(struct arena *arena, const struct field *field)
{
    char *inside = arena_strdup(arena, wording_label(arena, field));

    if (islower((unsigned char)inside[0] ? (unsigned char)inside[1] : 0))
        inside[0] = (char)tolower((unsigned char)inside[0]);
    return inside;
}

static bool is_chosen(const struct field *field)
{
    switch (field->kind) {
    case FIELD_CODE:
    case FIELD_UUID:
    case FIELD_BOOLEAN:
        return true;
    case FIELD_LIST:
        return field->fields == NULL;
    default:
        return field->one_of != NULL;
    }
}

const char *wording_missing(struct arena *arena, const struct field *field)
{
    if (field->missing != NULL)
        return field->missing;
    return arena_printf(arena, "%s %s", is_chosen(field) ? "Select" : "Enter",
                        wording_inside(arena, field));
}

void flaw_bound(struct arena *arena, struct flaw *flaw,
                const struct field *field, const char *code, const char *format,
                ...)
{
    va_list args;
    const char *rest;

    va_start(args, format);
    rest = arena_vprintf(arena, format, args);
    va_end(args);
    flaw->code = code;
    flaw->detail =
        arena_printf(arena, "%s %s", wording_label(arena, field), rest);
}

void flaw_set(struct arena *arena, struct flaw *flaw, const struct field *field,
              const char *code, const char *rest)
{
    flaw_bound(arena, flaw, field, code, "%s", rest);
    if (field->wrong != NULL)
        flaw->detail = field->wrong;
}
