#include "http/answer.h"

#include <strings.h>

static const struct header always[] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; "
     "img-src 'self' data:; connect-src 'self'; form-action 'self'; "
     "base-uri 'none'; frame-ancestors 'none'"                     },
    {"X-Content-Type-Options",       "nosniff"                     },
    {"Referrer-Policy",              "same-origin"                 },
    {"Permissions-Policy",
     "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
    {"Cross-Origin-Opener-Policy",   "same-origin"                 },
    {"Cross-Origin-Resource-Policy", "same-origin"                 },
};

static bool header_put(struct MHD_Response *response, const char *name,
                       const char *value)
{
    return MHD_add_response_header(response, name, value) == MHD_YES;
}

static bool headers_put(struct MHD_Response *response,
                        const struct header *headers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!header_put(response, headers[i].name, headers[i].value))
            return false;
    }
    return true;
}

static bool reply_has(const struct reply *reply, const char *name)
{
    for (size_t i = 0; i < reply->header_count; i++) {
        if (!strcasecmp(reply->headers[i].name, name))
            return true;
    }
    return false;
}

static bool options_put(struct MHD_Response *response,
                        const struct answer_options *options)
{
    if (!header_put(response, "X-Request-Id", options->request_id))
        return false;
    if (options->behind_tls &&
        !header_put(response, "Strict-Transport-Security", "max-age=63072000"))
        return false;
    return !options->closing ||
           header_put(response, MHD_HTTP_HEADER_CONNECTION, "close");
}

static bool reply_put(struct MHD_Response *response, const struct reply *reply)
{
    /* What is not said to be cacheable is about a person. */
    if (!reply_has(reply, "Cache-Control") &&
        !header_put(response, "Cache-Control", "no-store"))
        return false;
    if (reply->content_type && reply->status != MHD_HTTP_NO_CONTENT &&
        reply->status != MHD_HTTP_NOT_MODIFIED &&
        !header_put(response, "Content-Type", reply->content_type))
        return false;
    return headers_put(response, reply->headers, reply->header_count);
}

struct MHD_Response *answer_new(const struct reply *reply,
                                const struct answer_options *options)
{
    /* The library asks for void *, but only reads what is PERSISTENT. */
    struct MHD_Response *response = MHD_create_response_from_buffer(
        reply->body.length, (void *)reply->body.data, MHD_RESPMEM_PERSISTENT);

    if (!response)
        return NULL;
    if (reply_put(response, reply) &&
        headers_put(response, always, sizeof(always) / sizeof(always[0])) &&
        options_put(response, options))
        return response;
    MHD_destroy_response(response);
    return NULL;
}
