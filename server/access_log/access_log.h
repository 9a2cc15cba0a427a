/*
 * access_log.h - the room of the access log: who has looked at a record, for
 * the spoke's coordinator and the information governance lead.
 */
#ifndef THROUGHLINE_ACCESS_LOG_ACCESS_LOG_H
#define THROUGHLINE_ACCESS_LOG_ACCESS_LOG_H

#include "http/route.h"

extern const struct room access_log_room;

#endif
