#include "base/str.h"

#include <stdint.h>

#define CAPACITY_FIRST 64

void str_init(struct str *str, struct arena *arena)
{
    *str = (struct str){
        .arena = arena,
        .data = arena_alloc(arena, CAPACITY_FIRST),
        .capacity = CAPACITY_FIRST,
    };
}

/* Makes room for `extra` more bytes and the terminator. */
static void str_grow(struct str *str, size_t extra)
{
    size_t capacity = str->capacity;
    char *data;

    if (extra > SIZE_MAX / 4)
        extra = SIZE_MAX / 4; /* the arena will refuse it */
    while (capacity - str->length <= extra)
        capacity *= 2;
    data = arena_alloc(str->arena, capacity);
    memcpy(data, str->data, str->length);
    str->data = data;
    str->capacity = capacity;
}

static void str_reserve(struct str *str, size_t extra)
{
    if (extra >= str->capacity - str->length)
        str_grow(str, extra);
}

void str_add_bytes(struct str *str, const char *bytes, size_t length)
{
    if (!length)
        return;
    str_reserve(str, length);
    memcpy(str->data + str->length, bytes, length);
    str->length += length;
    str->data[str->length] = '\0';
}

void str_add_char(struct str *str, char c)
{
    str_add_bytes(str, &c, 1);
}

void str_addf(struct str *str, const char *format, ...)
{
    va_list args;
    size_t space = str->capacity - str->length;
    int length;

    va_start(args, format);
    length = vsnprintf(str->data + str->length, space, format, args);
    va_end(args);
    if (length < 0) {
        str->data[str->length] = '\0';
        return;
    }
    if ((size_t)length >= space) {
        str->data[str->length] = '\0';
        str_reserve(str, (size_t)length);
        va_start(args, format);
        vsnprintf(str->data + str->length, (size_t)length + 1, format, args);
        va_end(args);
    }
    str->length += (size_t)length;
}

static bool json_allows(unsigned char c)
{
    return c >= 0x20 && c != '"' && c != '\\';
}

/* The escape for a byte JSON does not allow in a string. */
static const char *json_escape(unsigned char c, char buffer[8])
{
    static const char hex[] = "0123456789abcdef";

    switch (c) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\b':
        return "\\b";
    case '\f':
        return "\\f";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        break;
    }
    memcpy(buffer, "\\u00", 4);
    buffer[4] = hex[c >> 4];
    buffer[5] = hex[c & 15];
    buffer[6] = '\0';
    return buffer;
}

void str_add_json(struct str *str, const char *text)
{
    char buffer[8];

    str_add_char(str, '"');
    while (*text) {
        const char *plain = text;
        while (json_allows((unsigned char)*text))
            text++;
        str_add_bytes(str, plain, (size_t)(text - plain));
        if (*text)
            str_add(str, json_escape((unsigned char)*text++, buffer));
    }
    str_add_char(str, '"');
}

static const char *html_escape(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void str_add_html(struct str *str, const char *text)
{
    const char *plain = text;

    for (; *text; text++) {
        const char *escape = html_escape(*text);
        if (!escape)
            continue;
        str_add_bytes(str, plain, (size_t)(text - plain));
        str_add(str, escape);
        plain = text + 1;
    }
    str_add_bytes(str, plain, (size_t)(text - plain));
}

struct slice slice_from(const char *text)
{
    return (struct slice){text, text ? strlen(text) : 0};
}

bool slice_equal(struct slice a, struct slice b)
{
    return a.length == b.length &&
           (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}
