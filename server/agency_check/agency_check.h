/*
 * agency_check.h - the room of what agencies are asked about a young person
 * before a meeting, and what they answer.
 */
#ifndef THROUGHLINE_AGENCY_CHECK_AGENCY_CHECK_H
#define THROUGHLINE_AGENCY_CHECK_AGENCY_CHECK_H

#include "http/route.h"

extern const struct room agency_check_room;

#endif
