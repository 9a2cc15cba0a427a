/*
 * partner_key.h - API keys of partner systems: who has one, to what end, and
 * how one ends.
 */
#ifndef THROUGHLINE_PARTNER_KEY_H
#define THROUGHLINE_PARTNER_KEY_H

#include "http/route.h"

extern const struct room partner_key_room;

#endif
