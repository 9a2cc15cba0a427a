/*
 * headers.c - looking things up in a request's headers. Pure.
 */
#include "http/headers.h"

#include <strings.h>

const char *request_header(const struct request *request, const char *name)
{
    for (size_t i = 0; i < request->header_count; i++)
        if (strcasecmp(request->headers[i].name, name) == 0)
            return request->headers[i].value;
    return NULL;
}

const char *cookie_value(struct arena *arena, const char *cookies,
                         const char *name)
{
    size_t named = strlen(name);

    while (cookies != NULL && *cookies != '\0') {
        size_t length;

        cookies += strspn(cookies, " \t;");
        length = strcspn(cookies, ";");
        if (length > named && strncmp(cookies, name, named) == 0 &&
            cookies[named] == '=')
            return arena_strndup(arena, cookies + named + 1,
                                 length - named - 1);
        cookies += length;
    }
    return NULL;
}

const char *request_cookie(const struct request *request, const char *name)
{
    return cookie_value(request->arena, request_header(request, "Cookie"),
                        name);
}

const char *request_bearer(const struct request *request)
{
    const char *value = request_header(request, "Authorization");

    if (value == NULL || strncasecmp(value, "Bearer ", 7) != 0)
        return NULL;
    return value + 7 + strspn(value + 7, " ");
}

/* Where `type` stands in an Accept list, or NULL. */
static const char *accept_find(const char *accept, const char *type)
{
    size_t named = strlen(type);

    while (*accept != '\0') {
        accept += strspn(accept, " \t,");
        if (strncasecmp(accept, type, named) == 0 &&
            strchr(" \t,;", accept[named]) != NULL)
            return accept;
        accept += strcspn(accept, ",");
    }
    return NULL;
}

bool accept_prefers_page(const char *accept)
{
    const char *page = accept != NULL ? accept_find(accept, "text/html") : NULL;
    const char *json;

    if (page == NULL)
        return false;
    json = accept_find(accept, "application/json");
    return json == NULL || page < json;
}

bool request_wants_page(const struct request *request)
{
    const char *mode = request_header(request, "Sec-Fetch-Mode");

    if (mode != NULL)
        return strcmp(mode, "navigate") == 0;
    return accept_prefers_page(request_header(request, "Accept"));
}

const char *origin_path(const char *url, const char *host, bool secure)
{
    const char *scheme = secure ? "https://" : "http://";
    size_t length = strlen(scheme);

    if (url == NULL || host == NULL || strncmp(url, scheme, length) != 0)
        return NULL;
    url += length;
    length = strlen(host);
    if (strncasecmp(url, host, length) != 0)
        return NULL;
    return url + length;
}
