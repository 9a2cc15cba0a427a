#include "http/openapi.h"

#include "http/request.h"
#include "input/json_keep.h"
#include "tests/unit/suite.h"

static struct err *handle(struct call *call, struct reply *out)
{
    (void)call;
    return reply_nothing(out);
}

static const struct field note_fields[] = {
    {.name = "note",    .kind = FIELD_TEXT, .required = true},
    {0}
};
static const struct input_table note_input = {.name = "NoteNew",
                                              .fields = note_fields};
static const struct field query_fields[] = {
    {.name = "kind",    .kind = FIELD_CODE, .required = true},
    PAGE_FIELDS, {0}
};
static const struct input_table query_input = {.name = "NoteQuery",
                                               .fields = query_fields};

/* The embedded schema "Fault" stands for a room's own. */
static const struct route routes[] = {
    {.method = METHOD_GET,
     .path = "/people/{person_id}/notes/{kind}",
     .name = "note.list",
     .permission = "note.read",
     .mode = TX_READ,
     .query = &query_input,
     .answer = "Fault[]",
     .summary = "Notes",
     .handler = handle},
    {.method = METHOD_GET,
     .path = "/notes/{id}",
     .name = "note.load",
     .permission = "note.read",
     .mode = TX_READ,
     .answer = "Fault",
     .handler = handle},
    {.method = METHOD_PATCH,
     .path = "/notes/{id}",
     .name = "note.update",
     .permission = "note.write",
     .mode = TX_WRITE,
     .input = &note_input,
     .versioned = true,
     .answer = "Fault",
     .handler = handle},
    {.method = METHOD_POST,
     .path = "/notes",
     .name = "note.create",
     .permission = "note.write",
     .mode = TX_WRITE,
     .input = &note_input,
     .answer = "Fault",
     .handler = handle},
    {.method = METHOD_DELETE,
     .path = "/notes/{id}",
     .name = "note.delete",
     .permission = "note.write",
     .mode = TX_WRITE,
     .handler = handle},
    {.method = METHOD_GET,
     .path = "/notes/{id}.csv",
     .name = "note.sheet",
     .permission = PERM_PUBLIC,
     .answer = "text/csv",
     .handler = handle},
    {0 }
};
static const struct room room = {"note", routes};
static const struct room *const rooms[] = {&room, &openapi_room, NULL};
static json_t *document;

static void set_up(void)
{
    arena_up();
    router_set_rooms(rooms);
    document = json_keep(&arena, openapi_document());
}

/* Follows "a|b|c"; a number picks from an array. */
static const json_t *at(const char *path)
{
    const json_t *value = document;

    while (*path != '\0') {
        size_t length = strcspn(path, "|");
        const char *step = arena_strndup(&arena, path, length);

        value = json_is_array(value)
                    ? json_array_get(value, strtoul(step, NULL, 10))
                    : json_object_get(value, step);
        ck_assert_msg(value != NULL, "no %s", step);
        path += length + (path[length] == '|');
    }
    return value;
}

static void expect(const char *path, const char *quoted)
{
    char *text = arena_strdup(&arena, quoted);
    json_t *expected;

    for (char *c = text; *c != '\0'; c++)
        if (*c == '\'')
            *c = '"';
    expected = json_keep(&arena, json_loads(text, JSON_DECODE_ANY, NULL));
    ck_assert_msg(json_equal(at(path), expected), "%s is %s", path,
                  json_text(&arena, at(path)));
}

START_TEST(sound)
{
    const char *fault = NULL;

    ck_assert_msg(router_check(&fault), "%s", fault);
    expect("openapi", "'3.1.0'");
    expect("security", "[{'session':[]},{'bearer':[]}]");
    expect("paths|/notes/{id}|get|operationId", "'note.load'");
    expect("paths|/notes/{id}|get|tags", "['note']");
    expect("paths|/notes/{id}|get|x-permission", "'note.read'");
    expect("paths|/notes/{id}.csv|get|security", "[]");
}
END_TEST

#define PARAMETERS "paths|/people/{person_id}/notes/{kind}|get|parameters|"

START_TEST(parameters)
{
    expect(PARAMETERS "0", "{'name':'person_id','in':'path','required':true,"
                           "'schema':{'type':'string','format':'uuid'}}");
    expect(PARAMETERS "1", "{'name':'kind','in':'path','required':true,"
                           "'schema':{'type':'string',"
                           "'pattern':'^[a-z0-9_-]{1,64}$'}}");
    expect(PARAMETERS "2|name", "'kind'");
    expect(PARAMETERS "2|required", "true");
    expect(PARAMETERS "3|name", "'cursor'");
    expect(PARAMETERS "3|required", "false");
    expect(PARAMETERS "4|schema",
           "{'type':'integer','minimum':1,'maximum':200,'title':'Limit'}");
    expect("paths|/notes/{id}|patch|parameters|1",
           "{'$ref':'#/components/parameters/IfMatch'}");
    expect("paths|/notes|post|parameters",
           "[{'$ref':'#/components/parameters/IdempotencyKey'}]");
}
END_TEST

START_TEST(bodies)
{
    expect("paths|/notes|post|requestBody|content|application/json|schema",
           "{'$ref':'#/components/schemas/NoteNew'}");
    expect("components|schemas|NoteNew|required", "['note']");
    ck_assert_ptr_null(
        json_object_get(at("paths|/notes/{id}|delete"), "requestBody"));
}
END_TEST

START_TEST(answers)
{
    expect("paths|/notes/{id}|get|responses|200|content|application/json|"
           "schema",
           "{'$ref':'#/components/schemas/Fault'}");
    expect("paths|/people/{person_id}/notes/{kind}|get|responses|200|content|"
           "application/json|schema|properties|items",
           "{'type':'array','items':{'$ref':'#/components/schemas/Fault'}}");
    expect("paths|/notes/{id}.csv|get|responses|200|content",
           "{'text/csv':{}}");
    expect("paths|/notes/{id}|delete|responses|204", "{'description':'Done'}");
    expect("paths|/notes/{id}|patch|responses|412",
           "{'$ref':'#/components/responses/Problem412'}");
    ck_assert_ptr_null(
        json_object_get(at("paths|/notes|post|responses"), "428"));
    expect("components|responses|Problem412|content|"
           "application/problem+json|schema",
           "{'$ref':'#/components/schemas/Problem'}");
}
END_TEST

/* Every $ref leads somewhere. */
static void follow_all(const json_t *value)
{
    const char *name;
    json_t *member;
    size_t index;

    json_object_foreach ((json_t *)value, name, member) {
        if (strcmp(name, "$ref") == 0) {
            char *path = arena_strdup(&arena, json_string_value(member) + 2);

            for (char *c = path; *c != '\0'; c++)
                if (*c == '/')
                    *c = '|';
            at(path);
        } else {
            follow_all(member);
        }
    }
    json_array_foreach (value, index, member)
        follow_all(member);
}

START_TEST(references)
{
    follow_all(document);
}
END_TEST

static const char *etag(const struct reply *out)
{
    for (size_t i = 0; i < out->header_count; i++)
        if (strcmp(out->headers[i].name, "ETag") == 0)
            return out->headers[i].value;
    return NULL;
}

START_TEST(served)
{
    struct header known = {"If-None-Match", NULL};
    struct request request = {.arena = &arena, .headers = &known};
    struct call call = {.arena = &arena, .request = &request};
    struct reply first = {.arena = &arena}, second = {.arena = &arena};

    ck_assert_ptr_null(openapi_room.routes[0].handler(&call, &first));
    ck_assert_int_eq(first.status, 200);
    ck_assert(json_equal(
        document, json_keep(&arena, json_loadb(first.body.data,
                                               first.body.length, 0, NULL))));
    known.value = etag(&first);
    request.header_count = 1;
    ck_assert_ptr_null(openapi_room.routes[0].handler(&call, &second));
    ck_assert_int_eq(second.status, 304);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {sound,   parameters, bodies,
                                  answers, references, served};
    Suite *suite = suite_create("http/openapi");
    TCase *all = tcase_create("all");

    tcase_add_checked_fixture(all, set_up, arena_down);
    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++)
        tcase_add_test(all, tests[i]);
    suite_add_tcase(suite, all);
    return suite_finish(suite);
}
