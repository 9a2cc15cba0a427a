#include "tests/unit/suite.h"

#include <dirent.h>
#include <libgen.h>
#include <limits.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/str.h"

static char folder[] = P_tmpdir "/embed_sql_XXXXXX";
static char tool[PATH_MAX];

/* The build puts the tool beside the folder of the tests. */
static void tool_up(void)
{
    char here[PATH_MAX - 32];
    ssize_t length = readlink("/proc/self/exe", here, sizeof(here) - 1);

    ck_assert_int_gt(length, 0);
    here[length] = '\0';
    snprintf(tool, sizeof(tool), "%s/../embed_sql", dirname(here));
    ck_assert_msg(access(tool, X_OK) == 0, "%s is not built", tool);
    ck_assert_ptr_nonnull(mkdtemp(folder));
    /* It leaves its memory to the end of the process. */
    setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
}

static const char *place(const char *name)
{
    return arena_printf(&arena, "%s/%s", folder, name);
}

static void folder_empty(void)
{
    DIR *open = opendir(folder);
    struct dirent *entry;

    while ((entry = readdir(open)) != NULL)
        if (entry->d_name[0] != '.')
            unlink(place(entry->d_name));
    closedir(open);
}

static void tool_down(void)
{
    arena_up();
    folder_empty();
    arena_down();
    rmdir(folder);
}

static void file_put(const char *name, const char *text)
{
    FILE *file = fopen(place(name), "w");

    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
}

static const char *file_get(const char *name)
{
    char *text = arena_alloc(&arena, 65536);
    FILE *file = fopen(place(name), "r");

    ck_assert_msg(file != NULL, "%s was not written", name);
    text[fread(text, 1, 65535, file)] = '\0';
    fclose(file);
    return text;
}

/* Runs the tool over what is in the folder; its exit status. */
static int embed(const char *first, const char *second)
{
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        if (!freopen(place("stderr"), "w", stderr))
            _exit(99);
        execl(tool, "embed_sql", folder, place(first),
              second ? place(second) : (char *)NULL, (char *)NULL);
        _exit(98);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void expect_table(const char *sql, const char *part)
{
    const char *table;

    file_put("room.sql", sql);
    ck_assert_msg(embed("room.sql", NULL) == 0, "%s", file_get("stderr"));
    table = file_get("stmt_table.c");
    ck_assert_msg(strstr(table, part) != NULL, "no %s in\n%s", part, table);
}

static void expect_fault(const char *sql, const char *line, const char *part)
{
    const char *said;
    const char *start;

    file_put("room.sql", sql);
    ck_assert_msg(embed("room.sql", NULL) == 1, "accepted: %s", sql);
    said = file_get("stderr");
    start = arena_printf(&arena, "%s:%s", place("room.sql"), line);
    ck_assert_msg(strncmp(said, start, strlen(start)) == 0, "%s", said);
    ck_assert_msg(strstr(said, part) != NULL, "no \"%s\" in %s", part, said);
}

#define NAME "-- name: room_a(id uuid)\n"

START_TEST(parameters_are_numbered)
{
    expect_table(NAME "SELECT :id, :id;", "\"SELECT $1, $1\",\n        1,");
    expect_table("-- name: room_a(b text, id uuid)\nSELECT :id,:b;",
                 "\"SELECT $2,$1\"");
    expect_table("-- name: room_a(b text[],\n--  id jsonb, c timestamptz)\n"
                 "SELECT :id,:b,:c;",
                 "room_a_types[] = {1009, 3802, 1184};");
    expect_table("-- name: room_a()\nSELECT 1;", "0,\n        NULL,");
    expect_table("-- name: room_a\nSELECT 1;", "0,\n        NULL,");
}
END_TEST

START_TEST(other_colons_stay)
{
    expect_table(NAME "SELECT :id::text, a[1:2], a[x:y], f(x):z, b[:id];",
                 "\"SELECT $1::text, a[1:2], a[x:y], f(x):z, b[$1]\"");
    expect_table(NAME "SELECT ':id', \":id\", $$ :id $$, $t$ :id $t$, :id;",
                 "\"SELECT ':id', \\\":id\\\", $$ :id $$, $t$ :id $t$, $1\"");
    expect_table(NAME "SELECT 'it''s :id', E'\\' :id', e'\\\\', :id;",
                 "\"SELECT 'it''s :id', E'\\\\' :id', e'\\\\\\\\', $1\"");
}
END_TEST

START_TEST(comments_go_and_semicolons_in_quotes_do_not_end)
{
    expect_table(NAME "SELECT 1, -- :nothing\n"
                      "  /* ; /* :deep */ ; */\n\n  ';', :id ;",
                 "\"SELECT 1,\\n\"\n        \"  ';', $1\"");
}
END_TEST

START_TEST(a_plan_note_is_kept)
{
    expect_table(NAME "-- plan: a \"small\" table\nSELECT :id;",
                 "\"a \\\"small\\\" table\"");
    expect_table("-- plan: small\n" NAME "SELECT :id;", "\"small\"");
    expect_table(NAME "SELECT :id;", "room_a_types,\n        NULL,");
}
END_TEST

START_TEST(functions_are_typed_and_documented)
{
    const char *header;

    file_put("room.sql",
             "-- About the room.\n\n"
             "-- The one, */ seen.\n-- Twice.\n" NAME "SELECT :id;\n"
             "-- name: room_all()\nSELECT 1;\n");
    ck_assert_int_eq(embed("room.sql", NULL), 0);
    header = file_get("room_store.h");
    ck_assert_ptr_nonnull(
        strstr(header, " * The one, * / seen.\n * Twice.\n *\n"));
    ck_assert_ptr_null(strstr(header, "About the room"));
    ck_assert_ptr_nonnull(
        strstr(header, "struct err *room_a(struct tx *tx, const char *id,"));
    ck_assert_ptr_nonnull(
        strstr(header, "struct err *room_all(struct tx *tx, struct rows "
                       "**ret_rows)"));
    ck_assert_ptr_nonnull(strstr(header, "&room_statements[STMT_ROOM_ALL]"));
}
END_TEST

START_TEST(rooms_share_one_table)
{
    const char *table;

    file_put("room.sql", NAME "SELECT :id;\n-- name: room_b()\nSELECT 2;");
    file_put("door.sql", "-- name: door_c()\nSELECT 3;");
    ck_assert_int_eq(embed("room.sql", "door.sql"), 0);
    table = file_get("stmt_table.c");
    ck_assert_ptr_nonnull(strstr(table, "stmt_count = 3;"));
    ck_assert_ptr_nonnull(strstr(table, "room_statements = stmt_table + 0;"));
    ck_assert_ptr_nonnull(strstr(table, "door_statements = stmt_table + 2;"));
}
END_TEST

START_TEST(what_has_not_changed_is_not_written)
{
    struct stat before, after;

    file_put("room.sql", NAME "SELECT :id;");
    ck_assert_int_eq(embed("room.sql", NULL), 0);
    stat(place("room_store.h"), &before);
    usleep(20000);
    file_put("room.sql", NAME "SELECT :id, 2;");
    ck_assert_int_eq(embed("room.sql", NULL), 0);
    stat(place("room_store.h"), &after);
    ck_assert_int_eq(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
    ck_assert_ptr_nonnull(strstr(file_get("stmt_table.c"), "$1, 2"));
}
END_TEST

START_TEST(faults_are_told_with_their_line)
{
    expect_fault(NAME "SELECT 1,\n :who, :id;", "3: ", "parameter who");
    expect_fault(NAME "SELECT 1;", "1: ", "does not use it");
    expect_fault(NAME "SELECT :id", "2: ", "not ended by ;");
    expect_fault(NAME "SELECT :id\n-- name: room_b()\nSELECT 1;",
                 "3: ", "room_a is not ended");
    expect_fault(NAME "SELECT :id; SELECT 2;", "2: ", "one statement");
    expect_fault("SELECT 1;", "1: ", "outside a statement");
    expect_fault(NAME ";", "1: ", "has no SQL");
    expect_fault(NAME "SELECT :id, $1;", "2: ", "not $1");
    expect_fault(NAME "SELECT :id, 'x;", "2: ", "never closed");
    expect_fault(NAME "SELECT :id, $a$ x;", "2: ", "$a$ is never closed");
    expect_fault(NAME "SELECT :id /* x;", "2: ", "never closed");
    expect_fault("-- name: other_a()\nSELECT 1;", "1: ", "room_something");
    expect_fault("-- name: room_()\nSELECT 1;", "1: ", "room_something");
    expect_fault("-- name: room_a(id uid)\nSELECT :id;",
                 "1: ", "unknown type \"uid\"");
    expect_fault("-- name: room_a(id)\nSELECT :id;", "1: ", "name type");
    expect_fault("-- name: room_a(id uuid id text)\nSELECT :id;",
                 "1: ", "expected , or )");
    expect_fault("-- name: room_a(id uuid, id text)\nSELECT :id;",
                 "1: ", "announced twice");
    expect_fault("-- name: room_a(case text)\nSELECT :case;",
                 "1: ", "another name");
    expect_fault("-- name: room_a(id uuid\nSELECT :id;", "1: ", "never closed");
    expect_fault("-- name: room_a() x\nSELECT 1;", "1: ", "unexpected \"x\"");
    expect_fault(NAME "SELECT :id;\n" NAME "SELECT :id;",
                 "3: ", "stands already");
    expect_fault(NAME "-- plan:\nSELECT :id;", "2: ", "plan");
    expect_fault("-- nothing here\n", " ", "no `-- name:` line");
}
END_TEST

START_TEST(files_are_checked)
{
    file_put("room.sql", NAME "SELECT :id;");
    file_put("room.txt", "");
    ck_assert_int_eq(embed("room.sql", "room.sql"), 1);
    ck_assert_ptr_nonnull(strstr(file_get("stderr"), "read already"));
    ck_assert_int_eq(embed("room.txt", NULL), 1);
    ck_assert_int_eq(embed("absent.sql", NULL), 1);
    ck_assert_ptr_nonnull(strstr(file_get("stderr"), "cannot be opened"));
}
END_TEST

START_TEST(seventeen_parameters_are_too_many)
{
    struct str sql;

    str_init(&sql, &arena);
    str_add(&sql, "-- name: room_a(p0 text");
    for (int i = 1; i < 17; i++)
        str_addf(&sql, ", p%d text", i);
    str_add(&sql, ")\nSELECT 1;");
    expect_fault(sql.data, "1: ", "more than 16");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        parameters_are_numbered,
        other_colons_stay,
        comments_go_and_semicolons_in_quotes_do_not_end,
        a_plan_note_is_kept,
        functions_are_typed_and_documented,
        rooms_share_one_table,
        what_has_not_changed_is_not_written,
        faults_are_told_with_their_line,
        files_are_checked,
        seventeen_parameters_are_too_many,
        NULL,
    };

    return suite_run("db/embed_sql", tests, tool_up, tool_down);
}
