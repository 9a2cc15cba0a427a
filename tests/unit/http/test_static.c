#include "tests/unit/suite.h"

#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "http/static.h"

static char folder[] = "/tmp/throughline-static-XXXXXX";
static struct site *site;

static void file_put(const char *name, const char *text)
{
    const char *path = arena_printf(&arena, "%s/%s", folder, name);

    ck_assert_ptr_eq(file_write(&arena, path, 0644, text), NULL);
}

static void file_drop(const char *name)
{
    unlink(arena_printf(&arena, "%s/%s", folder, name));
}

static struct brand brand = {
    .name = "North \"& East\"", .colour = "#123a4a", .training = true};

static void site_make(void)
{
    file_put("site.json",
             "{\"files\":["
             "{\"url\":\"/a-1.css\",\"path\":\"a.css\",\"type\":\"text/css\","
             "\"immutable\":true,\"plain\":[0,5],\"gzip\":[5,4],\"br\":[9,2],"
             "\"etag\":\"\\\"tag\\\"\"},"
             "{\"url\":\"/view.html\",\"path\":\"view.html\",\"type\":"
             "\"text/html\",\"immutable\":false,\"plain\":[11,4],"
             "\"gzip\":null,\"br\":null,"
             "\"etag\":\"view\"}],"
             "\"pages\":[{\"pattern\":\"/people/{id}\",\"file\":\"view.html\"},"
             "{\"pattern\":\"404\",\"file\":\"view.html\"}]}");
    file_put("site.pack", "plaingzipbrpage");
    ck_assert_ptr_eq(site_load(&arena, folder, &brand, &site), NULL);
}

static void site_drop(void)
{
    static const char *const names[] = {"site.json", "site.pack"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        file_drop(names[i]);
    rmdir(folder);
}

static void folder_make(void)
{
    log_set_level(LOG_ERROR);
}

static void ask(const char *path, const char *accept, const char *tag,
                struct reply *reply)
{
    struct header headers[] = {
        {"Accept-Encoding", accept},
        {"If-None-Match",   tag   }
    };
    struct request request = {.arena = &arena,
                              .headers = accept ? headers : headers + 1,
                              .header_count = (accept != NULL) + (tag != NULL)};

    *reply = (struct reply){0};
    ck_assert_ptr_ne(site_find(site, path), NULL);
    site_reply(site, site_find(site, path), &request, reply);
}

static const char *header_of(const struct reply *reply, const char *name)
{
    for (size_t i = 0; i < reply->header_count; i++) {
        if (!strcmp(reply->headers[i].name, name))
            return reply->headers[i].value;
    }
    return NULL;
}

START_TEST(patterns_fit_whole_paths)
{
    ck_assert(pattern_fits("/", "/"));
    ck_assert(pattern_fits("/people/{id}", "/people/7"));
    ck_assert(pattern_fits("/a/{b}/c/{d}", "/a/1/c/2"));
    ck_assert(!pattern_fits("/people/{id}", "/people/"));
    ck_assert(!pattern_fits("/people/{id}", "/people/7/"));
    ck_assert(!pattern_fits("/people/{id}", "/people/7/x"));
    ck_assert(!pattern_fits("/people/{id}", "/people"));
    ck_assert(!pattern_fits("/people/new", "/people/ne"));
    ck_assert(!pattern_fits("/people", "/people/new"));
}
END_TEST

START_TEST(the_best_encoding_is_chosen)
{
    static const bool all[ENCODING_COUNT] = {true, true, true};
    static const bool plain[ENCODING_COUNT] = {true, false, false};
    static const struct {
        const char *accept;
        enum encoding best;
    } cases[] = {
        {NULL,                         ENCODING_PLAIN},
        {"",                           ENCODING_PLAIN},
        {"gzip",                       ENCODING_GZIP },
        {"gzip, deflate, br, zstd",    ENCODING_BR   },
        {"GZIP ;q=1, br;q=0.5",        ENCODING_GZIP },
        {"br;q=0, gzip;q=0.001",       ENCODING_GZIP },
        {"br;q=0, gzip;q=0.000",       ENCODING_PLAIN},
        {"*",                          ENCODING_BR   },
        {"*;q=0",                      ENCODING_PLAIN},
        {"br;q=0, *",                  ENCODING_GZIP },
        {"identity;q=1, gzip;q=0.5",   ENCODING_PLAIN},
        {"x-gzip, brotli, gzipped",    ENCODING_PLAIN},
        {"gzip;q=abc",                 ENCODING_PLAIN},
        {"deflate,gzip;q=1.0,*;q=0.5", ENCODING_GZIP },
        {"gzip;q=0.9,br;q=0.95",       ENCODING_BR   },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        ck_assert_msg(encoding_choose(cases[i].accept, all) == cases[i].best,
                      "%s", cases[i].accept);
    ck_assert_int_eq(encoding_choose("gzip, br", plain), ENCODING_PLAIN);
}
END_TEST

START_TEST(tags_are_found_in_lists)
{
    ck_assert(etag_among("\"a\"", "\"a\""));
    ck_assert(etag_among("W/\"a\"", "\"a\""));
    ck_assert(etag_among("\"b\", W/\"a\" ,\"c\"", "\"a\""));
    ck_assert(etag_among(" *", "\"a\""));
    ck_assert(!etag_among("\"ab\"", "\"a\""));
    ck_assert(!etag_among("a", "\"a\""));
    ck_assert(!etag_among("", "\"a\""));
    ck_assert(!etag_among("\"b\",", "\"a\""));
}
END_TEST

START_TEST(variants_have_their_own_tags)
{
    struct reply reply;

    site_make();
    ask("/a-1.css", "br", NULL, &reply);
    ck_assert_int_eq(reply.status, 200);
    ck_assert(slice_equal(reply.body, slice_from("br")));
    ck_assert_str_eq(header_of(&reply, "Content-Encoding"), "br");
    ck_assert_str_eq(header_of(&reply, "ETag"), "\"tag-br\"");
    ck_assert_ptr_ne(strstr(header_of(&reply, "Cache-Control"), "immutable"),
                     NULL);
    ask("/a-1.css", "br", "\"tag\"", &reply);
    ck_assert_int_eq(reply.status, 200);
    ask("/a-1.css", "br", "\"tag-br\"", &reply);
    ck_assert_int_eq(reply.status, 304);
    ck_assert_uint_eq(reply.body.length, 0);
    ask("/a-1.css", NULL, NULL, &reply);
    ck_assert(slice_equal(reply.body, slice_from("plain")));
    ck_assert_ptr_eq(header_of(&reply, "Content-Encoding"), NULL);
    ck_assert_str_eq(header_of(&reply, "Vary"), "Accept-Encoding");
}
END_TEST

START_TEST(pages_stand_under_their_patterns)
{
    struct reply reply;

    site_make();
    ask("/people/7", NULL, NULL, &reply);
    ck_assert_int_eq(reply.status, 404); /* the page of this name is the 404 */
    ck_assert_str_eq(header_of(&reply, "Cache-Control"), "no-cache");
    ck_assert_ptr_eq(site_find(site, "/people"), NULL);
    ck_assert_ptr_eq(site_find(site, "/a.css"), NULL);
    ask("/brand.json", NULL, NULL, &reply);
    ck_assert_str_eq(reply.body.data,
                     "{\"demo\":false,\"training\":true,\"name\":\"North "
                     "\\\"& East\\\"\"}");
    ask("/brand.css", NULL, NULL, &reply);
    ck_assert_str_eq(reply.body.data,
                     ":root { --throughline-frame: #123a4a; }\n");
}
END_TEST

START_TEST(a_colour_is_one_that_white_text_stands_out_on)
{
    static const char *const fit[] = {"#123a4a", "#000000", "#1D70B8"};
    static const char *const unfit[] = {"",         "#fff",    "#ffffff",
                                        "#00bb00",  "#12345g", "123a4a0",
                                        "#123a4a;", "#+12345"};

    for (size_t i = 0; i < sizeof(fit) / sizeof(fit[0]); i++)
        ck_assert_msg(brand_colour_fits(fit[i]), "%s", fit[i]);
    for (size_t i = 0; i < sizeof(unfit) / sizeof(unfit[0]); i++)
        ck_assert_msg(!brand_colour_fits(unfit[i]), "%s", unfit[i]);
}
END_TEST

/* A manifest of one file, which is there in the pack. */
#define ONE(place)                                                             \
    "{\"files\":[{\"path\":\"a\",\"type\":\"a\",\"etag\":\"b\","               \
    "\"plain\":" place "}],\"pages\":[]}"

START_TEST(a_broken_site_is_refused)
{
    static const char *const manifests[] = {
        "{",
        "{\"files\":[{\"path\":\"a\",\"type\":\"a\",\"plain\":[0,1]}]}",
        ONE("[0,16]"),
        ONE("[16,0]"),
        ONE("[-1,1]"),
        ONE("[1,-1]"),
        ONE("[9223372036854775807,9223372036854775807]"),
        ONE("[0]"),
        ONE("null"),
        ONE("[0,1],\"br\":[15,1]"),
        "{\"files\":[],\"pages\":[{\"pattern\":\"/\",\"file\":\"none\"}]}"};

    site_make();
    for (size_t i = 0; i < sizeof(manifests) / sizeof(manifests[0]); i++) {
        file_put("site.json", manifests[i]);
        ck_assert_msg(site_load(&arena, folder, &brand, &site) != NULL, "%s",
                      manifests[i]);
    }
    file_put("site.json", ONE("[0,15]"));
    ck_assert_ptr_null(site_load(&arena, folder, &brand, &site));
    file_drop("site.pack");
    ck_assert_ptr_nonnull(site_load(&arena, folder, &brand, &site));
    file_drop("site.json");
    ck_assert_ptr_ne(site_load(&arena, folder, &brand, &site), NULL);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {patterns_fit_whole_paths,
                                  the_best_encoding_is_chosen,
                                  tags_are_found_in_lists,
                                  variants_have_their_own_tags,
                                  pages_stand_under_their_patterns,
                                  a_broken_site_is_refused,
                                  a_colour_is_one_that_white_text_stands_out_on,
                                  NULL};
    int status;

    if (!mkdtemp(folder))
        return EXIT_FAILURE;
    status = suite_run("static", tests, folder_make, NULL);
    arena_init(&arena);
    site_drop();
    arena_release(&arena);
    return status;
}
