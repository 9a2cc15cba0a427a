/*
 * router_check.c - what must hold of all routes before the server starts.
 */
#include "http/openapi.h"
#include "http/router.h"

/* Faults are told once, at start-up, before there is a second thread. */
static char fault_text[256];

static const char *input_fault(const struct route *route)
{
    const char *fault = NULL;

    if (route->input != NULL)
        fault = input_table_fault(route->input);
    if (fault == NULL && route->query != NULL)
        fault = input_table_fault(route->query);
    if (fault == NULL && route->input != NULL &&
        openapi_answer_known(route->input->name))
        fault = "has an input named as an answer";
    return fault;
}

static const char *route_fault(const struct route *route)
{
    bool reads = route->method == METHOD_GET;

    if (route->method < METHOD_GET || route->method > METHOD_DELETE)
        return "has no method";
    if (route->name == NULL || route->name[0] == '\0')
        return "has no name";
    if (route->permission == NULL || route->permission[0] == '\0')
        return "has no permission; a public one says PERM_PUBLIC";
    if (route->handler == NULL)
        return "has no handler";
    if (route->mode == 0 && strcmp(route->permission, PERM_PUBLIC) != 0)
        return "asks for a permission, which only the database can check, "
               "but has no mode";
    if (route->recent_sign_in && strcmp(route->permission, PERM_PUBLIC) == 0)
        return "is public, but needs a recent sign-in";
    if (reads && (route->input != NULL || route->versioned))
        return "is a GET with a body or If-Match";
    if (route->answer != NULL && !openapi_answer_known(route->answer))
        return "names an answer no .schema.json has";
    return input_fault(route);
}

/* Every segment has text, the braces are those of placeholders, and an ending
 * after one is no part of an id or code. */
static bool segment_sound(const struct pattern *pattern)
{
    struct slice text =
        pattern->literal.data != NULL ? pattern->literal : pattern->suffix;

    if (pattern->literal.data != NULL ? text.length == 0
                                      : pattern->name.length == 0)
        return false;
    if (pattern->literal.data == NULL && text.length > 0 && text.data[0] != '.')
        return false;
    for (size_t i = 0; i < text.length; i++)
        if (strchr("{}%?#", text.data[i]) != NULL)
            return false;
    return true;
}

static const char *path_fault(const char *path)
{
    struct pattern pattern;
    size_t ids = 0, segments = 0;

    while (pattern_next(&path, &pattern)) {
        segments++;
        ids += pattern.literal.data == NULL;
        if (!segment_sound(&pattern))
            return "has a path that is not sound";
    }
    if (segments == 0 || *path != '\0')
        return "has a path that is not sound";
    return ids > ROUTE_IDS_MAX ? "has too many placeholders" : NULL;
}

static bool patterns_overlap(const struct pattern *a, const struct pattern *b)
{
    if (a->literal.data != NULL && b->literal.data != NULL)
        return slice_equal(a->literal, b->literal);
    if (a->literal.data != NULL || b->literal.data != NULL)
        return false; /* the literal wins */
    return slice_equal(a->suffix, b->suffix);
}

/* True if some path fits both and neither has a literal to win by. A uuid is
 * a code as well, so two placeholders always overlap. */
static bool paths_overlap(const char *a, const char *b)
{
    struct pattern of_a, of_b;
    bool more_a, more_b;

    for (;;) {
        more_a = pattern_next(&a, &of_a);
        more_b = pattern_next(&b, &of_b);
        if (!more_a || !more_b)
            return more_a == more_b;
        if (!patterns_overlap(&of_a, &of_b))
            return false;
    }
}

static const char *pair_fault(const struct route *a, const struct route *b)
{
    if (strcmp(a->name, b->name) == 0)
        return "has the same name as another";
    if (a->method == b->method && paths_overlap(a->path, b->path))
        return "overlaps another";
    if (a->input != NULL && b->input != NULL && a->input != b->input &&
        strcmp(a->input->name, b->input->name) == 0)
        return "has an input named as another's";
    return NULL;
}

static bool tell(const struct route *route, const char *fault,
                 const char **ret_fault)
{
    snprintf(fault_text, sizeof fault_text, "route %s %s",
             route->path != NULL ? route->path : "?", fault);
    *ret_fault = fault_text;
    return false;
}

/* Compares with all routes before it. */
static const char *others_fault(const struct route *route)
{
    const char *fault;

    for (const struct room *const *room = router_rooms(); *room; room++) {
        for (const struct route *it = (*room)->routes; it->path; it++) {
            if (it == route)
                return NULL;
            fault = pair_fault(it, route);
            if (fault != NULL)
                return fault;
        }
    }
    return NULL;
}

bool router_check(const char **ret_fault)
{
    const char *fault = openapi_schemas_fault();

    if (fault != NULL) {
        *ret_fault = fault;
        return false;
    }
    for (const struct room *const *room = router_rooms(); *room; room++) {
        for (const struct route *it = (*room)->routes; it->path; it++) {
            fault = route_fault(it);
            if (fault == NULL)
                fault = path_fault(it->path);
            if (fault == NULL)
                fault = others_fault(it);
            if (fault != NULL)
                return tell(it, fault, ret_fault);
        }
    }
    return true;
}
