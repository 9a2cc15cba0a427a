#include "prints/input.h"
#include "prints/prints.h"
#include "prints_store.h"

static struct err *print_note(struct call *call, struct reply *out)
{
    struct err *err = prints_record(call->tx, call->body.json, NULL);

    return err ? err : reply_nothing(out);
}

static const struct route prints_routes[] = {
    {.method = METHOD_POST,
     .path = "/api/v1/prints",
     .name = "print.record",
     .permission = PERM_SIGNED_IN,
     .mode = TX_WRITE,
     .input = &print_input,
     .summary = "Say that a page is printed, and why, before it is",
     .handler = print_note},
    {0},
};

const struct room prints_room = {.name = "prints", .routes = prints_routes};
