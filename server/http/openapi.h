/*
 * openapi.h - the OpenAPI 3.1 document, made of what the rooms say of
 * themselves: routes, input tables and the schemas of their answers.
 */
#ifndef THROUGHLINE_HTTP_OPENAPI_H
#define THROUGHLINE_HTTP_OPENAPI_H

#include <jansson.h>
#include <stdbool.h>

#include "base/arena.h"
#include "http/route.h"

/* Offers GET /api/v1/openapi.json. */
extern const struct room openapi_room;

/* The document of all rooms given to router_set_rooms(); a new reference.
 * NULL when memory runs out. */
json_t *openapi_document(void);

/* True if `answer` (see struct route) is a content type or a known schema. */
bool openapi_answer_known(const char *answer);

/* What is wrong with the embedded *.schema.json files, or NULL. */
const char *openapi_schemas_fault(void);

#endif
