#include "rooms.h"

#include <stddef.h>

#include "directory/directory.h"
#include "http/openapi.h"
#include "session/session.h"

const struct room *const server_rooms[] = {
    &session_room,
    &directory_room,
    &openapi_room,
    NULL,
};
