/*
 * texts.h - private to server/input: rules for single texts.
 */
#ifndef THROUGHLINE_INPUT_TEXTS_H
#define THROUGHLINE_INPUT_TEXTS_H

#include <stdbool.h>

#include "input/walk.h"

/* [a-z0-9_]{1,64} */
bool code_valid(const char *text);

/* Plain addresses as people have them, at most 254 bytes; no quoted parts. */
bool email_valid(const char *text);

/* Text with line endings as \n and the ends trimmed; nothing else changed. */
const char *text_tidied(struct arena *arena, const char *text);

/* Length, choice, line breaks and control characters; a text is never
 * refused for its words. */
bool text_fits(struct arena *arena, const struct field *field,
               enum field_kind kind, const char *text, struct flaw *flaw);

#endif
