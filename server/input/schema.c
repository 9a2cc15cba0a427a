/*
 * schema.c - JSON Schema (2020-12) of an input table. What jansson could not
 * find memory for shows as NULL at the end, never as a schema with holes.
 */
#include "input/input.h"

#include "input/kinds.h"

static json_t *members_schema(const struct field *fields, bool partial);

static bool put(json_t *schema, const char *name, json_t *value)
{
    return json_object_set_new(schema, name, value) == 0;
}

static bool put_all(json_t *schema, json_t *members)
{
    bool done = json_object_update_missing(schema, members) == 0;

    json_decref(members);
    return done;
}

static bool put_bounds(json_t *schema, const struct field *field,
                       enum field_kind kind, const char *min, const char *max)
{
    struct bounds bounds = field_bounds(field, kind);

    if (kind == FIELD_NUMBER)
        return put(schema, min, json_real(bounds.min)) &&
               put(schema, max, json_real(bounds.max));
    return (bounds.min == 0 && kind != FIELD_INTEGER
                ? true
                : put(schema, min, json_integer((json_int_t)bounds.min))) &&
           put(schema, max, json_integer((json_int_t)bounds.max));
}

static bool put_choices(json_t *schema, const char *const *choices)
{
    json_t *list = json_array();

    for (; choices != NULL && *choices != NULL; choices++) {
        if (json_array_append_new(list, json_string(*choices)) != 0) {
            json_decref(list);
            return false;
        }
    }
    return put(schema, "enum", list);
}

static bool put_text(json_t *schema, const struct field *field,
                     enum field_kind kind)
{
    if (!put(schema, "type", json_string("string")))
        return false;
    switch (kind) {
    case FIELD_CODE:
        return put(schema, "pattern", json_string("^[a-z0-9_]{1,64}$"));
    case FIELD_UUID:
        return put(schema, "format", json_string("uuid"));
    case FIELD_DATE:
        if (field->precision != NULL)
            return put(schema, "pattern",
                       json_string("^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"));
        return put(schema, "format", json_string("date"));
    case FIELD_INSTANT:
        return put(schema, "format", json_string("date-time"));
    case FIELD_EMAIL:
        return put(schema, "format", json_string("email")) &&
               put(schema, "maxLength", json_integer(254));
    default:
        if (field->one_of != NULL)
            return put_choices(schema, field->one_of);
        return put_bounds(schema, field, kind, "minLength", "maxLength");
    }
}

static bool put_list(json_t *schema, const struct field *field);

static bool put_kind(json_t *schema, const struct field *field,
                     enum field_kind kind)
{
    switch (kind) {
    case FIELD_INTEGER:
        return put(schema, "type", json_string("integer")) &&
               put_bounds(schema, field, kind, "minimum", "maximum");
    case FIELD_NUMBER:
        return put(schema, "type", json_string("number")) &&
               put(schema, "description",
                   json_string("At most 2 decimal places")) &&
               put_bounds(schema, field, kind, "minimum", "maximum");
    case FIELD_BOOLEAN:
        return put(schema, "type", json_string("boolean"));
    case FIELD_OBJECT:
        return put_all(schema, members_schema(field->fields, false));
    case FIELD_LIST:
        return put_list(schema, field);
    default:
        return put_text(schema, field, kind);
    }
}

static bool put_list(json_t *schema, const struct field *field)
{
    json_t *items = field->fields != NULL ? members_schema(field->fields, false)
                                          : json_object();
    bool done = items != NULL &&
                (field->fields != NULL || put_kind(items, field, field->item));

    if (!done) {
        json_decref(items);
        return false;
    }
    return put(schema, "type", json_string("array")) &
           put(schema, "items", items) &
           put_bounds(schema, field, FIELD_LIST, "minItems", "maxItems");
}

/* In a partial table null says "make empty". */
static bool allow_null(json_t *schema)
{
    json_t *type = json_object_get(schema, "type");
    json_t *choices = json_object_get(schema, "enum");

    if (choices != NULL && json_array_append_new(choices, json_null()) != 0)
        return false;
    return put(schema, "type",
               json_pack("[s, s]", json_string_value(type), "null"));
}

static json_t *field_schema(const struct field *field, bool partial)
{
    json_t *schema = json_object();
    bool done = put_kind(schema, field, field->kind);

    if (field->label != NULL)
        done = put(schema, "title", json_string(field->label)) && done;
    if (done && partial && !field->required)
        done = allow_null(schema);
    if (done)
        return schema;
    json_decref(schema);
    return NULL;
}

static json_t *members_schema(const struct field *fields, bool partial)
{
    json_t *properties = json_object();
    json_t *required = json_array();
    bool done = true;

    for (; fields->name != NULL && done; fields++) {
        done = put(properties, fields->name, field_schema(fields, partial));
        if (done && fields->required && !partial)
            done =
                json_array_append_new(required, json_string(fields->name)) == 0;
    }
    if (!done) {
        json_decref(properties);
        json_decref(required);
        return NULL;
    }
    /* "o*": an empty list of required members is left out. */
    if (json_array_size(required) == 0) {
        json_decref(required);
        required = NULL;
    }
    return json_pack("{s:s, s:o, s:o*, s:b}", "type", "object", "properties",
                     properties, "required", required, "additionalProperties",
                     0);
}

json_t *input_schema(const struct input_table *table)
{
    return members_schema(table->fields, table->partial);
}
