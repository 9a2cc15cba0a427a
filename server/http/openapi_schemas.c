/*
 * openapi_schemas.c - the embedded *.schema.json files as one object.
 */
#include "http/openapi_parts.h"

#include "http/openapi.h"
#include "http/schema_table.h"

/* Told at start-up, before there is a second thread. */
static char fault_text[256];
static json_t *known;

static bool source_add(json_t *schemas, const struct schema_source *source)
{
    json_error_t error;
    json_t *of_room = json_loads(source->text, JSON_REJECT_DUPLICATES, &error);
    const char *name;
    json_t *schema;

    if (!json_is_object(of_room)) {
        snprintf(fault_text, sizeof fault_text, "%s.schema.json:%d: %s",
                 source->room, of_room == NULL ? error.line : 1,
                 of_room == NULL ? error.text : "not an object");
        json_decref(of_room);
        return false;
    }
    json_object_foreach (of_room, name, schema) {
        if (json_object_get(schemas, name) == NULL)
            continue;
        snprintf(fault_text, sizeof fault_text,
                 "%s.schema.json: %s is in another room's too", source->room,
                 name);
        json_decref(of_room);
        return false;
    }
    json_object_update(schemas, of_room);
    json_decref(of_room);
    return true;
}

json_t *openapi_schemas(void)
{
    json_t *schemas = json_object();

    for (const struct schema_source *it = schema_table; it->room; it++) {
        if (!source_add(schemas, it)) {
            json_decref(schemas);
            return NULL;
        }
    }
    return schemas;
}

const char *openapi_schemas_fault(void)
{
    json_decref(known);
    known = openapi_schemas();
    return known != NULL ? NULL : fault_text;
}

bool openapi_answer_known(const char *answer)
{
    size_t length = strlen(answer);
    char name[128];

    if (strchr(answer, '/') != NULL)
        return true;
    if (length > 2 && strcmp(answer + length - 2, "[]") == 0)
        length -= 2;
    if (length >= sizeof name)
        return false;
    memcpy(name, answer, length);
    name[length] = '\0';
    if (known == NULL && openapi_schemas_fault() != NULL)
        return false;
    return json_object_get(known, name) != NULL;
}
