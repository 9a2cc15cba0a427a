/*
 * profile.h - the room of one's own account: second factor, sessions, password;
 * and what an administrator may do to another's.
 */
#ifndef THROUGHLINE_PROFILE_ACCOUNT_H
#define THROUGHLINE_PROFILE_ACCOUNT_H

#include "http/route.h"

extern const struct room profile_room;

#endif
