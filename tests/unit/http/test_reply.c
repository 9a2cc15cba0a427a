/*
 * What is said back: objects, lists and their pages, changes, redirects.
 */
#include "tests/unit/http/corridor.h"

/* --- replies
 * -------------------------------------------------------------------- */

START_TEST(not_modified)
{
    struct reply out = GOT("/notes/" ID, {"If-None-Match", "\"7\""});

    ck_assert_int_eq(out.status, 304);
    ck_assert_uint_eq(out.body.length, 0);
    ck_assert_str_eq(header(&out, "ETag"), "\"7\"");
    ck_assert_int_eq(fake.committed, 1); /* reading is logged all the same */
    out = GOT("/notes/" ID, {"If-None-Match", "\"6\""});
    ck_assert_int_eq(out.status, 200);
}
END_TEST

/* Its version says nothing of its parts. */
START_TEST(whole_is_never_unmodified)
{
    struct reply out = GOT("/wholes/" ID, {"If-None-Match", "\"7\""});

    expect_body(&out, 200, "{\"a\":1}");
    ck_assert_str_eq(header(&out, "ETag"), "\"7\"");
}
END_TEST

START_TEST(nothing_there)
{
    struct reply out;

    rows.count = 0;
    out = GOT("/notes/" ID);
    expect_problem(&out, 404, "not-found");
}
END_TEST

START_TEST(without_version)
{
    struct reply out;

    rows.columns = 1;
    out = GOT("/notes/" ID);
    ck_assert_int_eq(out.status, 200);
    ck_assert_ptr_null(header(&out, "ETag"));
}
END_TEST

START_TEST(creating)
{
    struct reply out = SENT(POST, "/notes", NOTE_BODY, JSON);

    expect_body(&out, 201, "{\"a\":1}");
    ck_assert_str_eq(seen_body, "{\"note\":\"x\"}");
    ck_assert_str_eq(header(&out, "Location"),
                     arena_printf(&arena, "/notes/%s", new_id));
}
END_TEST

START_TEST(creating_elsewhere)
{
    struct reply out = SENT(POST, "/wholes/" ID "/parts", NULL);

    expect_body(&out, 201, "{\"a\":1}");
    ck_assert_str_eq(header(&out, "Location"),
                     arena_printf(&arena, "/parts/%s", new_id));
}
END_TEST

START_TEST(removing)
{
    struct reply out = SENT(DELETE, "/parts/" ID, NULL, {"If-Match", "\"7\""});

    ck_assert_int_eq(out.status, 204);
    ck_assert_uint_eq(out.body.length, 0);
    changed.affected = 0;
    out = SENT(DELETE, "/parts/" ID, NULL, {"If-Match", "\"7\""});
    expect_problem(&out, 409, "\"detail\":\"It is in use\"");
    out = SENT(DELETE, "/parts/" ID, NULL, {"If-Match", "\"6\""});
    expect_problem(&out, 412, "\"current\":{\"a\":1}");
    rows.count = 0;
    out = SENT(DELETE, "/parts/" ID, NULL, {"If-Match", "\"6\""});
    expect_problem(&out, 404, "not-found");
    out = SENT(DELETE, "/parts/" ID, NULL);
    expect_problem(&out, 428, "version-needed");
}
END_TEST

static struct reply patched(const char *version)
{
    return SENT(PATCH, "/notes/" ID, "{\"note\":\"x\"}", JSON,
                {"If-Match", version});
}

START_TEST(changing)
{
    struct reply out = patched("\"7\"");

    expect_body(&out, 200, "{\"a\":1}");
    ck_assert_str_eq(seen_version, "7");
    changed.affected = 0;
    out = patched("\"7\"");
    expect_problem(&out, 409, "\"detail\":\"It is closed\"");
    out = patched("\"6\"");
    expect_problem(&out, 412, "\"current\":{\"a\":1}");
    rows.count = 0;
    out = patched("\"6\"");
    expect_problem(&out, 404, "not-found");
}
END_TEST

START_TEST(version_in_a_form)
{
    struct reply out = SENT(PATCH, "/notes/" ID, "note=x&version=7", FORM);

    ck_assert_int_eq(out.status, 200);
    ck_assert_str_eq(seen_version, "7");
    ck_assert_str_eq(seen_body, "{\"note\":\"x\"}");
}
END_TEST

START_TEST(whole_list)
{
    struct reply out;

    rows = (struct rows){
        2, 2, 2, {{"{\"n\":1}", "[1]"}, {"{\"n\":2}", "[2]"}}
    };
    out = GOT("/notes");
    expect_body(&out, 200, "{\"items\":[{\"n\":1},{\"n\":2}],\"next\":null}");
    ck_assert_ptr_null(header(&out, "Link"));
    ck_assert_uint_eq(seen_page.limit, 50);
    ck_assert_str_eq(seen_page.limit_plus, "51");
    ck_assert_ptr_null(seen_page.after);
    rows.count = 0;
    out = GOT("/notes");
    expect_body(&out, 200, "{\"items\":[],\"next\":null}");
}
END_TEST

START_TEST(next_page)
{
    struct reply out;
    json_t *json;
    const char *cursor;

    rows = (struct rows){
        3,
        2,
        3,
        {{"{\"n\":1}", "[1]"},
          {"{\"n\":2}", "[2, \"b\"]"},
          {"{\"n\":3}", "[3]"}}
    };
    out = LISTED("limit=2&kind=a");
    json =
        json_keep(&arena, json_loadb(out.body.data, out.body.length, 0, NULL));
    ck_assert_uint_eq(json_array_size(json_object_get(json, "items")), 2);
    cursor = json_string_value(json_object_get(json, "next"));
    ck_assert_str_eq(
        header(&out, "Link"),
        arena_printf(&arena, "</notes?limit=2&kind=a&cursor=%s>; rel=\"next\"",
                     cursor));
    /* The next page, with another limit; the Link's cursor is replaced. */
    out = LISTED(arena_printf(&arena, "cursor=%s&kind=a&limit=1", cursor));
    ck_assert_int_eq(out.status, 200);
    ck_assert_str_eq(seen_page.after, "[2, \"b\"]");
    ck_assert_ptr_nonnull(
        strstr(header(&out, "Link"), "</notes?kind=a&limit=1&cursor="));
    /* It is of no use with another filter. */
    out = LISTED(arena_printf(&arena, "cursor=%s&kind=b", cursor));
    expect_problem(&out, 400, "start again from its first page");
    out = LISTED("cursor=x");
    ck_assert_int_eq(out.status, 400);
}
END_TEST

/* --- pages
 * ---------------------------------------------------------------------- */

static const char *redirected(struct ask ask)
{
    struct reply out = asked(ask);

    ck_assert_int_eq(out.status, 303);
    ck_assert_uint_eq(out.body.length, 0);
    ck_assert_ptr_null(header(&out, "ETag"));
    return header(&out, "Location");
}

START_TEST(form_leads_on)
{
    const char *path = redirected(
        (struct ask)ASK(POST, "/notes", NULL, "note=x", FORM, NAVIGATES));

    ck_assert_str_eq(path, arena_printf(&arena, "/notes/%s", new_id));
    path = redirected((struct ask)ASK(POST, "/people/" ID "/notes", NULL,
                                      "note=x", FORM, NAVIGATES));
    ck_assert_str_eq(path,
                     arena_printf(&arena, "/people/%s?note=%s", ID, new_id));
}
END_TEST

#define HOST                                                                   \
    {                                                                          \
        "Host", "h:1"                                                          \
    }

START_TEST(form_leads_back)
{
    static const struct {
        const char *referer;
        const char *path;
    } cases[] = {
        {"http://h:1/people/7?tab=notes", "/people/7?tab=notes"},
        {"http://h:1/",                   "/"                  },
        {"http://h:1",                    "/"                  },
        {"https://h:1/x",                 "/"                  },
        {"http://h:12/x",                 "/"                  },
        {"http://h:1.evil.example/x",     "/"                  },
        {"http://h:1//evil.example",      "/"                  },
        {"http://h:1/\\evil.example",     "/"                  },
        {"http://h:1/a b",                "/"                  },
        {"/x",                            "/"                  },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *path = redirected(
            (struct ask)ASK(DELETE, "/notes/" ID, NULL, NULL, HOST, NAVIGATES,
                            {"Referer", cases[i].referer}));

        ck_assert_str_eq(path, cases[i].path);
    }
}
END_TEST

START_TEST(files_are_files)
{
    struct reply out = SENT(POST, "/notes/export", NULL, NAVIGATES);

    expect_body(&out, 200, "a,b");
    out = GOT("/notes/" ID, NAVIGATES);
    expect_body(&out, 200, "{\"a\":1}");
}
END_TEST

START_TEST(failed_form_is_a_page)
{
    struct reply out =
        SENT(POST, "/notes", "note=&x=long+text", FORM, NAVIGATES);

    ck_assert_int_eq(out.status, 422);
    ck_assert_str_eq(out.content_type, "text/html; charset=utf-8");
    ck_assert_ptr_nonnull(strstr(out.body.data, "<li>Enter note</li>"));
    ck_assert_ptr_nonnull(strstr(out.body.data, "<pre>long text</pre>"));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {not_modified,
                                  whole_is_never_unmodified,
                                  creating_elsewhere,
                                  removing,
                                  nothing_there,
                                  without_version,
                                  creating,
                                  changing,
                                  version_in_a_form,
                                  whole_list,
                                  next_page,
                                  form_leads_on,
                                  form_leads_back,
                                  files_are_files,
                                  failed_form_is_a_page};
    Suite *suite = suite_create("http/reply");
    TCase *all = tcase_create("all");

    tcase_add_checked_fixture(all, set_up, arena_down);
    tcase_set_timeout(all, 60);
    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++)
        tcase_add_test(all, tests[i]);
    suite_add_tcase(suite, all);
    return suite_finish(suite);
}
