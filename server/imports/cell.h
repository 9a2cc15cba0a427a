/*
 * cell.h - one cell of a spreadsheet as people write it: "2,214", "£1,250.50",
 * "One to one". Pure.
 */
#ifndef THROUGHLINE_IMPORTS_CELL_H
#define THROUGHLINE_IMPORTS_CELL_H

#include <jansson.h>
#include <stdbool.h>

#include "base/arena.h"

/* Without white space around it, hard spaces too; "-" and its like, which
 * people write for nothing, are nothing. */
const char *cell_text(struct arena *arena, const char *given);

/* A number with thousands separators, a pound sign before it, at most
 * `decimals` after the point: as SQL takes it; NULL when it is none. */
const char *cell_number(struct arena *arena, const char *text, int decimals);

/* The code of [[code, label], ...] that the text names; NULL when none. */
const char *cell_code(struct arena *arena, const char *text,
                      const json_t *codes);

/* "2023-24", "2023-24 Q1", "Q1 2023/24" as "2023-24 Q1"; NULL when none. */
const char *cell_period(struct arena *arena, const char *text);

/* Letters, digits and _ of the text, small; for comparing names. */
const char *cell_key(struct arena *arena, const char *text);

/* [a-z0-9_]{1,64} */
bool cell_is_code(const char *text);

#endif
