/*
 * kinds.h - private to server/input: what each kind of field accepts.
 */
#ifndef THROUGHLINE_INPUT_KINDS_H
#define THROUGHLINE_INPUT_KINDS_H

#include <stdbool.h>

#include "input/walk.h"

#define LINE_MAX_DEFAULT 200
#define TEXT_MAX_DEFAULT 20000
#define LIST_MAX_DEFAULT 100
#define INTEGER_MAX_DEFAULT 2147483647.0
#define NUMBER_MAX_DEFAULT 999999999999.99

/* The bounds in force for a field read as `kind`. */
struct bounds {
    double min, max;
};
struct bounds field_bounds(const struct field *field, enum field_kind kind);

/* True for what counts as not given: null, and text of nothing but space. */
bool value_blank(struct arena *arena, const json_t *given);

/* Reads one plain value (no OBJECT, no LIST) as `kind`, which is the field's
 * own or its list's item kind. Returns a new reference to the clean value, or
 * NULL with `*flaw` set. Takes the arena's guard when memory runs out. */
json_t *kind_read(struct arena *arena, const struct field *field,
                  enum field_kind kind, const json_t *given, struct flaw *flaw);

#endif
