#include "base/uuid.h"

#include <sodium.h>

#define UUID_LENGTH 36

static bool is_dash_place(size_t i)
{
    return i == 8 || i == 13 || i == 18 || i == 23;
}

const char *uuid_new(struct arena *arena)
{
    static const char hex[] = "0123456789abcdef";
    unsigned char noise[16];
    char *text = arena_alloc(arena, UUID_LENGTH + 1);
    size_t digit = 0;

    randombytes_buf(noise, sizeof(noise));
    noise[6] = (noise[6] & 0x0F) | 0x40; /* version 4 */
    noise[8] = (noise[8] & 0x3F) | 0x80; /* variant of RFC 9562 */
    for (size_t i = 0; i < UUID_LENGTH; i++) {
        if (is_dash_place(i)) {
            text[i] = '-';
            continue;
        }
        text[i] =
            hex[digit % 2 ? noise[digit / 2] & 15 : noise[digit / 2] >> 4];
        digit++;
    }
    return text;
}

bool uuid_valid(const char *text)
{
    for (size_t i = 0; i < UUID_LENGTH; i++) {
        if (is_dash_place(i) ? text[i] != '-'
                             : !isxdigit((unsigned char)text[i]))
            return false;
    }
    return text[UUID_LENGTH] == '\0';
}
