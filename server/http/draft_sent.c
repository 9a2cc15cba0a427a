#include "http/draft_sent.h"

#include "base/uuid.h"
#include "draft_sent_store.h"

/* A uuid is written with so many characters; a version with at most these. */
#define UUID_LENGTH 36
#define VERSION_LENGTH 9

struct err *draft_sent(struct call *call)
{
    const char *text = request_header(call->request, DRAFT_HEADER);
    const char *id, *version;
    size_t digits;

    if (text == NULL || call->route->mode != TX_WRITE || call->tx == NULL ||
        tx_committed(call->tx) || strlen(text) < UUID_LENGTH + 2 ||
        text[UUID_LENGTH] != '/')
        return NULL;
    id = arena_strndup(call->arena, text, UUID_LENGTH);
    version = text + UUID_LENGTH + 1;
    digits = strspn(version, "0123456789");
    if (!uuid_valid(id) || digits > VERSION_LENGTH || version[digits] != '\0')
        return NULL;
    return draft_sent_remove(call->tx, id, version, NULL);
}
