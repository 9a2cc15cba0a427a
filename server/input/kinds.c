#include "input/kinds.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/uuid.h"
#include "input/dates.h"
#include "input/json_keep.h"
#include "input/texts.h"

/* A telephone's clock may run this much ahead of ours. */
#define CLOCK_SKEW_US (5 * 60 * US_A_SECOND)

static struct bounds kind_bounds(enum field_kind kind)
{
    switch (kind) {
    case FIELD_TEXT:
        return (struct bounds){0, TEXT_MAX_DEFAULT};
    case FIELD_LIST:
        return (struct bounds){0, LIST_MAX_DEFAULT};
    case FIELD_INTEGER:
        return (struct bounds){-INTEGER_MAX_DEFAULT, INTEGER_MAX_DEFAULT};
    case FIELD_NUMBER:
        return (struct bounds){-NUMBER_MAX_DEFAULT, NUMBER_MAX_DEFAULT};
    default:
        return (struct bounds){0, LINE_MAX_DEFAULT};
    }
}

struct bounds field_bounds(const struct field *field, enum field_kind kind)
{
    struct bounds bounds = kind_bounds(kind);
    bool of_items = field->kind == FIELD_LIST && kind != FIELD_LIST;

    /* A list's bounds count its items; the items have their kind's own. */
    if (of_items || (field->min == 0 && field->max == 0))
        return bounds;
    bounds.min = field->min;
    if (field->max >= field->min)
        bounds.max = field->max;
    return bounds;
}

bool value_blank(struct arena *arena, const json_t *given)
{
    if (json_is_null(given))
        return true;
    return json_is_string(given) &&
           text_tidied(arena, json_string_value(given))[0] == '\0';
}

static json_t *fresh(struct arena *arena, json_t *value)
{
    if (value == NULL)
        arena_array(arena, SIZE_MAX, 2); /* takes the guard */
    return value;
}

static json_t *read_code(struct arena *arena, const struct field *field,
                         const char *text, struct flaw *flaw)
{
    if (!code_valid(text)) {
        flaw_set(arena, flaw, field, "not_a_code",
                 "must be chosen from the list");
        return NULL;
    }
    return fresh(arena, json_string(text));
}

static json_t *read_uuid(struct arena *arena, const struct field *field,
                         const char *text, struct flaw *flaw)
{
    char *lower;

    if (!uuid_valid(text)) {
        flaw_set(arena, flaw, field, "not_an_id",
                 "must be chosen from the list");
        return NULL;
    }
    lower = arena_strdup(arena, text);
    for (char *c = lower; *c != '\0'; c++)
        *c = (char)tolower((unsigned char)*c);
    return fresh(arena, json_string(lower));
}

static json_t *read_email(struct arena *arena, const struct field *field,
                          const char *text, struct flaw *flaw)
{
    if (!email_valid(text)) {
        flaw->code = "not_an_email";
        flaw->detail = field->wrong != NULL
                           ? field->wrong
                           : "Enter an email address in the correct format, "
                             "like name@example.com";
        return NULL;
    }
    return fresh(arena, json_string(text));
}

/* "2007--13" comes from three boxes of which one was left empty. */
static const char *date_gaps(struct arena *arena, const char *text)
{
    const char *year_end = strchr(text, '-');
    const char *month_end = year_end ? strchr(year_end + 1, '-') : NULL;
    bool day = month_end == NULL || month_end[1] != '\0';
    bool month = month_end == NULL || month_end != year_end + 1;
    bool year = year_end == NULL || year_end != text;
    const char *first = !day ? "day" : !month ? "month" : "year";
    const char *second = !month && !day ? "month" : "year";

    if ((day && month && year) || (!day && !month && !year))
        return NULL;
    if ((int)!day + !month + !year == 1)
        return arena_printf(arena, "must include a %s", first);
    return arena_printf(arena, "must include a %s and %s", first, second);
}

static void date_flaw(struct arena *arena, const struct field *field,
                      const char *text, struct flaw *flaw)
{
    const char *gaps = date_gaps(arena, text);

    if (gaps != NULL && field->precision != NULL)
        flaw_set(arena, flaw, field, "incomplete",
                 "must include a year, and a month if there is a day");
    else if (gaps != NULL)
        flaw_bound(arena, flaw, field, "incomplete", "%s", gaps);
    else
        flaw_set(arena, flaw, field, "not_a_date", "must be a real date");
}

static json_t *read_date(struct arena *arena, const struct field *field,
                         const char *text, struct flaw *flaw)
{
    struct date date;
    const char *precision;

    if (!date_parse(text, &date)) {
        if (field->precision == NULL ||
            !date_parse_rough(text, &date, &precision)) {
            date_flaw(arena, field, text, flaw);
            return NULL;
        }
        text = arena_printf(arena, "%04d-%02d-%02d", date.year, date.month,
                            date.day);
    }
    if (field->past &&
        date_days(date) > date_days(london_day(clock_wall_us()))) {
        flaw_bound(arena, flaw, field, "in_future",
                   "must be today or in the past");
        return NULL;
    }
    return fresh(arena, json_string(text));
}

/* What a form left unfinished stands as DATE "T" TIME. */
static const char *instant_gaps(struct arena *arena, const char *text)
{
    const char *time = strchr(text, 'T');

    if (time == NULL)
        return NULL;
    if (time == text)
        return "must include a date";
    if (time[1] == '\0')
        return "must include a time";
    return date_gaps(arena, arena_strndup(arena, text, (size_t)(time - text)));
}

static json_t *read_instant(struct arena *arena, const struct field *field,
                            const char *text, struct flaw *flaw)
{
    int64_t us;
    const char *gaps;

    if (!instant_parse(text, &us)) {
        gaps = instant_gaps(arena, text);
        if (gaps != NULL)
            flaw_bound(arena, flaw, field, "incomplete", "%s", gaps);
        else
            flaw_set(arena, flaw, field, "not_an_instant",
                     "must be a real date and time");
        return NULL;
    }
    if (field->past && us > clock_wall_us() + CLOCK_SKEW_US) {
        flaw_bound(arena, flaw, field, "in_future", "must be in the past");
        return NULL;
    }
    return fresh(arena, json_string(instant_text(arena, us)));
}

static json_t *read_text(struct arena *arena, const struct field *field,
                         enum field_kind kind, const char *text,
                         struct flaw *flaw)
{
    switch (kind) {
    case FIELD_CODE:
        return read_code(arena, field, text, flaw);
    case FIELD_UUID:
        return read_uuid(arena, field, text, flaw);
    case FIELD_DATE:
        return read_date(arena, field, text, flaw);
    case FIELD_INSTANT:
        return read_instant(arena, field, text, flaw);
    case FIELD_EMAIL:
        return read_email(arena, field, text, flaw);
    default:
        if (!text_fits(arena, field, kind, text, flaw))
            return NULL;
        return fresh(arena, json_string(text));
    }
}

static void range_flaw(struct arena *arena, const struct field *field,
                       struct bounds bounds, double value, struct flaw *flaw)
{
    const char *code = value < bounds.min ? "too_small" : "too_big";

    if (field->wrong != NULL)
        flaw_set(arena, flaw, field, code, "");
    else if (field->min != 0 || field->max != 0)
        flaw_bound(arena, flaw, field, code, "must be between %.15g and %.15g",
                   bounds.min, bounds.max);
    else if (value < bounds.min)
        flaw_bound(arena, flaw, field, code, "must be %.15g or more",
                   bounds.min);
    else
        flaw_bound(arena, flaw, field, code, "must be %.15g or less",
                   bounds.max);
}

static json_t *read_integer(struct arena *arena, const struct field *field,
                            const json_t *given, struct flaw *flaw)
{
    struct bounds bounds = field_bounds(field, FIELD_INTEGER);
    double value = json_number_value(given);
    bool huge = value < -1e15 || value > 1e15;

    if (!json_is_number(given) ||
        (!huge && (double)(json_int_t)value != value)) {
        flaw_set(arena, flaw, field, "not_whole", "must be a whole number");
        return NULL;
    }
    if (value < bounds.min || value > bounds.max) {
        range_flaw(arena, field, bounds, value, flaw);
        return NULL;
    }
    return fresh(arena, json_integer((json_int_t)value));
}

/* Hundredths of `value`, rounded; false if it has finer parts than those. */
static bool hundredths(double value, json_int_t *ret_hundredths)
{
    double scaled = value * 100;
    double size = scaled < 0 ? -scaled : scaled;
    double left;

    *ret_hundredths = (json_int_t)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
    left = scaled - (double)*ret_hundredths;
    /* 0.1 has no exact double: some room for what binary rounds off. */
    return (left < 0 ? -left : left) < 0.001 + size * 1e-15;
}

static json_t *read_number(struct arena *arena, const struct field *field,
                           const json_t *given, struct flaw *flaw)
{
    struct bounds bounds = field_bounds(field, FIELD_NUMBER);
    double value = json_number_value(given);
    json_int_t parts;

    if (!json_is_number(given)) {
        flaw_set(arena, flaw, field, "wrong_type", "must be a number");
        return NULL;
    }
    if (value < bounds.min || value > bounds.max) {
        range_flaw(arena, field, bounds, value, flaw);
        return NULL;
    }
    if (!hundredths(value, &parts)) {
        flaw_set(arena, flaw, field, "too_fine",
                 "must have no more than 2 decimal places");
        return NULL;
    }
    if (parts % 100 == 0)
        return fresh(arena, json_integer(parts / 100));
    return fresh(arena, json_real((double)parts / 100));
}

static json_t *read_boolean(struct arena *arena, const struct field *field,
                            const json_t *given, struct flaw *flaw)
{
    if (!json_is_boolean(given)) {
        flaw_set(arena, flaw, field, "wrong_type", "must be yes or no");
        return NULL;
    }
    return fresh(arena, json_boolean(json_is_true(given)));
}

json_t *kind_read(struct arena *arena, const struct field *field,
                  enum field_kind kind, const json_t *given, struct flaw *flaw)
{
    flaw->code = NULL;
    if (kind == FIELD_INTEGER)
        return read_integer(arena, field, given, flaw);
    if (kind == FIELD_NUMBER)
        return read_number(arena, field, given, flaw);
    if (kind == FIELD_BOOLEAN)
        return read_boolean(arena, field, given, flaw);
    if (!json_is_string(given)) {
        flaw_set(arena, flaw, field, "wrong_type", "must be text");
        return NULL;
    }
    return read_text(arena, field, kind,
                     text_tidied(arena, json_string_value(given)), flaw);
}
