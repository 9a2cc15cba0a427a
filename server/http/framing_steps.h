/*
 * framing_steps.h - what the two halves of framing.c share. Each step looks
 * at one byte and returns true if it may stand there; if not, the verdict is
 * set and the state is that of the bytes before it.
 */
#ifndef THROUGHLINE_HTTP_FRAMING_STEPS_H
#define THROUGHLINE_HTTP_FRAMING_STEPS_H

#include "http/framing.h"

/* Which header's value is being read: those that matter here. */
enum framing_field {
    FIELD_OTHER,
    FIELD_HOST,
    FIELD_LENGTH,
    FIELD_CODING,
    FIELD_COOKIE
};

static inline bool spoiled(struct framing *framing,
                           enum framing_verdict verdict)
{
    framing_spoil(framing, verdict);
    return false;
}

static inline bool bad(struct framing *framing)
{
    return spoiled(framing, FRAMING_BAD);
}

static inline bool go(struct framing *framing, enum framing_state state)
{
    framing->state = (uint8_t)state;
    return true;
}

static inline bool expect(struct framing *framing, char c, char wanted,
                          enum framing_state state)
{
    return c == wanted ? go(framing, state) : bad(framing);
}

static inline bool message_complete(struct framing *framing)
{
    framing->complete++;
    return go(framing, FRAMING_START);
}

static inline int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Adds to what the head will cost the library. */
bool framing_charge(struct framing *framing, unsigned cost);

/* Any byte up to the end of the head. */
bool framing_head_step(struct framing *framing, char c);

#endif
