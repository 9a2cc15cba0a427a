#include "input/form_tree.h"

#include "input/json_keep.h"
#include "input/kinds.h"

#define KEYS_MAX 5
#define INDEX_DIGITS_MAX 3

/* "people[0][born_on]-day" -> people, 0, born_on-day */
struct keys {
    const char *key[KEYS_MAX];
    size_t count;
};

static size_t word_length(const char *text)
{
    return strspn(text, "abcdefghijklmnopqrstuvwxyz"
                        "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
}

/* "[member]" or "[]" at `*text`; an empty key adds none. */
static bool read_bracket(struct arena *arena, const char **text,
                         struct keys *keys)
{
    size_t length = word_length(*text + 1);

    if ((*text)[length + 1] != ']')
        return false;
    if (length > 0) {
        if (keys->count == KEYS_MAX)
            return false;
        keys->key[keys->count++] = arena_strndup(arena, *text + 1, length);
    }
    *text += length + 2;
    return true;
}

static bool read_keys(struct arena *arena, const char *name, struct keys *keys)
{
    size_t length = word_length(name);

    keys->count = 0;
    if (length == 0)
        return false;
    keys->key[keys->count++] = arena_strndup(arena, name, length);
    name += length;
    while (*name == '[')
        if (!read_bracket(arena, &name, keys))
            return false;
    if (*name == '-' && name[1 + word_length(name + 1)] == '\0') {
        keys->key[keys->count - 1] =
            arena_printf(arena, "%s%s", keys->key[keys->count - 1], name);
        return true;
    }
    return *name == '\0';
}

static bool add_leaf(struct arena *arena, json_t *node, const char *key,
                     const char *value)
{
    json_t *texts = json_object_get(node, key);

    if (json_is_object(texts))
        return false;
    if (texts == NULL)
        texts = json_put(arena, node, key, json_array());
    json_push(arena, texts, json_string(value));
    return true;
}

static bool add_value(struct arena *arena, json_t *node,
                      const struct keys *keys, const char *value)
{
    for (size_t i = 0; i + 1 < keys->count; i++) {
        json_t *child = json_object_get(node, keys->key[i]);

        if (child == NULL)
            child = json_put(arena, node, keys->key[i], json_object());
        if (!json_is_object(child))
            return false;
        node = child;
    }
    return add_leaf(arena, node, keys->key[keys->count - 1], value);
}

json_t *form_tree(struct arena *arena, const struct form_pair *pairs,
                  size_t count)
{
    json_t *tree = json_keep(arena, json_object());

    for (size_t i = 0; i < count; i++) {
        struct keys keys;

        if (read_keys(arena, pairs[i].name, &keys) &&
            add_value(arena, tree, &keys, pairs[i].value))
            continue;
        if (!add_leaf(arena, tree, pairs[i].name, pairs[i].value))
            add_leaf(arena, tree,
                     arena_printf(arena, "%s (twice)", pairs[i].name),
                     pairs[i].value);
    }
    return tree;
}

/* The number a key is, or -1. */
static int key_index(const char *key)
{
    size_t digits = strspn(key, "0123456789");
    int index = 0;

    if (digits < 1 || digits > INDEX_DIGITS_MAX || key[digits] != '\0')
        return -1;
    for (; *key != '\0'; key++)
        index = index * 10 + (*key - '0');
    return index;
}

bool form_tree_is_rows(const json_t *node)
{
    const char *key;
    json_t *value;

    if (!json_is_object(node))
        return false;
    json_object_foreach ((json_t *)node, key, value) {
        if (key_index(key) < 0 || !json_is_object(value))
            return false;
    }
    return true;
}

struct row {
    int index;
    json_t *value;
};

static int compare_rows(const void *a, const void *b)
{
    return ((const struct row *)a)->index - ((const struct row *)b)->index;
}

json_t *form_tree_rows(struct arena *arena, json_t *node)
{
    json_t *list = json_keep(arena, json_array());
    size_t count = json_object_size(node), filled = 0;
    struct row *rows = arena_array(arena, count + 1, sizeof *rows);
    const char *key;
    json_t *value;

    json_object_foreach (node, key, value)
        rows[filled++] = (struct row){key_index(key), value};
    qsort(rows, filled, sizeof *rows, compare_rows);
    for (size_t i = 0; i < filled; i++)
        json_push(arena, list, json_incref(rows[i].value));
    return list;
}

bool form_tree_blank(struct arena *arena, const json_t *node)
{
    const char *key;
    json_t *value;
    size_t index;

    json_object_foreach ((json_t *)node, key, value) {
        if (!form_tree_blank(arena, value))
            return false;
    }
    json_array_foreach (node, index, value) {
        if (!value_blank(arena, value))
            return false;
    }
    return true;
}
