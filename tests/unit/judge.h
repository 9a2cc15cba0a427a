/*
 * judge.h - for unit tests of a room's rules: what a check says of a form.
 * Take it in after suite.h.
 */
#ifndef THROUGHLINE_TESTS_JUDGE_H
#define THROUGHLINE_TESTS_JUDGE_H

#include "base/str.h"
#include "input/input.h"
#include "input/json_keep.h"

/* 'a' for "a": JSON in C strings is hard to read otherwise. */
static inline json_t *json_from(const char *quoted)
{
    char *text = arena_strdup(&arena, quoted);
    json_error_t error;
    json_t *value;

    for (char *c = text; *c; c++)
        if (*c == '\'')
            *c = '"';
    value = json_loads(text, 0, &error);
    ck_assert_msg(value != NULL, "%s: %s", text, error.text);
    return json_keep(&arena, value);
}

/* "/a required; /b contradiction" */
static inline const char *faults_text(const struct fault *faults)
{
    struct str str;

    str_init(&str, &arena);
    str_add(&str, "");
    for (; faults; faults = faults->next)
        str_addf(&str, "%s%s %s", str.length ? "; " : "", faults->pointer,
                 faults->code);
    return str.data;
}

/* What the rule alone says. */
static inline const char *judged(input_check *check, const char *quoted)
{
    struct fault *faults = NULL;

    check(&arena, json_from(quoted), &faults);
    return faults_text(faults);
}

/* What the whole table says: the faults, or the clean JSON. */
static inline const char *sent(const struct input_table *table,
                               const char *quoted)
{
    struct input input;
    struct err *err = input_validate(&arena, table, json_from(quoted), &input);

    return err ? faults_text(err->faults) : input.json;
}

#endif
