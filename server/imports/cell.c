#include "imports/cell.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/str.h"

#define CODE_MOST 64
#define DIGITS_MOST 12

/* What people put where there is nothing to say. */
static const char *const nothings[] = {
    "-", "\xe2\x80\x93", "\xe2\x80\x94", "n/a", "N/A", "nil", "none", NULL,
};

const char *cell_text(struct arena *arena, const char *given)
{
    const char *text = text_trimmed(arena, given);

    for (size_t i = 0; nothings[i]; i++)
        if (strcmp(text, nothings[i]) == 0)
            return "";
    return text;
}

static const char *skip_pound(const char *text)
{
    if (strncmp(text, "\xc2\xa3", 2) == 0)
        text += 2;
    while (*text == ' ')
        text++;
    return text;
}

/* "1,250" and "1250", but not "1,25" or ",250". */
static bool grouped(const char *text, size_t length)
{
    size_t since = 0;
    bool comma = false;

    for (size_t i = 0; i < length; i++) {
        if (text[i] == ',') {
            if (since == 0 || since > 3 || (comma && since != 3))
                return false;
            comma = true;
            since = 0;
        } else if (isdigit((unsigned char)text[i])) {
            since++;
        } else {
            return false;
        }
    }
    return since > 0 && (!comma || since == 3);
}

const char *cell_number(struct arena *arena, const char *text, int decimals)
{
    size_t whole, after = 0;
    struct str out;

    text = skip_pound(text);
    whole = strcspn(text, ".");
    if (!grouped(text, whole))
        return NULL;
    if (text[whole] == '.') {
        after = strspn(text + whole + 1, "0123456789");
        if (after == 0 || text[whole + 1 + after])
            return NULL;
        /* 12.00 is a whole number, too. */
        while (after > (size_t)decimals && text[whole + after] == '0')
            after--;
        if (after > (size_t)decimals)
            return NULL;
    }
    str_init(&out, arena);
    for (size_t i = 0; i < whole; i++)
        if (text[i] != ',')
            str_add_char(&out, text[i]);
    if (out.length > DIGITS_MOST)
        return NULL;
    if (after > 0) {
        str_add_char(&out, '.');
        str_add_bytes(&out, text + whole + 1, after);
    }
    return out.data;
}

/* A letter or digit of a key, small, or '\0': what parts its words. */
static char key_char(unsigned char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c - 'A' + 'a');
    return isalnum(c) || c >= 0x80 ? (char)c : '\0';
}

const char *cell_key(struct arena *arena, const char *text)
{
    struct str out;
    bool parted = false;

    str_init(&out, arena);
    str_add(&out, "");
    for (; *text; text++) {
        char c = key_char((unsigned char)*text);

        if (c != '\0' && parted && out.length > 0)
            str_add_char(&out, '_');
        if (c != '\0')
            str_add_char(&out, c);
        parted = c == '\0';
    }
    return out.data;
}

const char *cell_code(struct arena *arena, const char *text,
                      const json_t *codes)
{
    const char *key = cell_key(arena, text);
    size_t index;
    json_t *pair;

    json_array_foreach (codes, index, pair) {
        const char *code = json_string_value(json_array_get(pair, 0));
        const char *label = json_string_value(json_array_get(pair, 1));
        if (code && (strcmp(code, key) == 0 ||
                     (label && strcmp(cell_key(arena, label), key) == 0)))
            return code;
    }
    return NULL;
}

/* "2023-24", "2023/24", "2023-2024" at the start; its length, or 0. */
static size_t year_length(const char *text, int *ret_first)
{
    size_t digits = strspn(text, "0123456789"), after;
    long first, second;

    if (digits != 4 || (text[4] != '-' && text[4] != '/'))
        return 0;
    after = strspn(text + 5, "0123456789");
    if (after != 2 && after != 4)
        return 0;
    first = strtol(text, NULL, 10);
    second = strtol(text + 5, NULL, 10);
    if (first < 1900 || first > 2100 ||
        second != (after == 4 ? first + 1 : (first + 1) % 100))
        return 0;
    *ret_first = (int)first;
    return 5 + after;
}

const char *cell_period(struct arena *arena, const char *text)
{
    const char *q = strpbrk(text, "Qq");
    const char *year = q == text ? text + strcspn(text, " ") : text;
    int quarter = 0, first = 0;
    size_t length;

    year += strspn(year, " ");
    length = year_length(year, &first);
    if (length == 0)
        return NULL;
    if (q) {
        quarter = q[1] - '0';
        if (quarter < 1 || quarter > 4 || (q[2] && q[2] != ' '))
            return NULL;
    }
    if (q == text ? year[length] != '\0'
                  : (q ? q[2] != '\0' || year + length + 1 != q
                       : year[length] != '\0'))
        return NULL;
    return arena_printf(arena, quarter ? "%d-%02d Q%d" : "%d-%02d", first,
                        (first + 1) % 100, quarter);
}

bool cell_is_code(const char *text)
{
    size_t length = strlen(text);

    return length > 0 && length <= CODE_MOST &&
           strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_") == length;
}
