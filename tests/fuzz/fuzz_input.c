/* A body through an input table with every kind of field: whatever passes is
 * clean, and stays clean when checked again. */
#include "fuzz.h"
#include "http/body.h"
#include "input/input.h"

static const struct field part_fields[] = {
    {.name = "code",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Code",
     .missing = "Select a code"},
    {.name = "text",           .kind = FIELD_TEXT, .label = "Text"},
    {0},
};
static const struct field fields[] = {
    {.name = "text",         .kind = FIELD_TEXT, .max = 100, .label = "Text"},
    {.name = "line",            .kind = FIELD_LINE, .label = "Line"},
    {.name = "code",                      .kind = FIELD_CODE, .label = "Code"},
    {.name = "id",.kind = FIELD_UUID, .label = "Id"},
    {.name = "day",                      .kind = FIELD_DATE, .label = "Day"},
    {.name = "at",.kind = FIELD_INSTANT, .label = "At"},
    {.name = "count",
     .kind = FIELD_INTEGER,
     .min = -5,
     .max = 99,
     .label = "Count"},
    {.name = "hours",            .kind = FIELD_NUMBER, .max = 1000, .label = "Hours"},
    {.name = "yes",                      .kind = FIELD_BOOLEAN, .label = "Yes"},
    {.name = "email",.kind = FIELD_EMAIL, .label = "Email"},
    {.name = "part",
     .kind = FIELD_OBJECT,
     .fields = part_fields,
     .label = "Part"},
    {.name = "parts",
     .kind = FIELD_LIST,
     .max = 5,
     .fields = part_fields,
     .label = "Parts"},
    {.name = "codes",
     .kind = FIELD_LIST,
     .max = 5,
     .item = FIELD_CODE,
     .label = "Codes"},
    {0 },
};
static const struct input_table table = {.name = "Fuzz", .fields = fields};

/* Everything but "now" checks nothing of the clock, so twice is the same. */
static void check(struct arena *arena, const json_t *given)
{
    struct input once, twice;
    struct err *err = input_validate(arena, &table, given, &once);

    if (err) {
        MUST(err->code == ERR_INVALID && err->faults != NULL);
        return;
    }
    MUST(!input_validate(arena, &table, once.clean, &twice));
    MUST(strcmp(once.json, twice.json) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct slice bytes = {(const char *)data, size};
    struct pairs pairs;
    json_t *value = NULL;

    arena_init(&arena);
    if (size > 0 && data[0] == '{') {
        if (!body_json(&arena, bytes, &value))
            check(&arena, value);
    } else if (!body_pairs(&arena, bytes, &pairs)) {
        check(&arena, input_from_form(&arena, &table, pairs.pair, pairs.count));
    }
    arena_release(&arena);
    return 0;
}
