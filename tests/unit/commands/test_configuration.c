/* The table of settings and config/throughline.conf.example must agree. */
#include "tests/unit/suite.h"

#include "base/file.h"
#include "commands/configuration.h"

#define EXAMPLE "config/throughline.conf.example"

static struct slice example;

/* "[http]\n" to the next heading. */
static struct slice section_of(const char *name)
{
    const char *heading = arena_printf(&arena, "\n[%s]\n", name);
    const char *start = strstr(example.data, heading), *end;

    ck_assert_msg(start, "no section [%s] in " EXAMPLE, name);
    start += strlen(heading);
    end = strstr(start, "\n[");
    return (struct slice){start,
                          end ? (size_t)(end - start) + 1 : strlen(start)};
}

static void example_read(void)
{
    ck_assert_ptr_null(file_read(&arena, EXAMPLE, &example));
}

START_TEST(each_setting_is_explained)
{
    example_read();
    for (const struct setting *s = configuration_table; s->name; s++) {
        struct slice section = section_of(s->section);
        const char *text = arena_strndup(&arena, section.data, section.length);
        const char *line =
            s->fallback
                ? arena_printf(&arena, "\n#%s = %s\n", s->name, s->fallback)
                : arena_printf(&arena, "\n#%s =\n", s->name);
        ck_assert_msg(strstr(text, line), "[%s] lacks %s", s->section, line);
    }
}
END_TEST

/* With every comment sign before a setting taken away, it is still a file
 * that can be read: so nothing in it is unknown. */
START_TEST(nothing_else_is_in_it)
{
    struct configuration configuration = {0};
    char *text, *at;
    char *none[] = {NULL};
    const char *path = "/tmp/throughline-test-example.conf";
    struct err *err;

    example_read();
    text = at = arena_strdup(&arena, example.data);
    while ((at = strstr(at, "\n#")) != NULL) {
        if (at[2] >= 'a' && at[2] <= 'z')
            at[1] = ' ';
        at++;
    }
    ck_assert_ptr_null(file_write(&arena, path, 0600, text));
    err =
        settings_read(&arena, configuration_table, path, none, &configuration);
    remove(path);
    ck_assert_msg(!err, "%s", err ? err->log : "");
    ck_assert_int_eq(configuration.listener.port, 8080);
    ck_assert_int_eq(configuration.listener.answer_seconds, 5);
    ck_assert_str_eq(configuration.log_level, "info");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {each_setting_is_explained,
                                  nothing_else_is_in_it, NULL};

    return suite_run("commands/configuration", tests, NULL, NULL);
}
