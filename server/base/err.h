/*
 * err.h - the one error type. Functions that can fail return `struct err *`,
 * NULL for success. An error lives in the arena it was made in.
 *
 * `detail` is for the person who asked and is safe to show; `log` is for the
 * operator and is never shown. Neither may hold a name, narrative, password
 * or token (R26). HTTP status, problem type and title come from one table in
 * server/http/problem.c; nothing else decides a status of 400 or more.
 */
#ifndef THROUGHLINE_BASE_ERR_H
#define THROUGHLINE_BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

enum err_code {
    ERR_BAD_REQUEST = 1,     /* 400 malformed */
    ERR_UNAUTHENTICATED,     /* 401 no live session */
    ERR_SIGN_IN_REFUSED,     /* 401 wrong email, password or code */
    ERR_CODE_NEEDED,         /* 401 the password is right, a code is missing */
    ERR_KEY_UNKNOWN,         /* 401 an API key that is not, or no longer, one */
    ERR_FORBIDDEN,           /* 403 signed in, not entitled */
    ERR_KEY_LIMITED,         /* 403 an API key does not open this */
    ERR_SECOND_FACTOR,       /* 403 the role needs one that is not set up */
    ERR_RECENT_SIGN_IN,      /* 403 signed in too long ago for this (R20) */
    ERR_CROSS_SITE,          /* 403 write from another site (R14) */
    ERR_NOT_FOUND,           /* 404 not there, or not yours to see (R6) */
    ERR_METHOD_NOT_ALLOWED,  /* 405 */
    ERR_NOT_ACCEPTABLE,      /* 406 */
    ERR_TIMEOUT,             /* 408 request came too slowly */
    ERR_CONFLICT,            /* 409 clashes with what is recorded */
    ERR_IMPOSSIBLE_MOVE,     /* 409 state machine refuses the move */
    ERR_STILL_RUNNING,       /* 409 same Idempotency-Key still at work */
    ERR_STALE,               /* 412 changed by somebody else meanwhile */
    ERR_TOO_LARGE,           /* 413 */
    ERR_UNSUPPORTED_TYPE,    /* 415 */
    ERR_INVALID,             /* 422 with faults */
    ERR_KEY_REUSED,          /* 422 Idempotency-Key with another body */
    ERR_VERSION_REQUIRED,    /* 428 If-Match missing */
    ERR_TOO_MANY,            /* 429 throttled; retry_after set */
    ERR_HEADERS_TOO_LARGE,   /* 431 */
    ERR_INTERNAL,            /* 500 a bug */
    ERR_BUSY,                /* 503 try again; retry_after set */
    ERR_CODE_COUNT,

    /* Between db/ and request.c only: request.c turns them into an answer, so
     * they stand after ERR_CODE_COUNT and have no line in problem.c. */
    ERR_RETRY,        /* lost a race in the database; run once more, then
                       * ERR_BUSY */
    ERR_KEY_ANSWERED, /* Idempotency-Key seen before: give the kept answer */
};

/* One thing wrong with what was sent. */
struct fault {
    const char *pointer; /* RFC 6901 pointer into the body: "/born_on" */
    const char *code;    /* required, too_long, unknown_field, ... */
    const char *detail;  /* as a GOV.UK message: "Enter the date ..." */
    struct fault *next;
};

struct err {
    enum err_code code;
    const char *detail;    /* NULL: the code's own wording is used */
    const char *log;       /* NULL: nothing more to tell the operator */
    struct fault *faults;  /* in the order of the form */
    const char *current;   /* ERR_STALE: the current object as JSON */
    int retry_after;       /* seconds; 0 = not said */
};

/* `detail` is shown to the person, so it is a literal or harmless. */
struct err *err_new(struct arena *arena, enum err_code code,
                const char *detail);

/* An error whose cause only the operator should read. */
struct err *err_logged(struct arena *arena, enum err_code code,
                   const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The preallocated "out of memory" error (503); needs no arena. */
struct err *err_no_memory(void);

/* Appends a fault to `*list`, keeping order. Strings must outlive the arena. */
void fault_add(struct arena *arena, struct fault **list, const char *pointer,
           const char *code, const char *detail);

/* ERR_INVALID carrying `faults`, or NULL when there are none. */
struct err *err_from_faults(struct arena *arena, struct fault *faults);

#endif
