/*
 * uuid.h - random identifiers (RFC 9562 version 4, from libsodium).
 *
 * Ids are random, never counters, so that one tells nothing about another
 * and guessing is hopeless (R6).
 */
#ifndef THROUGHLINE_BASE_UUID_H
#define THROUGHLINE_BASE_UUID_H

#include <stdbool.h>

#include "base/arena.h"

/* 36 characters, lower case. */
const char *uuid_new(struct arena *arena);

/* True for exactly the 8-4-4-4-12 hexadecimal form, either case. */
bool uuid_valid(const char *text);

#endif
