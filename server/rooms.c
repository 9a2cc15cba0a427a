#include "rooms.h"

#include <stddef.h>

#include "directory/directory.h"
#include "http/openapi.h"
#include "journey/journey.h"
#include "person/person.h"
#include "session/session.h"

const struct room *const server_rooms[] = {
    &session_room,
    &directory_room,
    &person_room,
    &journey_room,
    &openapi_room,
    NULL,
};
