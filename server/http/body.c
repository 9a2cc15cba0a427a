#include "http/body.h"

#include <strings.h>

#include "http/router.h"
#include "input/json_keep.h"

/* "application/json" of "application/json; charset=utf-8". */
static bool type_is(const char *content_type, size_t length, const char *name)
{
    return length == strlen(name) &&
           strncasecmp(content_type, name, length) == 0;
}

static bool charset_fine(const char *parameters)
{
    const char *charset = strcasestr(parameters, "charset=");

    if (charset == NULL)
        return true;
    charset += strlen("charset=");
    charset += *charset == '"';
    return strncasecmp(charset, "utf-8", 5) == 0 &&
           strchr("\"; \t", charset[5]) != NULL;
}

enum body_type body_type_of(const char *content_type)
{
    size_t length;

    if (content_type == NULL)
        return BODY_UNKNOWN;
    length = strcspn(content_type, "; \t");
    if (!charset_fine(content_type + length))
        return BODY_UNKNOWN;
    if (type_is(content_type, length, "application/json"))
        return BODY_JSON;
    if (type_is(content_type, length, "application/x-www-form-urlencoded"))
        return BODY_FORM;
    return BODY_UNKNOWN;
}

/* How deep brackets nest, strings left out; jansson's own limit is 2048. */
static size_t json_depth(struct slice bytes)
{
    size_t depth = 0, deepest = 0;
    bool in_string = false;

    for (size_t i = 0; i < bytes.length; i++) {
        char c = bytes.data[i];

        if (in_string && c == '\\')
            i++;
        else if (c == '"')
            in_string = !in_string;
        else if (!in_string && (c == '{' || c == '[') && ++depth > deepest)
            deepest = depth;
        else if (!in_string && (c == '}' || c == ']') && depth > 0)
            depth--;
    }
    return deepest;
}

struct err *body_json(struct arena *arena, struct slice bytes,
                      json_t **ret_value)
{
    json_error_t error;
    json_t *value;

    if (!utf8_valid(bytes.data, bytes.length))
        return err_new(arena, ERR_BAD_REQUEST, "The body must be UTF-8 text");
    if (json_depth(bytes) > BODY_DEPTH_MAX)
        return err_new(arena, ERR_BAD_REQUEST,
                       "The JSON must not be more than 16 levels deep");
    value =
        json_loadb(bytes.data, bytes.length, JSON_REJECT_DUPLICATES, &error);
    if (value == NULL) {
        if (json_memory_out())
            return err_no_memory();
        return err_new(arena, ERR_BAD_REQUEST,
                       arena_printf(arena,
                                    "The body is not valid JSON: see line %d, "
                                    "column %d",
                                    error.line, error.column));
    }
    *ret_value = json_keep(arena, value);
    return NULL;
}

/* "a+b%20c" -> "a b c"; NULL if a % is wrong or a NUL or bad UTF-8 results. */
static const char *form_text(struct arena *arena, struct slice raw)
{
    char *text = arena_alloc(arena, raw.length + 1);
    size_t length;

    if (!segment_decode(raw, text, &length))
        return NULL;
    return utf8_valid(text, length) ? text : NULL;
}

/* A plus is a space, but one written %2B is not: so before decoding. */
static struct slice pluses_spaced(struct arena *arena, struct slice raw)
{
    char *copy;

    if (memchr(raw.data, '+', raw.length) == NULL)
        return raw;
    copy = arena_strndup(arena, raw.data, raw.length);
    for (size_t i = 0; i < raw.length; i++)
        if (copy[i] == '+')
            copy[i] = ' ';
    return (struct slice){copy, raw.length};
}

static bool pair_read(struct arena *arena, struct slice raw,
                      struct form_pair *pair)
{
    const char *equals;
    struct slice name, value;

    raw = pluses_spaced(arena, raw);
    equals = memchr(raw.data, '=', raw.length);
    name = raw;
    value = (struct slice){"", 0};
    if (equals != NULL) {
        name.length = (size_t)(equals - raw.data);
        value.data = equals + 1;
        value.length = raw.length - name.length - 1;
    }
    pair->name = form_text(arena, name);
    pair->value = form_text(arena, value);
    return pair->name != NULL && pair->value != NULL;
}

static size_t pairs_bound(struct slice bytes)
{
    size_t count = 1;

    for (size_t i = 0; i < bytes.length; i++)
        count += bytes.data[i] == '&';
    return count;
}

struct err *body_pairs(struct arena *arena, struct slice bytes,
                       struct pairs *ret_pairs)
{
    size_t bound = pairs_bound(bytes);

    ret_pairs->count = 0;
    if (bound > BODY_PAIRS_MAX)
        return err_new(arena, ERR_BAD_REQUEST, "There are too many fields");
    if (bytes.length > 0 && memchr(bytes.data, '\0', bytes.length) != NULL)
        return err_new(arena, ERR_BAD_REQUEST, "There is a NUL in the form");
    ret_pairs->pair = arena_array(arena, bound, sizeof *ret_pairs->pair);
    while (bytes.length > 0) {
        const char *end = memchr(bytes.data, '&', bytes.length);
        struct slice raw = bytes;

        if (end != NULL)
            raw.length = (size_t)(end - bytes.data);
        if (raw.length > 0 &&
            !pair_read(arena, raw, &ret_pairs->pair[ret_pairs->count++]))
            return err_new(arena, ERR_BAD_REQUEST,
                           "A field is not properly encoded as UTF-8");
        raw.length += end != NULL;
        bytes.data += raw.length;
        bytes.length -= raw.length;
    }
    return NULL;
}

const char *pairs_take(struct pairs *pairs, const char *name)
{
    for (size_t i = 0; i < pairs->count; i++) {
        const char *value = pairs->pair[i].value;

        if (strcmp(pairs->pair[i].name, name) != 0)
            continue;
        pairs->count--;
        memmove(&pairs->pair[i], &pairs->pair[i + 1],
                (pairs->count - i) * sizeof pairs->pair[0]);
        return value;
    }
    return NULL;
}
