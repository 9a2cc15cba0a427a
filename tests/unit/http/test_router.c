#include "http/router.h"

#include "tests/unit/suite.h"

#define U1 "0af7d2c8-1b2c-4d3e-8f90-a1b2c3d4e5f6"
#define U2 "11111111-2222-4333-8444-555555555555"

static struct err *handle(struct call *call, struct reply *out)
{
    (void)call;
    return reply_nothing(out);
}

#define ROUTE(m, p, n)                                                         \
    {                                                                          \
        .method = METHOD_##m, .path = p, .name = n,                            \
        .permission = PERM_SIGNED_IN, .mode = TX_READ, .handler = handle       \
    }

static const struct route people_routes[] = {
    ROUTE(GET, "/api/v1/people", "people.list"),
    ROUTE(POST, "/api/v1/people", "people.create"),
    ROUTE(GET, "/api/v1/people/matches", "people.matches"),
    ROUTE(GET, "/api/v1/people/{id}", "people.load"),
    ROUTE(PATCH, "/api/v1/people/{id}", "people.update"),
    ROUTE(GET, "/api/v1/people/{id}/journey", "people.journey"),
    ROUTE(DELETE, "/api/v1/people/{person_id}/markers/{marker_id}",
          "markers.delete"),
    {0}};
static const struct route other_routes[] = {
    ROUTE(GET, "/api/v1/reference/{vocabulary}", "reference.list"),
    ROUTE(GET, "/api/v1/reference/{vocabulary}/history", "reference.history"),
    ROUTE(GET, "/api/v1/reference/versions", "reference.versions"),
    ROUTE(GET, "/api/v1/returns/{id}", "returns.load"),
    ROUTE(GET, "/api/v1/returns/{id}.xlsx", "returns.sheet"),
    {0}};
static const struct room people = {"people", people_routes};
static const struct room other = {"other", other_routes};
static const struct room *const rooms[] = {&people, &other, NULL};

static void set_up(void)
{
    arena_up();
    router_set_rooms(rooms);
}

struct match_case {
    enum method method;
    const char *path;
    const char *name; /* NULL: `code` */
    const char *ids;  /* joined by a space */
    enum err_code code;
};

#define NONE(m, p)                                                             \
    {                                                                          \
        METHOD_##m, p, NULL, NULL, ERR_NOT_FOUND                               \
    }

static const struct match_case match_cases[] = {
    {METHOD_GET,    "/api/v1/people",                                        "people.list",        "",   0                     },
    {METHOD_POST,   "/api/v1/people",                                        "people.create",      "",   0                     },
    {METHOD_GET,    "/api/v1/people/matches",                                "people.matches",     "",   0                     },
    {METHOD_GET,    "/api/v1/people/" U1,                                    "people.load",        U1,   0                     },
    {METHOD_GET,    "/api/v1/people/0AF7D2C8-1B2C-4D3E-8F90-A1B2C3D4E5F6",
     "people.load",                                                                                U1,   0                     },
    {METHOD_PATCH,  "/api/v1/people/" U1,                                    "people.update",      U1,   0                     },
    {METHOD_GET,    "/api/v1/people/" U1 "/journey",                         "people.journey",     U1,   0                     },
    {METHOD_DELETE, "/api/v1/people/" U1 "/markers/" U2,                     "markers.delete",
     U1 " " U2,                                                                                          0                     },
    {METHOD_GET,    "/api/v1/reference/decline-reason_2",                    "reference.list",
     "decline-reason_2",                                                                                 0                     },
    {METHOD_GET,    "/api/v1/reference/versions",                            "reference.versions", "",   0                     },
 /* A literal that leads nowhere does not hide the placeholder. */
    {METHOD_GET,    "/api/v1/reference/versions/history",                    "reference.history",
     "versions",                                                                                         0                     },
    {METHOD_GET,    "/api/v1/returns/" U1,                                   "returns.load",       U1,   0                     },
    {METHOD_GET,    "/api/v1/returns/" U1 ".xlsx",                           "returns.sheet",      U1,   0                     },
 /* encoded letters are the same letters */
    {METHOD_GET,    "/api/v1/p%65ople",                                      "people.list",        "",   0                     },
    {METHOD_GET,    "/api/v1/people/%30af7d2c8-1b2c-4d3e-8f90-a1b2c3d4e5f6",
     "people.load",                                                                                U1,   0                     },
    {METHOD_PUT,    "/api/v1/people",                                        NULL,                 NULL, ERR_METHOD_NOT_ALLOWED},
    {METHOD_POST,   "/api/v1/people/" U1,                                    NULL,                 NULL, ERR_METHOD_NOT_ALLOWED},
    {METHOD_GET,    "/api/v1/people/" U1 "/markers/" U2,                     NULL,                 NULL,
     ERR_METHOD_NOT_ALLOWED                                                                                                    },
    NONE(GET, "/"),
    NONE(GET, ""),
    NONE(GET, "/api/v1"),
    NONE(GET, "/api/v1/"),
    NONE(GET, "/api/v1/people/"),
    NONE(GET, "//api/v1/people"),
    NONE(GET, "/api//v1/people"),
    NONE(GET, "/api/v1/People"),
    NONE(GET, "/api/v1/peopl"),
    NONE(GET, "/api/v1/people2"),
    NONE(GET, "/api/v1/people/1"),
    NONE(GET, "/api/v1/people/" U1 "0"),
    NONE(GET, "/api/v1/people/{id}"),
    NONE(GET, "/api/v1/people/" U1 "/journey/x"),
    NONE(GET, "/api/v1/people/" U1 "%2fjourney"),
    NONE(GET, "/api/v1/people%2f" U1),
    NONE(GET, "/api/v1/peopl%6"),
    NONE(GET, "/api/v1/peopl%zz"),
    NONE(GET, "/api/v1/people/%"),
    NONE(GET, "/api/v1/../v1/people"),
    NONE(GET, "/api/v1/reference/Upper"),
    NONE(GET, "/api/v1/reference/a.b"),
    NONE(GET, "/api/v1/reference/a%00b"),
    NONE(GET,
         "/api/v1/reference/"
         "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
    NONE(GET, "/api/v1/returns/.xlsx"),
    NONE(GET, "/api/v1/returns/1.xlsx"),
    NONE(GET, "/api/v1/returns/" U1 ".csv"),
    NONE(GET, "/a/b/c/d/e/f/g/h/i/j/k/l/m/n"),
    NONE(POST, "/nothing"),
};

static const char *joined_ids(const struct request *request)
{
    struct str str;

    str_init(&str, &arena);
    str_add(&str, "");
    for (size_t i = 0; i < ROUTE_IDS_MAX && request->ids[i] != NULL; i++)
        str_addf(&str, "%s%s", i > 0 ? " " : "", request->ids[i]);
    return str.data;
}

START_TEST(matches)
{
    const struct match_case *it = &match_cases[_i];
    struct request request = {
        .arena = &arena, .method = it->method, .path = it->path};
    struct err *err = router_match(&request);

    if (it->name != NULL) {
        ck_assert_msg(err == NULL, "%s not found", it->path);
        ck_assert_str_eq(request.route->name, it->name);
        ck_assert_str_eq(joined_ids(&request), it->ids);
    } else {
        ck_assert_msg(err != NULL, "%s found", it->path);
        ck_assert_msg(err->code == it->code, "%s gave %d", it->path,
                      (int)err->code);
        ck_assert_ptr_null(request.route);
    }
}
END_TEST

START_TEST(allowed)
{
    ck_assert_str_eq(router_allow(&arena, "/api/v1/people"), "GET, HEAD, POST");
    ck_assert_str_eq(router_allow(&arena, "/api/v1/people/" U1),
                     "GET, HEAD, PATCH");
    ck_assert_str_eq(router_allow(&arena, "/api/v1/people/" U1 "/markers/" U2),
                     "DELETE");
    ck_assert_str_eq(router_allow(&arena, "/nothing"), "");
}
END_TEST

static void expect_fault(const struct route *routes, const char *expected)
{
    const struct room room = {"test", routes};
    const struct room *const list[] = {&people, &room, NULL};
    const char *fault = NULL;
    bool sound;

    router_set_rooms(list);
    sound = router_check(&fault);
    if (expected == NULL) {
        ck_assert_msg(sound, "%s", fault);
    } else {
        ck_assert(!sound);
        ck_assert_str_eq(fault, expected);
    }
}

START_TEST(sound_rooms_pass)
{
    expect_fault(other_routes, NULL);
}
END_TEST

START_TEST(permission_unset)
{
    struct route routes[] = {ROUTE(GET, "/x", "x"), {0}};

    routes[0].permission = NULL;
    expect_fault(routes, "route /x has no permission; a public one says "
                         "PERM_PUBLIC");
    routes[0].permission = "";
    expect_fault(routes, "route /x has no permission; a public one says "
                         "PERM_PUBLIC");
    routes[0].permission = PERM_PUBLIC;
    expect_fault(routes, NULL);
}
END_TEST

START_TEST(permission_without_database)
{
    struct route routes[] = {ROUTE(GET, "/x", "x"), {0}};

    routes[0].mode = 0;
    expect_fault(routes, "route /x asks for a permission, which only the "
                         "database can check, but has no mode");
}
END_TEST

START_TEST(parts_missing)
{
    struct route routes[] = {ROUTE(GET, "/x", "x"), {0}};

    routes[0].handler = NULL;
    expect_fault(routes, "route /x has no handler");
    routes[0].name = NULL;
    expect_fault(routes, "route /x has no name");
    routes[0].method = 0;
    expect_fault(routes, "route /x has no method");
}
END_TEST

START_TEST(answers_known)
{
    struct route routes[] = {ROUTE(GET, "/x", "x"), {0}};

    routes[0].answer = "Problem";
    expect_fault(routes, NULL);
    routes[0].answer = "Problem[]";
    expect_fault(routes, NULL);
    routes[0].answer = "text/csv";
    expect_fault(routes, NULL);
    routes[0].answer = "Nowhere";
    expect_fault(routes, "route /x names an answer no .schema.json has");
}
END_TEST

START_TEST(overlaps)
{
    const struct route same[] = {ROUTE(GET, "/api/v1/people", "x"), {0}};
    const struct route ids[] = {ROUTE(GET, "/api/v1/people/{other_id}", "x"),
                                {0}};
    const struct route codes[] = {ROUTE(GET, "/api/v1/people/{code}", "x"),
                                  {0}};
    const struct route names[] = {ROUTE(GET, "/x", "people.list"), {0}};
    const struct route fine[] = {ROUTE(PUT, "/api/v1/people/{id}", "x"),
                                 ROUTE(GET, "/api/v1/people/{id}.csv", "y"),
                                 ROUTE(GET, "/api/v1/people/{id}/x", "z"),
                                 {0}};

    expect_fault(same, "route /api/v1/people overlaps another");
    expect_fault(ids, "route /api/v1/people/{other_id} overlaps another");
    expect_fault(codes, "route /api/v1/people/{code} overlaps another");
    expect_fault(names, "route /x has the same name as another");
    expect_fault(fine, NULL);
}
END_TEST

START_TEST(paths_sound)
{
    static const char *const bad[] = {
        "x",    "/",    "/x/",  "/x//y",           "/{}", "/{id}x", "/x{id}",
        "/x?y", "/%41", "/{id", "/{a}/{b}/{c}/{d}"};

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct route routes[] = {ROUTE(GET, bad[i], "x"), {0}};

        expect_fault(routes,
                     arena_printf(&arena, "route %s has %s", bad[i],
                                  i == 10 ? "too many placeholders"
                                          : "a path that is not sound"));
    }
}
END_TEST

START_TEST(get_has_no_body)
{
    static const struct field fields[] = {{0}};
    static const struct input_table input = {.name = "X", .fields = fields};
    struct route routes[] = {ROUTE(GET, "/x", "x"), {0}};

    routes[0].input = &input;
    expect_fault(routes, "route /x is a GET with a body or If-Match");
}
END_TEST

START_TEST(inputs_sound)
{
    static const struct field fields[] = {{0}};
    static const struct input_table answer = {.name = "Problem",
                                              .fields = fields};
    static const struct input_table empty = {.name = "Empty"};
    struct route routes[] = {ROUTE(POST, "/x", "x"), {0}};

    routes[0].input = &answer;
    expect_fault(routes, "route /x has an input named as an answer");
    routes[0].input = NULL;
    routes[0].query = &empty;
    expect_fault(routes, "route /x has an input without name or fields");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("http/router");
    TCase *all = tcase_create("all");

    tcase_add_checked_fixture(all, set_up, arena_down);
    tcase_add_loop_test(all, matches, 0,
                        (int)(sizeof match_cases / sizeof match_cases[0]));
    tcase_add_test(all, allowed);
    tcase_add_test(all, sound_rooms_pass);
    tcase_add_test(all, permission_unset);
    tcase_add_test(all, permission_without_database);
    tcase_add_test(all, parts_missing);
    tcase_add_test(all, answers_known);
    tcase_add_test(all, overlaps);
    tcase_add_test(all, paths_sound);
    tcase_add_test(all, get_has_no_body);
    tcase_add_test(all, inputs_sound);
    suite_add_tcase(suite, all);
    return suite_finish(suite);
}
