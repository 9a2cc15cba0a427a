/*
 * answer.h - a reply as the bytes that leave, with the headers every answer
 * has (R13).
 */
#ifndef THROUGHLINE_HTTP_ANSWER_H
#define THROUGHLINE_HTTP_ANSWER_H

#include <microhttpd.h>
#include <stdbool.h>

#include "http/request.h"

struct answer_options {
    const char *request_id;
    bool behind_tls; /* adds Strict-Transport-Security */
    bool closing;    /* this is the connection's last answer */
};

/* NULL when memory is out. The reply's body is not copied: it must live until
 * the library says the request is completed. */
struct MHD_Response *answer_new(const struct reply *reply,
                                const struct answer_options *options);

#endif
