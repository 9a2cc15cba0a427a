/*
 * retention.h - the room of retention: what is due, what is held back, and
 * disposal with a certificate.
 */
#ifndef THROUGHLINE_RETENTION_RETENTION_H
#define THROUGHLINE_RETENTION_RETENTION_H

#include "http/route.h"

extern const struct room retention_room;

#endif
