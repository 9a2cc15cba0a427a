#include "http/gate.h"

#include <strings.h>

#define COOKIES_MAX 50

/* Headers of which a second one would have to be ignored or believed. Lists
 * (Accept, Connection, Via, X-Forwarded-For...) may come in pieces. */
static const char *const single[] = {
    "Authorization",
    "Content-Encoding",
    "Content-Length",
    "Content-Type",
    "Cookie",
    "Expect",
    "Host",
    "Idempotency-Key",
    "If-Match",
    "If-Modified-Since",
    "If-None-Match",
    "If-Range",
    "If-Unmodified-Since",
    "Origin",
    "Range",
    "Referer",
    "Sec-Fetch-Dest",
    "Sec-Fetch-Mode",
    "Sec-Fetch-Site",
    "Sec-Fetch-User",
    "Transfer-Encoding",
    "User-Agent",
    "X-Forwarded-Proto",
};

#define SINGLE_COUNT (sizeof(single) / sizeof(single[0]))

bool gate_method(const char *text, enum method *ret_method, bool *ret_head)
{
    static const struct {
        const char *text;
        enum method method;
        bool head;
    } known[] = {
        {"GET",    METHOD_GET,    false},
        {"HEAD",   METHOD_GET,    true },
        {"POST",   METHOD_POST,   false},
        {"PUT",    METHOD_PUT,    false},
        {"PATCH",  METHOD_PATCH,  false},
        {"DELETE", METHOD_DELETE, false},
    };

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (strcmp(known[i].text, text))
            continue;
        *ret_method = known[i].method;
        *ret_head = known[i].head;
        return true;
    }
    return false;
}

/* The place in `single`, or SINGLE_COUNT. */
static size_t single_place(const char *name)
{
    size_t place = 0;

    while (place < SINGLE_COUNT && strcasecmp(single[place], name) != 0)
        place++;
    return place;
}

static struct slice cookie_name(const char *pair, size_t length)
{
    const char *equals = memchr(pair, '=', length);
    struct slice name = {pair, equals ? (size_t)(equals - pair) : length};

    while (name.length && strchr(" \t", name.data[0])) {
        name.data++;
        name.length--;
    }
    while (name.length && strchr(" \t", name.data[name.length - 1]))
        name.length--;
    return name;
}

static bool name_among(const struct slice *names, size_t count,
                       struct slice name)
{
    for (size_t i = 0; i < count; i++) {
        if (slice_equal(names[i], name))
            return true;
    }
    return false;
}

static const char *cookies_fault(const char *cookies)
{
    struct slice names[COOKIES_MAX];
    size_t count = 0;

    while (*cookies) {
        size_t length = strcspn(cookies, ";");
        struct slice name = cookie_name(cookies, length);

        if (name_among(names, count, name))
            return "a cookie twice";
        if (count == COOKIES_MAX)
            return "too many cookies";
        names[count++] = name;
        cookies += length + (cookies[length] == ';');
    }
    return NULL;
}

const char *gate_fault(const struct header *headers, size_t count)
{
    bool seen[SINGLE_COUNT] = {false};

    for (size_t i = 0; i < count; i++) {
        size_t place = single_place(headers[i].name);
        const char *fault;

        if (place == SINGLE_COUNT)
            continue;
        if (seen[place])
            return single[place];
        seen[place] = true;
        if (strcmp(single[place], "Cookie"))
            continue;
        fault = cookies_fault(headers[i].value);
        if (fault)
            return fault;
    }
    return NULL;
}
