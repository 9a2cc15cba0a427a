#include "tests/unit/suite.h"

#include <jansson.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"

static int saved_stdout;
static FILE *caught;

/* From here on stdout is a file of ours. */
static void catch_start(void)
{
    fflush(stdout);
    caught = tmpfile();
    ck_assert_ptr_nonnull(caught);
    saved_stdout = dup(STDOUT_FILENO);
    dup2(fileno(caught), STDOUT_FILENO);
}

static char *catch_end(void)
{
    char *text = arena_alloc(&arena, 65536);

    dup2(saved_stdout, STDOUT_FILENO);
    close(saved_stdout);
    rewind(caught);
    text[fread(text, 1, 65535, caught)] = '\0';
    fclose(caught);
    return text;
}

static void json_release(void *json)
{
    json_decref(json);
}

/* The only line caught, as JSON. */
static json_t *line_caught(void)
{
    char *text = catch_end();
    json_error_t error;
    json_t *line = json_loads(text, 0, &error);

    ck_assert_msg(line != NULL, "%s: %s", error.text, text);
    ck_assert_int_eq(text[strlen(text) - 1], '\n');
    ck_assert_ptr_eq(strchr(text, '\n'), text + strlen(text) - 1);
    arena_on_release(&arena, json_release, line);
    return line;
}

static const char *member(const json_t *line, const char *name)
{
    return json_string_value(json_object_get(line, name));
}

START_TEST(a_line_is_one_json_object)
{
    json_t *line;

    catch_start();
    log_set_request("r-1");
    log_write(LOG_WARNING, "thing", "a \"%s\" \\ \n\t\x01 %d", "b", 5);
    line = line_caught();
    ck_assert_str_eq(member(line, "level"), "warning");
    ck_assert_str_eq(member(line, "event"), "thing");
    ck_assert_str_eq(member(line, "request"), "r-1");
    ck_assert_str_eq(member(line, "message"), "a \"b\" \\ \n\t\x01 5");
    ck_assert_uint_eq(strlen(member(line, "at")), 24);
}
END_TEST

START_TEST(no_request_no_member)
{
    json_t *line;

    catch_start();
    log_set_request("r-1");
    log_set_request(NULL);
    log_write(LOG_INFO, "thing", "x");
    line = line_caught();
    ck_assert_ptr_null(member(line, "request"));
}
END_TEST

START_TEST(lower_levels_are_dropped)
{
    catch_start();
    log_write(LOG_DEBUG, "thing", "x");
    ck_assert_str_eq(catch_end(), "");
    log_set_level(LOG_DEBUG);
    catch_start();
    log_write(LOG_DEBUG, "thing", "x");
    ck_assert_str_eq(member(line_caught(), "level"), "debug");
}
END_TEST

START_TEST(bad_bytes_and_long_messages_stay_json)
{
    char *quotes = arena_alloc(&arena, 5001);
    char *accents = arena_alloc(&arena, 5001);

    catch_start();
    log_write(LOG_INFO, "thing", "caf\xe9 \x7f");
    ck_assert_str_eq(member(line_caught(), "message"), "caf\xc3\xa9 \x7f");
    memset(quotes, '"', 5000);
    catch_start();
    log_write(LOG_INFO, "thing", "%s", quotes);
    ck_assert_uint_eq(strlen(member(line_caught(), "message")), 1023);
    for (size_t i = 0; i < 5000; i += 2)
        memcpy(accents + i, "\xc3\xa9", 2);
    catch_start();
    log_write(LOG_INFO, "thing", "%s", accents);
    ck_assert_uint_eq(strlen(member(line_caught(), "message")), 1022);
    memset(quotes, '\x01', 5000);
    catch_start();
    log_write(LOG_INFO, "thing", "%s", quotes);
    ck_assert_uint_gt(strlen(member(line_caught(), "message")), 600);
}
END_TEST

START_TEST(moments)
{
    char text[CLOCK_RFC3339_SIZE];
    int64_t before = clock_monotonic_ms();

    clock_rfc3339(0, text);
    ck_assert_str_eq(text, "1970-01-01T00:00:00.000Z");
    clock_rfc3339(1795355085123999, text);
    ck_assert_str_eq(text, "2026-11-22T13:44:45.123Z");
    clock_rfc3339(-1, text);
    ck_assert_str_eq(text, "1969-12-31T23:59:59.999Z");
    clock_rfc3339(951782400000000, text);
    ck_assert_str_eq(text, "2000-02-29T00:00:00.000Z");
    ck_assert_int_ge(clock_monotonic_ms(), before);
    ck_assert_int_gt(clock_wall_us(), 1577836800000000);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_line_is_one_json_object,
        no_request_no_member,
        lower_levels_are_dropped,
        bad_bytes_and_long_messages_stay_json,
        moments,
        NULL,
    };

    return suite_run("base/log", tests, NULL, NULL);
}
