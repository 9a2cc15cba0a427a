#include "pin/pin.h"

#include "http/reply.h"
#include "pin_store.h"

/* Of those opened last, as many as one remembers. */
#define RECENT_MOST "6"
#define PINS_MOST   100

static struct err *pin_index(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = pin_list(call->tx, RECENT_MOST, &rows);

    return err ? err : reply_list(call, rows, PINS_MOST, out);
}

/* Whoever is not there for the reader has no row: 404. */
static struct err *answer_pinned(struct call *call, struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err = pin_load(call->tx, call->ids[0], &loaded);

    return err ? err : reply_whole(call, loaded, out);
}

static struct err *pin_set(struct call *call, struct reply *out)
{
    struct err *err = pin_add(call->tx, call->ids[0], NULL);

    return err ? err : answer_pinned(call, out);
}

static struct err *pin_clear(struct call *call, struct reply *out)
{
    struct err *err = pin_remove(call->tx, call->ids[0], NULL);

    return err ? err : answer_pinned(call, out);
}

static const struct route pin_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/pins",
     .name = "pin.list",
     .permission = "person.read",
     .mode = TX_READ,
     .answer = "Pin[]",
     .summary = "The young people I pinned, then those I opened last",
     .handler = pin_index},
    {.method = METHOD_PUT,
     .path = "/api/v1/pins/{id}",
     .name = "pin.set",
     .permission = "person.read",
     .mode = TX_WRITE,
     .answer = "Pinned",
     .summary = "Keep a young person at hand",
     .after = "/people/{id}",
     .handler = pin_set},
    {.method = METHOD_DELETE,
     .path = "/api/v1/pins/{id}",
     .name = "pin.clear",
     .permission = "person.read",
     .mode = TX_WRITE,
     .answer = "Pinned",
     .summary = "Keep a young person at hand no longer",
     .after = "/people/{id}",
     .handler = pin_clear},
    {0},
};

const struct room pin_room = {.name = "pin", .routes = pin_routes};
