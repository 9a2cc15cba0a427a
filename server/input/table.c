/*
 * table.c - is an input table fit for use? Asked once, at start-up.
 */
#include "input/input.h"

#include <string.h>

#define DEPTH_MAX 4

static bool name_sound(const char *name)
{
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");

    return length > 0 && name[length] == '\0';
}

static bool kind_plain(enum field_kind kind)
{
    return kind >= FIELD_TEXT && kind < FIELD_OBJECT;
}

static const char *fields_fault(const struct field *fields, int depth);

static const char *field_fault(const struct field *field, int depth)
{
    if (!name_sound(field->name))
        return "has an input with a field whose name is not snake_case";
    if (field->max != 0 && field->max < field->min)
        return "has an input with a field of which nothing can be valid";
    if (field->kind == FIELD_OBJECT && field->fields == NULL)
        return "has an input with an object of no fields";
    if (field->kind == FIELD_LIST &&
        (field->fields != NULL) == kind_plain(field->item))
        return "has an input with a list of neither fields nor one plain kind";
    if (field->kind == FIELD_OBJECT || field->fields != NULL)
        return fields_fault(field->fields, depth + 1);
    return field->kind == FIELD_LIST || kind_plain(field->kind)
               ? NULL
               : "has an input with a field of no kind";
}

static bool named_before(const struct field *fields, const struct field *field)
{
    for (; fields != field; fields++)
        if (strcmp(fields->name, field->name) == 0)
            return true;
    return false;
}

static const char *fields_fault(const struct field *fields, int depth)
{
    const char *fault = NULL;

    if (depth > DEPTH_MAX)
        return "has an input that nests too deep";
    for (const struct field *it = fields; it->name && !fault; it++)
        fault = named_before(fields, it) ? "has an input with one name twice"
                                         : field_fault(it, depth);
    return fault;
}

const char *input_table_fault(const struct input_table *table)
{
    if (table->name == NULL || table->name[0] == '\0' || table->fields == NULL)
        return "has an input without name or fields";
    return fields_fault(table->fields, 0);
}
