/*
 * passphrase.h - random passwords people can read out and type.
 */
#ifndef THROUGHLINE_COMMANDS_PASSPHRASE_H
#define THROUGHLINE_COMMANDS_PASSPHRASE_H

#include "base/arena.h"

/* "amber-harbour-walnut": eight bits a word. At least 3 words, so that it is
 * long enough to be accepted (R15). */
const char *passphrase_new(struct arena *arena, int word_count);

#endif
