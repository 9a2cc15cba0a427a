/* A JSON body: refused with an error, or an object that survives printing. */
#include "fuzz.h"
#include "http/body.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    json_t *value = NULL, *again = NULL;

    arena_init(&arena);
    struct err *err =
        body_json(&arena, (struct slice){(const char *)data, size}, &value);
    MUST((err == NULL) == (value != NULL));
    if (value) {
        char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
        MUST(text != NULL);
        MUST(!body_json(&arena, slice_from(text), &again));
        MUST(json_equal(value, again));
        free(text);
    }
    arena_release(&arena);
    return 0;
}
