/*
 * incident.h - the room of critical incidents, which only the spoke's
 * coordinator and those named on their list may enter, saying what for.
 */
#ifndef THROUGHLINE_INCIDENT_INCIDENT_H
#define THROUGHLINE_INCIDENT_INCIDENT_H

#include "http/route.h"

extern const struct room incident_room;

#endif
