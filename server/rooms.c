#include "rooms.h"

#include <stddef.h>

const struct room *const server_rooms[] = {
    NULL,
};
