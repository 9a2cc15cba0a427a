/*
 * form_tree.h - private to server/input: the names of a form unfolded.
 *
 * NAME, NAME[], NAME[member] and NAME[0][member] become objects within
 * objects; each leaf is the array of the texts sent under its name. A date's
 * box may be named NAME[0][born_on-day] or NAME[0][born_on]-day.
 */
#ifndef THROUGHLINE_INPUT_FORM_TREE_H
#define THROUGHLINE_INPUT_FORM_TREE_H

#include <stdbool.h>

#include "input/input.h"

/* The tree, an object kept by the arena. A name that fits no pattern, or that
 * clashes with another, stands at the top as it was written. */
json_t *form_tree(struct arena *arena, const struct form_pair *pairs,
                  size_t count);

/* True for an object all of whose members are indexes. */
bool form_tree_is_rows(const json_t *node);

/* The members of such an object as an array in order of index. */
json_t *form_tree_rows(struct arena *arena, json_t *node);

/* True if nothing but blank texts hang below. */
bool form_tree_blank(struct arena *arena, const json_t *node);

#endif
