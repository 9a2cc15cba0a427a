/*
 * gate.h - what a well-framed head must still satisfy before anything looks
 * at it (R11): the method is one we know, and no header that means one thing
 * comes twice. Pure.
 */
#ifndef THROUGHLINE_HTTP_GATE_H
#define THROUGHLINE_HTTP_GATE_H

#include <stdbool.h>
#include <stddef.h>

#include "http/request.h"

/* True for GET HEAD POST PUT PATCH DELETE; HEAD is METHOD_GET and head. */
bool gate_method(const char *text, enum method *ret_method, bool *ret_head);

/* Why these headers are refused, for the log, or NULL if they are not. */
const char *gate_fault(const struct header *headers, size_t count);

#endif
