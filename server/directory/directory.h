/*
 * directory.h - the room of lists: vocabularies, spokes, agencies, colleagues.
 */
#ifndef THROUGHLINE_DIRECTORY_DIRECTORY_H
#define THROUGHLINE_DIRECTORY_DIRECTORY_H

#include "http/route.h"

extern const struct room directory_room;

#endif
