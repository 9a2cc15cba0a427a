/* Text going out: as JSON it reads back the same; as HTML nothing opens. */
#include <jansson.h>

#include "base/str.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct str json, html;

    arena_init(&arena);
    if (utf8_valid((const char *)data, size)) {
        const char *text = arena_strndup(&arena, (const char *)data, size);
        str_init(&json, &arena);
        str_add_json(&json, text);
        json_t *value = json_loads(json.data, JSON_DECODE_ANY, NULL);
        MUST(value && strcmp(json_string_value(value), text) == 0);
        json_decref(value);
        str_init(&html, &arena);
        str_add(&html, "");
        str_add_html(&html, text);
        MUST(strpbrk(html.data, "<>\"'") == NULL);
        MUST(utf8_length(text_trimmed(&arena, text)) <= utf8_length(text));
    }
    arena_release(&arena);
    return 0;
}
