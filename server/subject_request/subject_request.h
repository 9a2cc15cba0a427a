/*
 * subject_request.h - the room of requests about what is held: to see it, and
 * to have it put right.
 */
#ifndef THROUGHLINE_SUBJECT_REQUEST_SUBJECT_REQUEST_H
#define THROUGHLINE_SUBJECT_REQUEST_SUBJECT_REQUEST_H

#include "http/route.h"

extern const struct room subject_request_room;

#endif
