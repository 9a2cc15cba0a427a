#include "http/static.h"

#include <strings.h>

#define Q_ONE 1000
#define Q_UNSAID (-1)

static const char *blank_skip(const char *text)
{
    return text + strspn(text, " \t");
}

/* RFC 9110, section 12.4.2: 0, 0.5, 1.000, in thousandths. */
static int q_read(const char *text)
{
    int q = *text == '1' ? Q_ONE : 0;
    int unit = 100;

    if (*text != '0' && *text != '1')
        return 0;
    if (text[1] != '.')
        return q;
    for (text += 2; *text >= '0' && *text <= '9' && unit; text++) {
        q += (*text - '0') * unit;
        unit /= 10;
    }
    return q > Q_ONE ? Q_ONE : q;
}

/* The weight of one list element "gzip;q=0.8" of `length` characters. */
static int element_q(const char *element, size_t length)
{
    const char *semicolon = memchr(element, ';', length);
    const char *parameter = semicolon ? blank_skip(semicolon + 1) : NULL;

    if (parameter && !strncasecmp(parameter, "q=", 2))
        return q_read(parameter + 2);
    return Q_ONE;
}

static bool element_is(const char *element, size_t length, const char *name)
{
    size_t named = strcspn(element, " \t;,");

    return named <= length && named == strlen(name) &&
           !strncasecmp(element, name, named);
}

static int coding_q(const char *accept, const char *name)
{
    int any = Q_UNSAID;

    while (*(accept = blank_skip(accept))) {
        size_t length = strcspn(accept, ",");

        if (element_is(accept, length, name))
            return element_q(accept, length);
        if (element_is(accept, length, "*"))
            any = element_q(accept, length);
        accept += length + (accept[length] == ',');
    }
    return any;
}

enum encoding encoding_choose(const char *accept,
                              const bool has[ENCODING_COUNT])
{
    static const char *const names[] = {"identity", "gzip", "br"};
    enum encoding best = ENCODING_PLAIN;
    int best_q = 0;

    if (!accept)
        return ENCODING_PLAIN;
    for (int i = ENCODING_BR; i > ENCODING_PLAIN; i--) {
        int q = has[i] ? coding_q(accept, names[i]) : 0;

        if (q > best_q) {
            best = (enum encoding)i;
            best_q = q;
        }
    }
    return coding_q(accept, names[ENCODING_PLAIN]) > best_q ? ENCODING_PLAIN
                                                            : best;
}

bool etag_among(const char *if_none_match, const char *etag)
{
    const char *at = blank_skip(if_none_match);
    size_t length = strlen(etag);

    if (!strcmp(at, "*"))
        return true;
    while (*at) {
        if (!strncmp(at, "W/", 2))
            at += 2;
        if (!strncmp(at, etag, length) && strchr(" \t,", at[length]))
            return true;
        at += strcspn(at, ",");
        at = blank_skip(at + (*at == ','));
    }
    return false;
}

bool pattern_fits(const char *pattern, const char *path)
{
    while (*pattern) {
        if (*pattern == '{') {
            size_t segment = strcspn(path, "/");

            if (!segment)
                return false;
            path += segment;
            pattern += strcspn(pattern, "}");
            pattern += *pattern == '}';
        } else if (*pattern++ != *path++) {
            return false;
        }
    }
    return !*path;
}
