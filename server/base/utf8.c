/*
 * utf8.c - the part of str.h that looks at code points.
 */
#include <stdint.h>

#include "base/str.h"

/* The length the lead byte announces and the bounds of the byte after it,
 * which is where overlongs, surrogates and > U+10FFFF show (RFC 3629). */
static size_t sequence_shape(unsigned char lead, unsigned char *ret_low,
                             unsigned char *ret_high)
{
    *ret_low = 0x80;
    *ret_high = 0xBF;
    if (lead >= 0x01 && lead <= 0x7F)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return 2;
    if (lead == 0xE0)
        *ret_low = 0xA0;
    if (lead == 0xED)
        *ret_high = 0x9F;
    if (lead >= 0xE0 && lead <= 0xEF)
        return 3;
    if (lead == 0xF0)
        *ret_low = 0x90;
    if (lead == 0xF4)
        *ret_high = 0x8F;
    if (lead >= 0xF0 && lead <= 0xF4)
        return 4;
    return 0;
}

/* Length of the valid sequence at `bytes`, 0 if there is none. */
static size_t sequence_length(const unsigned char *bytes, size_t available)
{
    unsigned char low, high;
    size_t length = sequence_shape(bytes[0], &low, &high);

    if (length == 0 || length > available)
        return 0;
    if (length > 1 && (bytes[1] < low || bytes[1] > high))
        return 0;
    for (size_t i = 2; i < length; i++)
        if ((bytes[i] & 0xC0) != 0x80)
            return 0;
    return length;
}

bool utf8_valid(const char *bytes, size_t length)
{
    const unsigned char *at = (const unsigned char *)bytes;

    while (length > 0) {
        size_t step = sequence_length(at, length);
        if (step == 0)
            return false;
        at += step;
        length -= step;
    }
    return true;
}

static bool starts_code_point(char c)
{
    return ((unsigned char)c & 0xC0) != 0x80;
}

size_t utf8_length(const char *text)
{
    size_t count = 0;

    for (; *text; text++)
        count += starts_code_point(*text);
    return count;
}

static uint32_t code_point(const unsigned char *at, size_t length)
{
    static const unsigned char lead_bits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    uint32_t point = at[0] & lead_bits[length];

    for (size_t i = 1; i < length; i++)
        point = point << 6 | (at[i] & 0x3F);
    return point;
}

/* White_Space of Unicode 15, and the byte order mark that some programs put
 * in front of pasted text. */
static bool is_space(uint32_t point)
{
    return (point >= 0x09 && point <= 0x0D) || point == 0x20 || point == 0x85 ||
           point == 0xA0 || point == 0x1680 ||
           (point >= 0x2000 && point <= 0x200A) || point == 0x2028 ||
           point == 0x2029 || point == 0x202F || point == 0x205F ||
           point == 0x3000 || point == 0xFEFF;
}

/* Length of the white space character at `at`, 0 if it is none. */
static size_t space_length(const char *at, size_t available)
{
    const unsigned char *bytes = (const unsigned char *)at;
    size_t length = available ? sequence_length(bytes, available) : 0;

    return length && is_space(code_point(bytes, length)) ? length : 0;
}

char *text_trimmed(struct arena *arena, const char *text)
{
    size_t length = strlen(text);
    size_t step;

    while ((step = space_length(text, length)) > 0) {
        text += step;
        length -= step;
    }
    while (length > 0) {
        size_t last = length - 1;
        while (last > 0 && !starts_code_point(text[last]))
            last--;
        if (!space_length(text + last, length - last))
            break;
        length = last;
    }
    return arena_strndup(arena, text, length);
}
