/* What stands in headers: cookies, cursors, versions, Accept, origins. */
#include "fuzz.h"
#include "http/cursor.h"
#include "http/headers.h"
#include "http/sent.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;

    arena_init(&arena);
    const char *text = arena_strndup(&arena, (const char *)data, size);
    (void)cookie_value(&arena, text, "__Host-throughline");
    (void)accept_prefers_page(text);
    (void)origin_path(text, "127.0.0.1:8080", false);
    const char *version = version_parse(&arena, text);
    MUST(!version || strspn(version, "0123456789") == strlen(version));
    const char *place = cursor_decode(&arena, "x.list", "{}", text);
    if (place)
        MUST(strcmp(cursor_encode(&arena, "x.list", "{}", slice_from(place)),
                    text) == 0);
    arena_release(&arena);
    return 0;
}
