/*
 * account.h - the room where accounts are made and roles are given and taken:
 * people with an account, their grants, and the links that set a password.
 */
#ifndef THROUGHLINE_ACCOUNT_ACCOUNT_H
#define THROUGHLINE_ACCOUNT_ACCOUNT_H

#include "http/route.h"

extern const struct room account_room;

/* The public end of a link: link.c. */
route_handler link_accept;

#endif
