/*
 * headers.h - what the headers of a request say. Pure.
 */
#ifndef THROUGHLINE_HTTP_HEADERS_H
#define THROUGHLINE_HTTP_HEADERS_H

#include "http/request.h"

/* The named cookie of a Cookie header, in the arena, or NULL. */
const char *cookie_value(struct arena *arena, const char *cookies,
                         const char *name);

/* What follows "Authorization: Bearer", or NULL. */
const char *request_bearer(const struct request *request);

/* True if text/html is named, and before application/json. */
bool accept_prefers_page(const char *accept);

/* A navigation rather than a script: it is answered with pages. */
bool request_wants_page(const struct request *request);

/* What follows scheme and host in `url` if they are ours ("" for an Origin),
 * or NULL. */
const char *origin_path(const char *url, const char *host, bool secure);

#endif
