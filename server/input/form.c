/*
 * form.c - from name/value pairs to the JSON shape a table expects.
 *
 * First the names are unfolded into a tree: an object per member or index, a
 * list of texts at each leaf. Then the table takes out of the tree what it
 * knows and gives it the right type; what is left over is copied as it is, so
 * that input_validate() refuses it by name.
 */
#include "input/input.h"

#include "base/str.h"
#include "input/dates.h"
#include "input/form_tree.h"
#include "input/json_keep.h"
#include "input/kinds.h"
#include "input/texts.h"

struct shaping {
    struct arena *arena;
    json_t *tree; /* of one object */
    json_t *out;
};

static void shape_fields(struct arena *arena, const struct field *fields,
                         json_t *tree, json_t *out);

/* The only text at `name`, tidied, or NULL; taken out of the tree. */
static const char *take_text(struct shaping *shaping, const char *name)
{
    json_t *texts = json_object_get(shaping->tree, name);
    const char *text;

    if (json_array_size(texts) != 1)
        return NULL;
    text = text_tidied(shaping->arena,
                       json_string_value(json_array_get(texts, 0)));
    json_object_del(shaping->tree, name);
    return text;
}

static const char *take_part(struct shaping *shaping, const char *name,
                             const char *part)
{
    return take_text(shaping,
                     arena_printf(shaping->arena, "%s-%s", name, part));
}

/* A day or month of one digit gets its zero; a month's name its number. */
static const char *two_digits(struct arena *arena, const char *text)
{
    if (strlen(text) == 1 && isdigit((unsigned char)text[0]))
        return arena_printf(arena, "0%s", text);
    return text;
}

static const char *month_digits(struct arena *arena, const char *text)
{
    int month = month_parse(text);

    return month > 0 ? arena_printf(arena, "%02d", month) : text;
}

/* Three boxes as YYYY-MM-DD; "" if all are empty, NULL if there are none.
 * What is not a day stays readable for the wording: "2007--13". */
static const char *take_boxes(struct shaping *shaping, const char *name)
{
    const char *day = take_part(shaping, name, "day");
    const char *month = take_part(shaping, name, "month");
    const char *year = take_part(shaping, name, "year");

    if (day == NULL && month == NULL && year == NULL)
        return NULL;
    day = day != NULL ? day : "";
    month = month != NULL ? month : "";
    year = year != NULL ? year : "";
    if (day[0] == '\0' && month[0] == '\0' && year[0] == '\0')
        return "";
    return arena_printf(shaping->arena, "%s-%s-%s", year,
                        month_digits(shaping->arena, month),
                        two_digits(shaping->arena, day));
}

static const char *take_date(struct shaping *shaping, const char *name)
{
    const char *date = take_boxes(shaping, name);

    return date != NULL ? date : take_part(shaping, name, "date");
}

static const char *london_text(struct arena *arena, const char *day,
                               const char *time)
{
    struct date date;
    int second;

    if (!date_parse(day, &date) || !time_of_day_parse(time, &second))
        return arena_printf(arena, "%sT%s", day, time);
    return instant_text(arena, london_instant(date, second));
}

/* What <input type="datetime-local"> sends has no offset: London's. */
static const char *local_instant(struct arena *arena, const char *text)
{
    const char *time = strchr(text, 'T');
    int second;

    if (time == NULL || !time_of_day_parse(time + 1, &second))
        return text;
    return london_text(arena, arena_strndup(arena, text, (size_t)(time - text)),
                       time + 1);
}

static void put_text(struct shaping *shaping, const struct field *field,
                     const char *text)
{
    if (text != NULL)
        json_put(shaping->arena, shaping->out, field->name, json_string(text));
}

static void shape_date(struct shaping *shaping, const struct field *field)
{
    put_text(shaping, field, take_boxes(shaping, field->name));
    put_text(shaping, field, take_text(shaping, field->name));
}

static void shape_instant(struct shaping *shaping, const struct field *field)
{
    const char *day = take_date(shaping, field->name);
    const char *time = take_part(shaping, field->name, "time");
    const char *text = take_text(shaping, field->name);

    if (text != NULL)
        put_text(shaping, field, local_instant(shaping->arena, text));
    if (day == NULL && time == NULL)
        return;
    day = day != NULL ? day : "";
    time = time != NULL ? time : "";
    if (day[0] == '\0' && time[0] == '\0')
        put_text(shaping, field, "");
    else
        put_text(shaping, field, london_text(shaping->arena, day, time));
}

/* "1,200.50" and "£45" are understood; NULL if it is no number. */
static json_t *number_from_text(struct arena *arena, const char *text,
                                bool whole)
{
    char *plain = arena_strdup(arena, text), *to = plain, *end;
    double value;

    if (strncmp(text, "\u00a3", 2) == 0)
        text += 2;
    for (; *text != '\0'; text++)
        if (*text != ',')
            *to++ = *text;
    *to = '\0';
    if (plain[strspn(plain, whole ? "-0123456789" : "-.0123456789")] != '\0')
        return NULL;
    value = strtod(plain, &end);
    if (end == plain || *end != '\0' || value > 1e15 || value < -1e15)
        return NULL;
    return whole ? json_integer((json_int_t)value) : json_real(value);
}

/* A new reference; texts that are not of the kind stay texts. */
static json_t *typed(struct arena *arena, enum field_kind kind,
                     const char *text)
{
    const char *tidied = text_tidied(arena, text);
    json_t *number;

    switch (kind) {
    case FIELD_INTEGER:
    case FIELD_NUMBER:
        number = number_from_text(arena, tidied, kind == FIELD_INTEGER);
        return number != NULL ? number : json_string(tidied);
    case FIELD_BOOLEAN:
        if (strcmp(tidied, "true") == 0 || strcmp(tidied, "on") == 0)
            return json_true();
        return strcmp(tidied, "false") == 0 ? json_false()
                                            : json_string(tidied);
    default:
        return json_string(text);
    }
}

static void shape_plain(struct shaping *shaping, const struct field *field)
{
    json_t *texts = json_object_get(shaping->tree, field->name);

    if (json_array_size(texts) != 1)
        return;
    json_put(shaping->arena, shaping->out, field->name,
             typed(shaping->arena, field->kind,
                   json_string_value(json_array_get(texts, 0))));
    json_object_del(shaping->tree, field->name);
}

/* Empty entries of NAME=a&NAME= are boxes nobody ticked. */
static void shape_items(struct shaping *shaping, const struct field *field,
                        json_t *texts)
{
    json_t *list =
        json_put(shaping->arena, shaping->out, field->name, json_array());
    json_t *text;
    size_t index;

    json_array_foreach (texts, index, text) {
        if (!value_blank(shaping->arena, text))
            json_push(
                shaping->arena, list,
                typed(shaping->arena, field->item, json_string_value(text)));
    }
}

/* Rows nobody filled in are dropped; the others keep their order. */
static void shape_rows(struct shaping *shaping, const struct field *field,
                       json_t *rows)
{
    json_t *list =
        json_put(shaping->arena, shaping->out, field->name, json_array());
    json_t *row;
    size_t index;

    rows = form_tree_rows(shaping->arena, rows);
    json_array_foreach (rows, index, row) {
        if (!form_tree_blank(shaping->arena, row))
            shape_fields(shaping->arena, field->fields, row,
                         json_push(shaping->arena, list, json_object()));
    }
}

static void shape_list(struct shaping *shaping, const struct field *field)
{
    json_t *node = json_object_get(shaping->tree, field->name);

    if (field->fields != NULL && form_tree_is_rows(node))
        shape_rows(shaping, field, node);
    else if (field->fields == NULL && json_is_array(node))
        shape_items(shaping, field, node);
    else
        return;
    json_object_del(shaping->tree, field->name);
}

static void shape_object(struct shaping *shaping, const struct field *field)
{
    json_t *node = json_object_get(shaping->tree, field->name);

    if (!json_is_object(node))
        return;
    if (!form_tree_blank(shaping->arena, node))
        shape_fields(
            shaping->arena, field->fields, node,
            json_put(shaping->arena, shaping->out, field->name, json_object()));
    json_object_del(shaping->tree, field->name);
}

static void shape_field(struct shaping *shaping, const struct field *field)
{
    switch (field->kind) {
    case FIELD_DATE:
        shape_date(shaping, field);
        break;
    case FIELD_INSTANT:
        shape_instant(shaping, field);
        break;
    case FIELD_LIST:
        shape_list(shaping, field);
        break;
    case FIELD_OBJECT:
        shape_object(shaping, field);
        break;
    default:
        shape_plain(shaping, field);
    }
}

static void shape_fields(struct arena *arena, const struct field *fields,
                         json_t *tree, json_t *out)
{
    struct shaping shaping = {.arena = arena, .tree = tree, .out = out};
    const char *name;
    json_t *left;

    for (const struct field *field = fields; field->name != NULL; field++)
        shape_field(&shaping, field);
    json_object_foreach (tree, name, left) {
        if (json_object_get(out, name) == NULL)
            json_put(arena, out, name, json_incref(left));
    }
}

json_t *input_from_form(struct arena *arena, const struct input_table *table,
                        const struct form_pair *pairs, size_t count)
{
    json_t *tree = form_tree(arena, pairs, count);
    json_t *out = json_keep(arena, json_object());

    shape_fields(arena, table->fields, tree, out);
    return out;
}
