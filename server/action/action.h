/*
 * action.h - the room of actions: what people took away to do, and what waits
 * for somebody to do it (tasks).
 */
#ifndef THROUGHLINE_ACTION_ACTION_H
#define THROUGHLINE_ACTION_ACTION_H

#include "http/route.h"

extern const struct room action_room;

#endif
