#include "db/known.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define SPARE 64

void known_init(struct known *known)
{
    known->size = 1;
    while (known->size < 2 * (stmt_count + SPARE))
        known->size *= 2;
    known->places = calloc(known->size, sizeof(*known->places));
    if (!known->places)
        abort();
}

enum known_state *known_of(struct known *known, const struct stmt *stmt)
{
    size_t at = (uintptr_t)stmt / sizeof(*stmt);

    for (;; at++) {
        struct known_place *place = &known->places[at & (known->size - 1)];

        if (!place->stmt)
            place->stmt = stmt;
        if (place->stmt == stmt)
            return &place->state;
    }
}

void known_forget(struct known *known)
{
    memset(known->places, 0, known->size * sizeof(*known->places));
}

void known_release(struct known *known)
{
    free(known->places);
}
