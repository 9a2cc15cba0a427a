/* Any path finds a route or none, and an id it hands on is one. */
#include "base/uuid.h"
#include "fuzz.h"
#include "http/router.h"
#include "rooms.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool ready;
    struct arena arena;

    if (!ready)
        router_set_rooms(server_rooms);
    ready = true;
    arena_init(&arena);
    struct request request = {
        .arena = &arena,
        .method =
            size ? (enum method)(1 + data[0] % METHOD_DELETE) : METHOD_GET,
        .path = arena_printf(&arena, "/%.*s", size ? (int)size - 1 : 0,
                             size ? (const char *)data + 1 : ""),
    };
    struct err *err = router_match(&request);
    MUST((err == NULL) == (request.route != NULL));
    if (!err && strstr(request.route->path, "{id}"))
        MUST(request.ids[0] && uuid_valid(request.ids[0]));
    (void)router_allow(&arena, request.path);
    arena_release(&arena);
    return 0;
}
