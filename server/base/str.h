/*
 * str.h - byte slices and a growing text, both in an arena.
 */
#ifndef THROUGHLINE_BASE_STR_H
#define THROUGHLINE_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/arena.h"

/* Bytes somebody else owns; not terminated, may hold NUL. */
struct slice {
    const char *data;
    size_t length;
};

/* A text being written; `data` is always terminated. */
struct str {
    struct arena *arena;
    char *data;
    size_t length;
    size_t capacity;
};

void str_init(struct str *str, struct arena *arena);
void str_add_bytes(struct str *str, const char *bytes, size_t length);

/* Inline, so that the length of a literal is known when it is compiled. */
static inline void str_add(struct str *str, const char *text)
{
    str_add_bytes(str, text, strlen(text));
}

void str_add_char(struct str *str, char c);
void str_addf(struct str *str, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The text as a quoted JSON string (RFC 8259); input must be UTF-8. */
void str_add_json(struct str *str, const char *text);

/* The text with & < > " ' replaced for HTML text and attribute values. */
void str_add_html(struct str *str, const char *text);

struct slice slice_from(const char *text);
bool slice_equal(struct slice a, struct slice b);

/* True if the bytes are valid UTF-8 without NUL (PostgreSQL refuses it). */
bool utf8_valid(const char *bytes, size_t length);

/* Number of code points in valid UTF-8. */
size_t utf8_length(const char *text);

/* Removes leading and trailing ASCII and Unicode white space; arena copy. */
char *text_trimmed(struct arena *arena, const char *text);

#endif
