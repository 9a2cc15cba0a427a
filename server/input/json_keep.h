/*
 * json_keep.h - jansson values that live in an arena, like all else.
 *
 * jansson has its own memory and says NULL or -1 when there is no more. These
 * wrappers take the arena's guard instead, so that no caller needs a check.
 * To leak nothing, make a value last and put it away at once: a value not yet
 * put away is lost when the next allocation takes the guard.
 */
#ifndef THROUGHLINE_INPUT_JSON_KEEP_H
#define THROUGHLINE_INPUT_JSON_KEEP_H

#include <jansson.h>
#include <stdbool.h>

#include "base/arena.h"

/* From now on jansson's memory comes from `allocate` (malloc; tests have their
 * own), and that it ran out is remembered, for jansson itself does not always
 * say so. Once, before there is a second thread. */
void json_memory_watch(void *(*allocate)(size_t size));

/* Whether jansson ran out of memory in this thread since this was last asked.
 */
bool json_memory_out(void);

/* Hands a fresh value over to the arena. */
json_t *json_keep(struct arena *arena, json_t *value);

/* object[name] = value. The reference moves into the object; what is returned
 * is borrowed. */
json_t *json_put(struct arena *arena, json_t *object, const char *name,
                 json_t *value);

/* As json_put, at the end of an array. */
json_t *json_push(struct arena *arena, json_t *array, json_t *value);

/* Compact JSON text in the arena; members in the order they were put. */
const char *json_text(struct arena *arena, const json_t *value);

/* The decimal form of a JSON number, as it stands in json_text(). */
const char *json_number_text(struct arena *arena, const json_t *value);

#endif
