/*
 * body.h - from bytes to values: JSON bodies, form posts, query strings.
 * Pure, so that it can be fuzzed.
 */
#ifndef THROUGHLINE_HTTP_BODY_H
#define THROUGHLINE_HTTP_BODY_H

#include <jansson.h>

#include "base/err.h"
#include "base/str.h"
#include "input/input.h"

#define BODY_DEPTH_MAX 16
#define BODY_PAIRS_MAX 2000

enum body_type { BODY_NONE, BODY_JSON, BODY_FORM, BODY_UNKNOWN };

/* Of a Content-Type header; NULL is BODY_UNKNOWN. A charset other than UTF-8
 * is unknown too. */
enum body_type body_type_of(const char *content_type);

/* One JSON text, an object or array: UTF-8, no doubled members, no NUL, at
 * most BODY_DEPTH_MAX deep. The value belongs to the arena. */
struct err *body_json(struct arena *arena, struct slice bytes,
                      json_t **ret_value);

/* Names and values of application/x-www-form-urlencoded. */
struct pairs {
    struct form_pair *pair;
    size_t count;
};
struct err *body_pairs(struct arena *arena, struct slice bytes,
                       struct pairs *ret_pairs);

/* Takes the first pair of that name out; NULL if there is none. */
const char *pairs_take(struct pairs *pairs, const char *name);

#endif
