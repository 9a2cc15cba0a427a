/*
 * openapi_parts.h - private to the OpenAPI document: its pieces. All take
 * the arena's guard when memory runs out; what they return is borrowed from
 * the object it was put into.
 */
#ifndef THROUGHLINE_HTTP_OPENAPI_PARTS_H
#define THROUGHLINE_HTTP_OPENAPI_PARTS_H

#include <jansson.h>

#include "http/route.h"

/* All embedded schemas, a new reference; NULL if one is at fault. */
json_t *openapi_schemas(void);

/* components: schemas of answers and inputs, parameters, problem responses,
 * security schemes. */
void openapi_put_components(struct arena *arena, json_t *document);

/* One operation under paths. */
void openapi_put_operation(struct arena *arena, json_t *paths,
                           const struct room *room, const struct route *route);

/* {"$ref": "#/components/<kind>/<name>"}, a new reference. */
json_t *openapi_reference(struct arena *arena, const char *kind,
                          const char *name);

#endif
