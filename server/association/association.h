/*
 * association.h - the room of who has to do with whom: what was said or seen
 * of two young people, by whom, how sure it is and until when it stands.
 */
#ifndef THROUGHLINE_ASSOCIATION_ASSOCIATION_H
#define THROUGHLINE_ASSOCIATION_ASSOCIATION_H

#include "http/route.h"

extern const struct room association_room;

#endif
