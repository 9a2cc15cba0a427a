#include "tests/unit/suite.h"

#include <stddef.h>
#include <unistd.h>

#include "base/file.h"
#include "base/settings.h"

struct values {
    const char *name;
    const char *secret;
    int port;
    bool strict;
};

static const struct setting table[] = {
    {"http",                  "name", SETTING_TEXT, "here", 0, 0, offsetof(struct values, name)},
    {"http",           "port", SETTING_NUMBER, "80", -1, 99,
     offsetof(struct values, port)},
    {"http",                      "strict", SETTING_SWITCH, "no", 0, 0,
     offsetof(struct values, strict)},
    {"database", "secret", SETTING_SECRET, NULL, 0, 0,
     offsetof(struct values, secret)},
    {0                      }
};

static char folder[] = "/tmp/throughline-test-XXXXXX";
static struct values values;

static const char *file_with(const char *name, const char *text)
{
    const char *path = arena_printf(&arena, "%s/%s", folder, name);

    ck_assert_ptr_null(file_write(&arena, path, 0600, text));
    return path;
}

static struct err *read_both(const char *text, const char *variable)
{
    char *environment[] = {"PATH=/bin", (char *)(uintptr_t)variable, NULL};
    const char *path = text ? file_with("settings.conf", text) : NULL;

    values = (struct values){0};
    return settings_read(&arena, table, path, environment, &values);
}

static void refused(const char *text, const char *variable, const char *end)
{
    struct err *err = read_both(text, variable);
    const char *log = err ? err->log : "accepted";
    size_t length = strlen(log);

    ck_assert_msg(err && length >= strlen(end) &&
                      strcmp(log + length - strlen(end), end) == 0,
                  "%s", log);
}

START_TEST(fallbacks)
{
    ck_assert_ptr_null(read_both(NULL, NULL));
    ck_assert_str_eq(values.name, "here");
    ck_assert_ptr_null(values.secret);
    ck_assert_int_eq(values.port, 80);
    ck_assert(!values.strict);
}
END_TEST

START_TEST(file_then_environment)
{
    static const char text[] = "# a comment\n; another\n\n[http]\n"
                               "  name =  a b = c \r\nport=-1\n"
                               "strict = yes\n[database]\nsecret = # x\n";

    ck_assert_ptr_null(read_both(text, NULL));
    ck_assert_str_eq(values.name, "a b = c");
    ck_assert_str_eq(values.secret, "# x");
    ck_assert_int_eq(values.port, -1);
    ck_assert(values.strict);
    ck_assert_ptr_null(read_both(text, "THROUGHLINE_PORT=7"));
    ck_assert_int_eq(values.port, 7);
    ck_assert_ptr_null(read_both(text, "THROUGHLINE_SECRET="));
    ck_assert_ptr_null(values.secret);
}
END_TEST

START_TEST(faults_of_files)
{
    refused("[http]\nprot = 1\n", NULL,
            "line 2: there is no setting prot in section [http]");
    refused("port = 1\n", NULL,
            "line 1: there is no setting port in section []");
    refused("[database]\nport = 1\n", NULL,
            "line 2: there is no setting port in section [database]");
    refused("\n[htp]\n", NULL, "line 2: there is no section [htp]");
    refused("[http\n", NULL, "line 1: a heading ends in ]");
    refused("[http]\nport\n", NULL, "line 2: not `name = value`");
    refused("[http]\nport = 1\nport = 1\n", NULL,
            "line 3: port was given further up already");
    refused("[http]\nport = 1x\n", NULL,
            "line 2: port takes a whole number from -1 to 99");
    refused("[http]\nport = 100\n", NULL,
            "line 2: port takes a whole number from -1 to 99");
    refused("[http]\nport =\n", NULL,
            "line 2: port takes a whole number from -1 to 99");
    refused("[http]\nport = 99999999999999999999\n", NULL,
            "line 2: port takes a whole number from -1 to 99");
    refused("[http]\nstrict = true\n", NULL, "line 2: strict is yes or no");
}
END_TEST

START_TEST(faults_of_environment)
{
    refused(NULL, "THROUGHLINE_PROT=1",
            "THROUGHLINE_PROT: there is no such setting");
    refused(NULL, "THROUGHLINE_port=1",
            "THROUGHLINE_port: there is no such setting");
    refused(NULL, "THROUGHLINE_=1", "THROUGHLINE_: there is no such setting");
    refused(NULL, "THROUGHLINE_PORT=x",
            "THROUGHLINE_PORT: port takes a whole number from -1 to 99");
    ck_assert_ptr_null(read_both(NULL, "THROUGHLINE_BASE_URL=x"));
}
END_TEST

START_TEST(secrets_from_files)
{
    const char *path = file_with("secret", "s3cret\n");
    char *by_file[] = {arena_printf(&arena, "THROUGHLINE_SECRET_FILE=%s", path),
                       NULL};
    char *twice[] = {by_file[0], "THROUGHLINE_SECRET=other", NULL};
    char *credential[] = {
        arena_printf(&arena, "CREDENTIALS_DIRECTORY=%s", folder), NULL};
    char *over[] = {credential[0], "THROUGHLINE_SECRET=other", NULL};

    ck_assert_ptr_null(settings_read(&arena, table, NULL, by_file, &values));
    ck_assert_str_eq(values.secret, "s3cret");
    ck_assert_ptr_nonnull(settings_read(&arena, table, NULL, twice, &values));
    ck_assert_ptr_null(settings_read(&arena, table, NULL, credential, &values));
    ck_assert_str_eq(values.secret, "s3cret");
    ck_assert_ptr_null(settings_read(&arena, table, NULL, over, &values));
    ck_assert_str_eq(values.secret, "other");
    refused(NULL, "THROUGHLINE_SECRET_FILE=/nowhere",
            "No such file or directory");
}
END_TEST

static void folder_down(void)
{
    file_remove_directory(folder);
}

int main(void)
{
    const TTest *const tests[] = {fallbacks,          file_then_environment,
                                  faults_of_files,    faults_of_environment,
                                  secrets_from_files, NULL};

    if (!mkdtemp(folder))
        return 1;
    return suite_run("base/settings", tests, NULL, folder_down);
}
