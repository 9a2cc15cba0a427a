/*
 * input.h - one table a form, for JSON bodies, form posts and query strings
 * alike. Unknown members are refused, every fault is gathered, texts are
 * trimmed, and what passes is handed to SQL as one clean JSON object.
 *
 *     static const struct field contact_fields[] = {
 *         {.name = "person_id", .kind = FIELD_UUID, .required = true,
 *          .missing = "Choose the young person"},
 *         {.name = "happened_at", .kind = FIELD_INSTANT, .required = true,
 *          .missing = "Enter when the contact was made"},
 *         {.name = "note", .kind = FIELD_TEXT, .max = 20000},
 *         {0}};
 *     static const struct input_table contact_input = {
 *         .name = "ContactNew", .fields = contact_fields,
 *         .check = contact_check};
 */
#ifndef THROUGHLINE_INPUT_INPUT_H
#define THROUGHLINE_INPUT_INPUT_H

#include <jansson.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"

enum field_kind {
    FIELD_TEXT = 1, /* UTF-8; min..max code points; line breaks kept */
    FIELD_LINE,     /* as TEXT without line breaks */
    FIELD_CODE,     /* [a-z0-9_]{1,64}: a vocabulary code; the database's
                     * foreign key decides whether it exists */
    FIELD_UUID,
    FIELD_DATE,     /* YYYY-MM-DD, a real day, 1900..2100. Forms may send
                     * three boxes: NAME-day, NAME-month, NAME-year */
    FIELD_INSTANT,  /* RFC 3339 with offset; forms may send NAME-date (or the
                     * three boxes) and NAME-time, taken as Europe/London */
    FIELD_INTEGER,  /* min..max */
    FIELD_NUMBER,   /* min..max, at most two decimals (money, hours) */
    FIELD_BOOLEAN,  /* JSON true/false; forms "true"/"false"/"on" */
    FIELD_EMAIL,
    FIELD_OBJECT,   /* `fields` */
    FIELD_LIST,     /* of objects (`fields`) or of `item` kind; min..max many.
                     * Forms: NAME=a&NAME=b, or NAME[0][member]=... */
};

struct field {
    const char *name;        /* snake_case; NULL ends the table */
    enum field_kind kind;
    bool required;           /* present and not empty */
    bool past;               /* DATE/INSTANT: today or before */
    const char *precision;   /* DATE: may be a year, or a month of one; this
                              * member of the same table then says which */
    double min, max;         /* 0, 0 = the kind's own bounds */
    enum field_kind item;    /* LIST of plain values: their kind */
    const struct field *fields; /* OBJECT, or LIST of objects */
    const char *label;       /* "Date of birth", for the general wordings */
    const char *missing;     /* "Enter the date of the concern" */
    const char *wrong;       /* other wording for a bad value, or NULL */
    const char *const *one_of; /* LINE: fixed choices that are no vocabulary */
};

/* A cross-field rule: looks at the clean object, adds faults with fault_add.
 * Pure: no I/O; lives in the room's rules.c. */
typedef void input_check(struct arena *arena, const json_t *clean,
                         struct fault **faults);

struct input_table {
    const char *name;          /* schema name in the OpenAPI document */
    const struct field *fields;
    input_check *check;        /* or NULL */
    bool partial;              /* PATCH: nothing required, absent = unchanged */
};

/* What passed: `clean` belongs to the arena. */
struct input {
    const json_t *clean;
    const char *json;          /* `clean` serialised, for a jsonb argument */
};

/* Checks a parsed body. Returns ERR_INVALID with all faults, or NULL and
 * `*ret_input`. `given` must be an object, else one fault at "". A null
 * member counts as absent, but in a partial table as "make empty". */
struct err *input_validate(struct arena *arena,
                           const struct input_table *table,
                           const json_t *given, struct input *ret_input);

/* Turns a decoded form (already split into name/value pairs) into the JSON
 * shape the table expects: three-box dates, repeated names, NAME[0][member].
 * Types are guided by the table; wrong values are left for input_validate. */
struct form_pair {
    const char *name;
    const char *value;
};
json_t *input_from_form(struct arena *arena, const struct input_table *table,
                        const struct form_pair *pairs, size_t count);

/* The clean value as text, or NULL if absent. Numbers in their JSON form. */
const char *input_text(struct arena *arena, const struct input *input,
                       const char *name);

/* What is wrong with the table itself, for the start-up check, or NULL. */
const char *input_table_fault(const struct input_table *table);

/* JSON Schema (2020-12) of the table, for the OpenAPI document. */
json_t *input_schema(const struct input_table *table);

#endif
