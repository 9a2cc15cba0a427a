#include "input/json_keep.h"

#include <stdint.h>

/* Fifteen digits bring back every amount of two decimals as it was typed. */
#define DUMP_FLAGS (JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15))

static void *(*allocate_with)(size_t size);
static _Thread_local bool ran_out;

static void *watched_malloc(size_t size)
{
    void *piece = allocate_with(size);

    if (piece == NULL)
        ran_out = true;
    return piece;
}

void json_memory_watch(void *(*allocate)(size_t size))
{
    allocate_with = allocate;
    json_set_alloc_funcs(watched_malloc, free);
}

bool json_memory_out(void)
{
    bool out = ran_out;

    ran_out = false;
    return out;
}

static void out_of_memory(struct arena *arena)
{
    arena_array(arena, SIZE_MAX, 2);
}

static void release_json(void *value)
{
    json_decref(value);
}

json_t *json_keep(struct arena *arena, json_t *value)
{
    if (value == NULL)
        out_of_memory(arena);
    arena_on_release(arena, release_json, value);
    return value;
}

json_t *json_put(struct arena *arena, json_t *object, const char *name,
                 json_t *value)
{
    if (json_object_set_new(object, name, value) != 0)
        out_of_memory(arena);
    return value;
}

json_t *json_push(struct arena *arena, json_t *array, json_t *value)
{
    if (json_array_append_new(array, value) != 0)
        out_of_memory(arena);
    return value;
}

const char *json_text(struct arena *arena, const json_t *value)
{
    char *text = json_dumps(value, DUMP_FLAGS);

    if (text == NULL)
        out_of_memory(arena);
    arena_on_release(arena, free, text);
    return text;
}

const char *json_number_text(struct arena *arena, const json_t *value)
{
    if (json_is_integer(value))
        return arena_printf(arena, "%" JSON_INTEGER_FORMAT,
                            json_integer_value(value));
    return json_text(arena, value);
}
