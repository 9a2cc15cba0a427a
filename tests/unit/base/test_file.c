#include "tests/unit/suite.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static char folder[] = "/tmp/throughline-test-XXXXXX";

static const char *in_folder(const char *name)
{
    return arena_printf(&arena, "%s/%s", folder, name);
}

START_TEST(writes_and_reads)
{
    struct slice content;
    struct stat status;

    ck_assert_ptr_null(file_write(&arena, in_folder("a"), 0640, "first"));
    ck_assert_ptr_null(file_write(&arena, in_folder("a"), 0600, "second"));
    ck_assert_ptr_null(file_read(&arena, in_folder("a"), &content));
    ck_assert_uint_eq(content.length, 6);
    ck_assert_str_eq(content.data, "second");
    ck_assert_int_eq(stat(in_folder("a"), &status), 0);
    ck_assert_uint_eq(status.st_mode & 07777, 0600);
    ck_assert_ptr_null(file_write(&arena, in_folder("a"), 0600, ""));
    ck_assert_ptr_null(file_read(&arena, in_folder("a"), &content));
    ck_assert_uint_eq(content.length, 0);
}
END_TEST

START_TEST(tells_what_is_missing)
{
    struct slice content;
    struct err *err = file_read(&arena, in_folder("nothing"), &content);

    ck_assert_ptr_nonnull(err);
    ck_assert_ptr_nonnull(strstr(err->log, in_folder("nothing")));
    ck_assert_ptr_nonnull(strstr(err->log, "No such file"));
    ck_assert_ptr_nonnull(file_read(&arena, folder, &content));
    ck_assert_ptr_nonnull(
        file_write(&arena, in_folder("none/file"), 0600, "x"));
}
END_TEST

START_TEST(lists_in_byte_order)
{
    const char *const *names;
    size_t count;
    static const char *const files[] = {"b.sql",  "B.sql", "a.sql", "0.sql",
                                        ".c.sql", "d.txt", ".sql"};

    ck_assert_ptr_null(file_make_directory(&arena, in_folder("list"), 0700));
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        ck_assert_ptr_null(file_write(
            &arena, arena_printf(&arena, "%s/list/%s", folder, files[i]), 0600,
            ""));
    ck_assert_ptr_null(
        file_list(&arena, in_folder("list"), ".sql", &names, &count));
    ck_assert_uint_eq(count, 4);
    ck_assert_str_eq(names[0], "0.sql");
    ck_assert_str_eq(names[1], "B.sql");
    ck_assert_str_eq(names[2], "a.sql");
    ck_assert_str_eq(names[3], "b.sql");
    ck_assert_ptr_nonnull(
        file_list(&arena, in_folder("none"), ".sql", &names, &count));
}
END_TEST

START_TEST(makes_folders)
{
    struct stat status;

    ck_assert_ptr_null(file_make_directory(&arena, in_folder("x/y z/w"), 0700));
    ck_assert_ptr_null(file_make_directory(&arena, in_folder("x/y z/w"), 0700));
    ck_assert_int_eq(stat(in_folder("x/y z/w"), &status), 0);
    ck_assert_uint_eq(status.st_mode & 07777, 0700);
    ck_assert(file_exists(in_folder("x")));
    ck_assert(!file_exists(in_folder("xx")));
    ck_assert_ptr_null(file_write(&arena, in_folder("plain"), 0600, ""));
    ck_assert_ptr_nonnull(
        file_make_directory(&arena, in_folder("plain/under"), 0700));
}
END_TEST

START_TEST(removes_folders)
{
    ck_assert_ptr_null(file_make_directory(&arena, in_folder("gone/x"), 0700));
    ck_assert_ptr_null(file_write(&arena, in_folder("stays"), 0600, ""));
    ck_assert_int_eq(symlink(in_folder("stays"), in_folder("gone/x/link")), 0);
    ck_assert_int_eq(symlink(folder, in_folder("gone/folder")), 0);
    file_remove_directory(in_folder("gone"));
    ck_assert(!file_exists(in_folder("gone")));
    ck_assert(file_exists(in_folder("stays")));
    file_remove_directory(in_folder("gone"));
}
END_TEST

static void folder_down(void)
{
    file_remove_directory(folder);
}

int main(void)
{
    const TTest *const tests[] = {writes_and_reads,    tells_what_is_missing,
                                  lists_in_byte_order, makes_folders,
                                  removes_folders,     NULL};

    if (!mkdtemp(folder))
        return 1;
    return suite_run("base/file", tests, NULL, folder_down);
}
