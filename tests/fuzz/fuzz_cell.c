/* Cells of spreadsheets: what is read reads as itself once more. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "imports/cell.h"

static void number_check(struct arena *arena, const char *text)
{
    for (int decimals = 0; decimals <= 2; decimals++) {
        const char *number = cell_number(arena, text, decimals);
        size_t whole;

        if (!number)
            continue;
        whole = strspn(number, "0123456789");
        MUST(whole >= 1 && whole <= 12);
        if (number[whole]) {
            size_t after = strspn(number + whole + 1, "0123456789");
            MUST(number[whole] == '.' && after >= 1 &&
                 after <= (size_t)decimals && !number[whole + 1 + after]);
        }
        const char *again = cell_number(arena, number, decimals);
        MUST(again && strcmp(again, number) == 0);
    }
}

static void period_check(struct arena *arena, const char *text)
{
    const char *period = cell_period(arena, text);

    if (!period)
        return;
    const char *again = cell_period(arena, period);
    MUST(again && strcmp(again, period) == 0);
}

static void code_check(struct arena *arena, const char *text)
{
    json_t *codes = json_pack("[[ss][ss]]", "one_to_one", "One to one", "group",
                              "Group work");
    const char *key = cell_key(arena, text);
    const char *code = cell_code(arena, text, codes);

    MUST(strcmp(cell_key(arena, key), key) == 0);
    if (code)
        MUST(cell_is_code(code) && cell_code(arena, code, codes));
    json_decref(codes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;

    arena_init(&arena);
    const char *given = arena_strndup(&arena, (const char *)data, size);
    const char *text = cell_text(&arena, given);
    MUST(strcmp(cell_text(&arena, text), text) == 0);
    number_check(&arena, text);
    period_check(&arena, text);
    code_check(&arena, text);
    arena_release(&arena);
    return 0;
}
