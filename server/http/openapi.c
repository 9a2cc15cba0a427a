#include "http/openapi.h"

#include <pthread.h>
#include <sodium.h>

#include "access/session_cookie.h"
#include "http/openapi_parts.h"
#include "http/problem.h"
#include "http/request.h"
#include "http/router.h"
#include "http/static.h"
#include "input/json_keep.h"

/* Made when first asked for, then kept. */
static pthread_mutex_t document_lock = PTHREAD_MUTEX_INITIALIZER;
static char *document_text;
static char document_etag[2 * crypto_generichash_BYTES_MIN + 3];

static void put_header_parameter(struct arena *arena, json_t *parameters,
                                 const char *key, const char *header,
                                 bool required, const char *description)
{
    json_put(arena, parameters, key,
             json_pack("{s:s, s:s, s:b, s:s, s:{s:s}}", "name", header, "in",
                       "header", "required", (int)required, "description",
                       description, "schema", "type", "string"));
}

static void put_parameters(struct arena *arena, json_t *components)
{
    json_t *parameters =
        json_put(arena, components, "parameters", json_object());

    put_header_parameter(arena, parameters, "IfMatch", "If-Match", true,
                         "The ETag of the version you are changing");
    put_header_parameter(arena, parameters, "IfNoneMatch", "If-None-Match",
                         false, "The ETag you have; the answer may be 304");
    put_header_parameter(arena, parameters, "IdempotencyKey", "Idempotency-Key",
                         false,
                         "1 to 255 visible characters: the same key with the "
                         "same body is answered as the first time, for 72 "
                         "hours");
}

static void put_problem(struct arena *arena, json_t *responses,
                        const struct problem *problem)
{
    const char *name = arena_printf(arena, "Problem%d", problem->status);
    json_t *response, *content, *media;

    if (json_object_get(responses, name) != NULL)
        return; /* two kinds of one status */
    response = json_put(arena, responses, name,
                        json_pack("{s:s}", "description", problem->title));
    content = json_put(arena, response, "content", json_object());
    media = json_put(arena, content, "application/problem+json", json_object());
    json_put(arena, media, "schema",
             openapi_reference(arena, "schemas", "Problem"));
}

static void put_security_schemes(struct arena *arena, json_t *components)
{
    json_put(arena, components, "securitySchemes",
             json_pack("{s:{s:s, s:s, s:s}, s:{s:s, s:s, s:s}}", "session",
                       "type", "apiKey", "in", "cookie", "name", SESSION_COOKIE,
                       "bearer", "type", "http", "scheme", "bearer",
                       "description",
                       "An API key of a partner system, tlk_ and 43 letters. "
                       "It opens what its role in its spoke needs: see "
                       "GET /api/v1/key"));
}

static void put_input(struct arena *arena, json_t *schemas,
                      const struct input_table *table)
{
    if (table != NULL && json_object_get(schemas, table->name) == NULL)
        json_put(arena, schemas, table->name, input_schema(table));
}

void openapi_put_components(struct arena *arena, json_t *document)
{
    json_t *components = json_put(arena, document, "components", json_object());
    json_t *schemas = json_put(arena, components, "schemas", openapi_schemas());
    json_t *responses;

    for (const struct room *const *room = router_rooms(); *room; room++)
        for (const struct route *it = (*room)->routes; it->path; it++)
            put_input(arena, schemas, it->input);
    put_parameters(arena, components);
    responses = json_put(arena, components, "responses", json_object());
    for (int code = ERR_BAD_REQUEST; code < ERR_CODE_COUNT; code++)
        put_problem(arena, responses, problem_of((enum err_code)code));
    put_security_schemes(arena, components);
}

static json_t *compose(struct arena *arena)
{
    json_t *document = json_keep(arena, json_object());
    json_t *paths;

    json_put(arena, document, "openapi", json_string("3.1.0"));
    json_put(arena, document, "info",
             json_pack("{s:s, s:s, s:s}", "title", "Throughline", "version",
                       "1", "description",
                       "Case management for violence reduction partnerships"));
    json_put(arena, document, "security",
             json_pack("[{s:[]}, {s:[]}]", "session", "bearer"));
    paths = json_put(arena, document, "paths", json_object());
    for (const struct room *const *room = router_rooms(); *room; room++)
        for (const struct route *it = (*room)->routes; it->path; it++)
            openapi_put_operation(arena, paths, *room, it);
    openapi_put_components(arena, document);
    return json_incref(document);
}

static json_t *compose_guarded(struct arena *arena)
{
    jmp_buf guard;

    if (setjmp(guard) != 0)
        return NULL;
    arena_guard(arena, &guard);
    return compose(arena);
}

json_t *openapi_document(void)
{
    struct arena arena;
    json_t *document;

    arena_init(&arena);
    document = compose_guarded(&arena);
    arena_release(&arena);
    return document;
}

static void etag_make(const char *text)
{
    unsigned char hash[crypto_generichash_BYTES_MIN];
    char hex[2 * sizeof hash + 1];

    crypto_generichash(hash, sizeof hash, (const unsigned char *)text,
                       strlen(text), NULL, 0);
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    snprintf(document_etag, sizeof document_etag, "\"%s\"", hex);
}

static bool document_ready(void)
{
    json_t *document;

    if (document_text == NULL) {
        document = openapi_document();
        document_text =
            document != NULL ? json_dumps(document, JSON_COMPACT) : NULL;
        json_decref(document);
        if (document_text != NULL)
            etag_make(document_text);
    }
    return document_text != NULL;
}

static struct err *document_load(struct call *call, struct reply *out)
{
    const char *known = request_header(call->request, "If-None-Match");
    bool ready;

    pthread_mutex_lock(&document_lock);
    ready = document_ready();
    pthread_mutex_unlock(&document_lock);
    if (!ready)
        return err_no_memory();
    reply_header(out, "ETag", document_etag);
    if (known != NULL && etag_among(known, document_etag))
        return reply_bytes(out, 304, NULL, (struct slice){NULL, 0});
    return reply_bytes(out, 200, "application/json", slice_from(document_text));
}

static const struct route openapi_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/openapi.json",
     .name = "openapi.load",
     .permission = PERM_PUBLIC,
     .answer = "application/json",
     .summary = "This document",
     .handler = document_load},
    {0},
};

const struct room openapi_room = {"openapi", openapi_routes};
