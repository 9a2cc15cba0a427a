/*
 * delivery.h - the room of what is delivered to several at once: sessions of a
 * group of named young people, and deliveries without names.
 */
#ifndef THROUGHLINE_DELIVERY_DELIVERY_H
#define THROUGHLINE_DELIVERY_DELIVERY_H

#include "http/route.h"

extern const struct room delivery_room;

#endif
