/*
 * expect.h - what the tests of server/input share: bodies written as JSON and
 * answers compared as text.
 */
#ifndef THROUGHLINE_TESTS_INPUT_EXPECT_H
#define THROUGHLINE_TESTS_INPUT_EXPECT_H

#include "base/str.h"
#include "input/input.h"
#include "input/json_keep.h"
#include "tests/unit/suite.h"

/* 'a' for "a": JSON in C strings is hard to read otherwise. */
static inline json_t *json_from(const char *quoted)
{
    char *text = arena_strdup(&arena, quoted);
    json_error_t error;
    json_t *value;

    for (char *c = text; *c != '\0'; c++)
        if (*c == '\'')
            *c = '"';
    value = json_loads(text, JSON_DECODE_ANY, &error);
    ck_assert_msg(value != NULL, "%s: %s", text, error.text);
    return json_keep(&arena, value);
}

/* "/a required: Enter a; /b ..." */
static inline const char *fault_text(const struct err *err)
{
    struct str str;
    const char *gap = "";

    str_init(&str, &arena);
    str_add(&str, "");
    for (const struct fault *fault = err->faults; fault != NULL;
         fault = fault->next) {
        str_addf(&str, "%s%s %s: %s", gap, fault->pointer, fault->code,
                 fault->detail);
        gap = "; ";
    }
    return str.data;
}

/* The clean object's text, or the faults. */
static inline const char *judge(const struct input_table *table,
                                const json_t *given)
{
    struct input input;
    struct err *err = input_validate(&arena, table, given, &input);

    if (err == NULL)
        return input.json;
    ck_assert_int_eq(err->code, ERR_INVALID);
    return fault_text(err);
}

/* As judge, with ' for " on both sides. */
static inline void expect(const struct input_table *table, const char *quoted,
                          const char *expected)
{
    char *got = arena_strdup(&arena, judge(table, json_from(quoted)));

    for (char *c = got; *c != '\0'; c++)
        if (*c == '"')
            *c = '\'';
    ck_assert_str_eq(got, expected);
}

#endif
