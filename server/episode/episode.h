/*
 * episode.h - the room of the work itself: one spoke's period of work with one
 * young person, the risk judged in it, the notes kept of it, and its closure.
 */
#ifndef THROUGHLINE_EPISODE_EPISODE_H
#define THROUGHLINE_EPISODE_EPISODE_H

#include "http/route.h"

extern const struct room episode_room;

#endif
