#include "http/router.h"

#include "base/uuid.h"

#define SEGMENTS_MAX 12
#define CODE_MAX 64
#define METHOD_COUNT (METHOD_DELETE + 1)

/* One segment's place in the tree of all routes. */
struct node {
    struct pattern pattern;
    struct node *children; /* literals first, so that they win */
    struct node *next;
    const struct route *routes[METHOD_COUNT];
};

/* Made once, before there is a second thread; only read after that. */
static struct arena tree_arena;
static struct node *tree;
static const struct room *const *all_rooms;

/* The segments of a request's path, decoded. */
struct segments {
    struct slice segment[SEGMENTS_MAX];
    size_t count;
};

struct lookup {
    const struct segments *segments;
    enum method method; /* 0 = only ask what is allowed */
    struct slice ids[ROUTE_IDS_MAX + 1];
    const struct route *route;
    bool allowed[METHOD_COUNT];
};

const char *method_name(enum method method)
{
    static const char *const names[METHOD_COUNT] = {
        [METHOD_GET] = "GET",       [METHOD_POST] = "POST",
        [METHOD_PUT] = "PUT",       [METHOD_PATCH] = "PATCH",
        [METHOD_DELETE] = "DELETE",
    };

    return names[method];
}

bool route_keeps_answers(const struct route *route)
{
    return route->method == METHOD_POST && route->mode != 0 &&
           route->lane != LANE_PASSWORD &&
           strcmp(route->permission, PERM_PUBLIC) != 0;
}

const struct room *const *router_rooms(void)
{
    return all_rooms;
}

static bool names_uuid(struct slice name)
{
    if (slice_equal(name, slice_from("id")))
        return true;
    return name.length > 3 &&
           memcmp(name.data + name.length - 3, "_id", 3) == 0;
}

static struct pattern pattern_read(struct slice segment)
{
    struct pattern pattern = {.literal = segment};
    const char *close = memchr(segment.data, '}', segment.length);

    if (segment.data[0] != '{' || close == NULL)
        return pattern;
    pattern.literal = (struct slice){NULL, 0};
    pattern.name.data = segment.data + 1;
    pattern.name.length = (size_t)(close - segment.data) - 1;
    pattern.suffix.data = close + 1;
    pattern.suffix.length = segment.length - pattern.name.length - 2;
    pattern.uuid = names_uuid(pattern.name);
    return pattern;
}

bool pattern_next(const char **path, struct pattern *ret_pattern)
{
    struct slice segment;

    if (**path != '/')
        return false;
    segment.data = *path + 1;
    segment.length = strcspn(segment.data, "/");
    *path = segment.data + segment.length;
    *ret_pattern = pattern_read(segment);
    return true;
}

static bool pattern_same(const struct pattern *a, const struct pattern *b)
{
    if (a->literal.data != NULL || b->literal.data != NULL)
        return a->literal.data != NULL && b->literal.data != NULL &&
               slice_equal(a->literal, b->literal);
    return a->uuid == b->uuid && slice_equal(a->suffix, b->suffix);
}

static struct node *child_get(struct node *parent,
                              const struct pattern *pattern)
{
    struct node **link = &parent->children;
    struct node *node;

    for (node = parent->children; node != NULL; node = node->next)
        if (pattern_same(&node->pattern, pattern))
            return node;
    node = arena_alloc(&tree_arena, sizeof *node);
    node->pattern = *pattern;
    while (pattern->literal.data == NULL && *link != NULL)
        link = &(*link)->next;
    node->next = *link;
    *link = node;
    return node;
}

static void tree_add(const struct route *route)
{
    struct node *node = tree;
    const char *path = route->path;
    struct pattern pattern;

    while (pattern_next(&path, &pattern))
        node = child_get(node, &pattern);
    if (route->method < METHOD_COUNT && node->routes[route->method] == NULL)
        node->routes[route->method] = route;
}

void router_set_rooms(const struct room *const *rooms)
{
    arena_release(&tree_arena);
    arena_init(&tree_arena);
    tree = arena_alloc(&tree_arena, sizeof *tree);
    all_rooms = rooms;
    for (; *rooms != NULL; rooms++)
        for (const struct route *it = (*rooms)->routes; it->path != NULL; it++)
            tree_add(it);
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool segment_decode(struct slice raw, char *buffer, size_t *ret_length)
{
    size_t length = 0;

    for (size_t i = 0; i < raw.length; i++) {
        int high, low;

        if (raw.data[i] != '%') {
            buffer[length++] = raw.data[i];
            continue;
        }
        if (i + 2 >= raw.length)
            return false;
        high = hex_value(raw.data[i + 1]);
        low = hex_value(raw.data[i + 2]);
        if (high < 0 || low < 0)
            return false;
        buffer[length++] = (char)(high * 16 + low);
        i += 2;
    }
    *ret_length = length;
    return true;
}

static bool segment_take(struct arena *arena, struct slice raw,
                         struct slice *ret_segment)
{
    char *buffer;

    *ret_segment = raw;
    if (memchr(raw.data, '%', raw.length) == NULL)
        return true;
    buffer = arena_alloc(arena, raw.length);
    ret_segment->data = buffer;
    return segment_decode(raw, buffer, &ret_segment->length);
}

/* No route has empty segments, so "//" and a slash at the end find none. */
static bool segments_split(struct arena *arena, const char *path,
                           struct segments *segments)
{
    segments->count = 0;
    while (*path == '/') {
        struct slice raw = {path + 1, strcspn(path + 1, "/")};

        if (raw.length == 0 || segments->count == SEGMENTS_MAX ||
            !segment_take(arena, raw, &segments->segment[segments->count]))
            return false;
        segments->count++;
        path = raw.data + raw.length;
    }
    return *path == '\0' && segments->count > 0;
}

static bool is_code(struct slice text)
{
    if (text.length < 1 || text.length > CODE_MAX)
        return false;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];

        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_' &&
            c != '-')
            return false;
    }
    return true;
}

static bool is_uuid(struct slice text)
{
    char buffer[37];

    if (text.length != sizeof buffer - 1)
        return false;
    memcpy(buffer, text.data, text.length);
    buffer[text.length] = '\0';
    return uuid_valid(buffer);
}

/* `*id` becomes the part of the segment the placeholder stands for. */
static bool placeholder_fits(const struct pattern *pattern,
                             struct slice segment, struct slice *id)
{
    size_t suffix = pattern->suffix.length;

    if (segment.length <= suffix ||
        memcmp(segment.data + segment.length - suffix, pattern->suffix.data,
               suffix) != 0)
        return false;
    id->data = segment.data;
    id->length = segment.length - suffix;
    return pattern->uuid ? is_uuid(*id) : is_code(*id);
}

static void leaf_take(const struct node *node, struct lookup *lookup)
{
    for (int method = METHOD_GET; method < METHOD_COUNT; method++)
        if (node->routes[method] != NULL)
            lookup->allowed[method] = true;
    lookup->route = node->routes[lookup->method];
}

/* Goes on with the next sibling until a route is found. */
static void tree_search(const struct node *node, struct lookup *lookup,
                        size_t depth, size_t id_count)
{
    struct slice segment;

    if (depth == lookup->segments->count) {
        leaf_take(node, lookup);
        return;
    }
    segment = lookup->segments->segment[depth];
    for (node = node->children; node != NULL && lookup->route == NULL;
         node = node->next) {
        if (node->pattern.literal.data != NULL) {
            if (slice_equal(node->pattern.literal, segment))
                tree_search(node, lookup, depth + 1, id_count);
        } else if (id_count < ROUTE_IDS_MAX &&
                   placeholder_fits(&node->pattern, segment,
                                    &lookup->ids[id_count])) {
            tree_search(node, lookup, depth + 1, id_count + 1);
        }
    }
}

static const char *id_text(struct arena *arena, struct slice id)
{
    char *text = arena_strndup(arena, id.data, id.length);

    for (char *c = text; *c != '\0'; c++)
        *c = (char)tolower((unsigned char)*c);
    return text;
}

static bool any_allowed(const struct lookup *lookup)
{
    for (int method = METHOD_GET; method < METHOD_COUNT; method++)
        if (lookup->allowed[method])
            return true;
    return false;
}

struct err *router_match(struct request *request)
{
    struct segments segments;
    struct lookup lookup = {.segments = &segments, .method = request->method};

    if (segments_split(request->arena, request->path, &segments))
        tree_search(tree, &lookup, 0, 0);
    if (lookup.route == NULL)
        return err_new(request->arena,
                       any_allowed(&lookup) ? ERR_METHOD_NOT_ALLOWED
                                            : ERR_NOT_FOUND,
                       NULL);
    request->route = lookup.route;
    for (size_t i = 0; i < ROUTE_IDS_MAX && lookup.ids[i].data != NULL; i++)
        request->ids[i] = id_text(request->arena, lookup.ids[i]);
    return NULL;
}

const char *router_allow(struct arena *arena, const char *path)
{
    struct segments segments;
    struct lookup lookup = {.segments = &segments};
    struct str allow;

    str_init(&allow, arena);
    str_add(&allow, "");
    if (segments_split(arena, path, &segments))
        tree_search(tree, &lookup, 0, 0);
    for (int method = METHOD_GET; method < METHOD_COUNT; method++) {
        if (!lookup.allowed[method])
            continue;
        str_addf(&allow, "%s%s", allow.length > 0 ? ", " : "",
                 method_name((enum method)method));
        if (method == METHOD_GET)
            str_add(&allow, ", HEAD");
    }
    return allow.data;
}
