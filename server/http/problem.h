/*
 * problem.h - the only place that knows which status, title and wording an
 * error has (RFC 9457).
 */
#ifndef THROUGHLINE_HTTP_PROBLEM_H
#define THROUGHLINE_HTTP_PROBLEM_H

#include "base/err.h"
#include "base/log.h"
#include "http/request.h"

struct problem {
    int status;
    const char *slug; /* type is /problems/<slug> */
    const char *title;
    const char *detail; /* where the error has none of its own */
    enum log_level level;
};

/* Never NULL; a code that has no line is ERR_INTERNAL. */
const struct problem *problem_of(enum err_code code);

/* The JSON document. */
const char *problem_json(struct arena *arena, const struct err *err,
                         const char *request_id);

/* Fills `out` for `err`: JSON, or a page where the request is a navigation.
 * Answers even when there is no memory left. Does not log. */
void problem_reply(struct request *request, const struct err *err,
                   struct reply *out);

#endif
