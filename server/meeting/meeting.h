/*
 * meeting.h - the room of meetings: series, agendas, attendance, discussions
 * and minutes (domain.md 4).
 */
#ifndef THROUGHLINE_MEETING_MEETING_H
#define THROUGHLINE_MEETING_MEETING_H

#include "http/route.h"

extern const struct room meeting_room;
extern const struct room meeting_parts_room;

#endif
