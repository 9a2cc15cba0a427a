#include "rooms.h"

#include <stddef.h>

#include "allocation/allocation.h"
#include "contact/contact.h"
#include "directory/directory.h"
#include "episode/episode.h"
#include "http/openapi.h"
#include "intervention/intervention.h"
#include "journey/journey.h"
#include "meeting/meeting.h"
#include "person/person.h"
#include "referral/referral.h"
#include "session/session.h"

const struct room *const server_rooms[] = {
    &session_room,
    &directory_room,
    &person_room,
    &journey_room,
    &episode_room,
    &intervention_room,
    &allocation_room,
    &contact_room,
    &referral_room,
    &meeting_room,
    &openapi_room,
    NULL,
};
