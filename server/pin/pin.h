/*
 * pin.h - the room of whom somebody keeps at hand: the young people they
 * pinned and those they opened last. Nobody else ever sees either.
 */
#ifndef THROUGHLINE_PIN_PIN_H
#define THROUGHLINE_PIN_PIN_H

#include "http/route.h"

extern const struct room pin_room;

#endif
