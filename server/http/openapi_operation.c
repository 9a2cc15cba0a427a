/*
 * openapi_operation.c - one route as an OpenAPI operation.
 */
#include "http/openapi_parts.h"

#include "http/problem.h"
#include "http/router.h"
#include "input/json_keep.h"

static bool is_public(const struct route *route)
{
    return strcmp(route->permission, PERM_PUBLIC) == 0;
}

static bool is_list(const struct route *route)
{
    size_t length = route->answer != NULL ? strlen(route->answer) : 0;

    return length > 2 && strcmp(route->answer + length - 2, "[]") == 0;
}

static bool is_file(const struct route *route)
{
    return route->answer != NULL && strchr(route->answer, '/') != NULL;
}

json_t *openapi_reference(struct arena *arena, const char *kind,
                          const char *name)
{
    const char *path = arena_printf(arena, "#/components/%s/%s", kind, name);

    return json_pack("{s:s}", "$ref", path);
}

static void put_path_parameters(struct arena *arena, json_t *parameters,
                                const char *path)
{
    struct pattern pattern;

    while (pattern_next(&path, &pattern)) {
        const char *name;

        if (pattern.literal.data != NULL)
            continue;
        name = arena_strndup(arena, pattern.name.data, pattern.name.length);
        json_push(arena, parameters,
                  json_pack("{s:s, s:s, s:b, s:{s:s, s:s}}", "name", name, "in",
                            "path", "required", 1, "schema", "type", "string",
                            pattern.uuid ? "format" : "pattern",
                            pattern.uuid ? "uuid" : "^[a-z0-9_-]{1,64}$"));
    }
}

static bool array_has(const json_t *array, const char *text)
{
    json_t *item;
    size_t index;

    json_array_foreach (array, index, item) {
        if (strcmp(json_string_value(item), text) == 0)
            return true;
    }
    return false;
}

static void put_query_parameters(struct arena *arena, json_t *parameters,
                                 const struct route *route)
{
    json_t *schema, *properties, *required, *property;
    const char *name;

    if (route->query == NULL)
        return;
    schema = json_keep(arena, input_schema(route->query));
    properties = json_object_get(schema, "properties");
    required = json_object_get(schema, "required");
    json_object_foreach (properties, name, property) {
        json_push(arena, parameters,
                  json_pack("{s:s, s:s, s:b, s:O}", "name", name, "in", "query",
                            "required", (int)array_has(required, name),
                            "schema", property));
    }
}

static void put_parameters(struct arena *arena, json_t *operation,
                           const struct route *route)
{
    json_t *list = json_put(arena, operation, "parameters", json_array());

    put_path_parameters(arena, list, route->path);
    put_query_parameters(arena, list, route);
    if (route->versioned)
        json_push(arena, list,
                  openapi_reference(arena, "parameters", "IfMatch"));
    if (route_keeps_answers(route))
        json_push(arena, list,
                  openapi_reference(arena, "parameters", "IdempotencyKey"));
    if (route->method == METHOD_GET && route->answer != NULL &&
        !is_list(route) && !is_file(route))
        json_push(arena, list,
                  openapi_reference(arena, "parameters", "IfNoneMatch"));
}

/* Forms send the same members, unfolded as input.h says. */
static void put_request_body(struct arena *arena, json_t *operation,
                             const struct route *route)
{
    json_t *body, *content, *media;

    if (route->input == NULL)
        return;
    body = json_put(arena, operation, "requestBody", json_object());
    json_put(arena, body, "required", json_boolean(!route->input->partial));
    content = json_put(arena, body, "content", json_object());
    media = json_put(arena, content, "application/json", json_object());
    json_put(arena, media, "schema",
             openapi_reference(arena, "schemas", route->input->name));
    json_put(arena, content, "application/x-www-form-urlencoded",
             json_pack("{s:{s:s, s:s}}", "schema", "type", "object",
                       "description",
                       "The same members as form fields: NAME-day, NAME-month "
                       "and NAME-year for a date, NAME=a&NAME=b for a list, "
                       "NAME[0][member] for a list of objects"));
}

static void put_list_schema(struct arena *arena, json_t *media,
                            const char *answer)
{
    const char *name = arena_strndup(arena, answer, strlen(answer) - 2);
    json_t *schema = json_put(arena, media, "schema", json_object());
    json_t *properties, *items;

    json_put(arena, schema, "type", json_string("object"));
    json_put(arena, schema, "required", json_pack("[s, s]", "items", "next"));
    properties = json_put(arena, schema, "properties", json_object());
    items = json_put(arena, properties, "items",
                     json_pack("{s:s}", "type", "array"));
    json_put(arena, items, "items", openapi_reference(arena, "schemas", name));
    json_put(arena, properties, "next",
             json_pack("{s:[s, s]}", "type", "string", "null"));
}

static void put_content(struct arena *arena, json_t *response,
                        const struct route *route)
{
    json_t *content = json_put(arena, response, "content", json_object());
    json_t *media = json_put(
        arena, content, is_file(route) ? route->answer : "application/json",
        json_object());

    if (is_list(route))
        put_list_schema(arena, media, route->answer);
    else if (!is_file(route))
        json_put(arena, media, "schema",
                 openapi_reference(arena, "schemas", route->answer));
}

static void put_success(struct arena *arena, json_t *responses,
                        const struct route *route, const char *status,
                        const char *description)
{
    json_t *response = json_put(arena, responses, status,
                                json_pack("{s:s}", "description", description));

    if (route->answer != NULL)
        put_content(arena, response, route);
}

static void put_successes(struct arena *arena, json_t *responses,
                          const struct route *route)
{
    if (route->answer == NULL) {
        put_success(arena, responses, route, "204", "Done");
        return;
    }
    put_success(arena, responses, route, "200", "Done");
    if (route->method == METHOD_POST && !route->versioned)
        put_success(arena, responses, route, "201", "Made");
    if (route->method == METHOD_GET && !is_list(route) && !is_file(route))
        json_put(arena, responses, "304",
                 json_pack("{s:s}", "description", "Not changed"));
}

static void put_problem(struct arena *arena, json_t *responses, bool may_happen,
                        enum err_code code)
{
    const struct problem *problem = problem_of(code);
    const char *status = arena_printf(arena, "%d", problem->status);

    if (may_happen)
        json_put(arena, responses, status,
                 openapi_reference(arena, "responses",
                                   arena_printf(arena, "Problem%s", status)));
}

static void put_responses(struct arena *arena, json_t *operation,
                          const struct route *route)
{
    json_t *responses = json_put(arena, operation, "responses", json_object());
    bool writes = route->method != METHOD_GET;
    bool takes = route->input != NULL || route->query != NULL;

    put_successes(arena, responses, route);
    put_problem(arena, responses, writes || takes, ERR_BAD_REQUEST);
    put_problem(arena, responses,
                !is_public(route) || route->lane == LANE_PASSWORD,
                ERR_UNAUTHENTICATED);
    put_problem(arena, responses, !is_public(route) || writes, ERR_FORBIDDEN);
    put_problem(arena, responses, route->mode != 0, ERR_NOT_FOUND);
    put_problem(arena, responses, writes, ERR_CONFLICT);
    put_problem(arena, responses, route->versioned, ERR_STALE);
    put_problem(arena, responses, writes, ERR_TOO_LARGE);
    put_problem(arena, responses, writes, ERR_UNSUPPORTED_TYPE);
    put_problem(arena, responses, writes || takes, ERR_INVALID);
    put_problem(arena, responses, route->versioned, ERR_VERSION_REQUIRED);
    put_problem(arena, responses, true, ERR_TOO_MANY);
    put_problem(arena, responses, true, ERR_INTERNAL);
    put_problem(arena, responses, true, ERR_BUSY);
}

static json_t *path_item(struct arena *arena, json_t *paths, const char *path)
{
    json_t *item = json_object_get(paths, path);

    return item != NULL ? item : json_put(arena, paths, path, json_object());
}

static void put_recent_sign_in(struct arena *arena, json_t *operation,
                               const struct route *route)
{
    if (!route->recent_sign_in)
        return;
    json_put(arena, operation, "x-recent-sign-in", json_true());
    json_put(arena, operation, "description",
             json_string("Needs a sign-in of at most five minutes ago, or "
                         "POST /api/v1/session/confirm since; otherwise 403 "
                         "recent-sign-in-needed."));
}

void openapi_put_operation(struct arena *arena, json_t *paths,
                           const struct room *room, const struct route *route)
{
    json_t *item = path_item(arena, paths, route->path);
    char *method = arena_strdup(arena, method_name(route->method));
    json_t *operation;

    for (char *c = method; *c != '\0'; c++)
        *c = (char)tolower((unsigned char)*c);
    operation = json_put(arena, item, method, json_object());
    json_put(arena, operation, "operationId", json_string(route->name));
    if (route->summary != NULL)
        json_put(arena, operation, "summary", json_string(route->summary));
    json_put(arena, operation, "tags", json_pack("[s]", room->name));
    json_put(arena, operation, "x-permission", json_string(route->permission));
    put_recent_sign_in(arena, operation, route);
    if (is_public(route))
        json_put(arena, operation, "security", json_array());
    put_parameters(arena, operation, route);
    put_request_body(arena, operation, route);
    put_responses(arena, operation, route);
}
