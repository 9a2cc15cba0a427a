/*
 * map.h - a row of a file against what its kind may hold. Pure: no I/O. What
 * is wrong is said in words, each fault with its row and column, all at once.
 *
 * The plan is reporting.kind_plan(): an array of columns
 *     {"name", "label", "role", "type", "required", "unit",
 *      "codes": [[code, label], ...] or null}.
 */
#ifndef THROUGHLINE_IMPORTS_MAP_H
#define THROUGHLINE_IMPORTS_MAP_H

#include <jansson.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/str.h"

struct map {
    struct arena *arena;
    const json_t *plan;
    const struct csv *csv;
    const size_t *places; /* of each plan column in the file; column_count of
                           * the file = not there */
    struct str faults;    /* JSON array without its brackets */
    size_t fault_count;
};

/* Finds the plan's columns in the header, by name or label, whatever the case;
 * columns that are missing or not known are faults of row 1. */
void map_begin(struct map *map, struct arena *arena, const json_t *plan,
               const struct csv *csv);

/* Adds the row as a JSON object to `out` when nothing is wrong with it, else
 * adds its faults. True when added. */
bool map_row(struct map *map, size_t index, struct str *out);

/* A fault of a whole file. */
void map_fault(struct map *map, size_t row, const char *column,
               const char *detail);

#endif
