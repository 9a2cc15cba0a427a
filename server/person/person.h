/*
 * person.h - the room of young people: their record, the caseload, the one
 * search box and the known-to-us check.
 */
#ifndef THROUGHLINE_PERSON_PERSON_H
#define THROUGHLINE_PERSON_PERSON_H

#include "http/route.h"

extern const struct room person_room;

#endif
