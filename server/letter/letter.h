/*
 * letter.h - the room of letters to referrers: drafted by a decision, read
 * over, sent once and for all (domain.md 3).
 */
#ifndef THROUGHLINE_LETTER_LETTER_H
#define THROUGHLINE_LETTER_LETTER_H

#include "http/route.h"

extern const struct room letter_room;

#endif
