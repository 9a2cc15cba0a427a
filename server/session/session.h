/*
 * session.h - the room where people sign in and out.
 */
#ifndef THROUGHLINE_SESSION_SESSION_H
#define THROUGHLINE_SESSION_SESSION_H

#include "http/route.h"

extern const struct room session_room;

#endif
