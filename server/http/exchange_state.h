/*
 * exchange_state.h - an exchange from within: for exchange.c, which follows
 * the library's calls, and exchange_open.c, which decides what is to be done.
 */
#ifndef THROUGHLINE_HTTP_EXCHANGE_STATE_H
#define THROUGHLINE_HTTP_EXCHANGE_STATE_H

#include <microhttpd.h>
#include <stdatomic.h>

#include "http/front.h"
#include "http/peer.h"

enum stage {
    STAGE_BEGUN,   /* request line seen */
    STAGE_FILLING, /* headers accepted; body coming */
    STAGE_WORKING, /* suspended; a worker has it */
    STAGE_DECIDED, /* `reply` is what to say once the body is in */
    STAGE_SAID,    /* handed to the library */
};

struct exchange {
    struct front *front;
    struct peer *peer;
    struct MHD_Connection *connection;
    struct arena arena;
    struct request request;
    struct reply reply;
    char *body;
    size_t body_size;
    _Atomic enum stage stage;
    bool closing;       /* the connection ends with this answer */
    const char *served; /* for the metrics, where there is no route */
};

/* The headers are in: gate, then static file, health or route. Leaves the
 * stage at STAGE_FILLING (go on to a worker) or STAGE_DECIDED. */
void exchange_open(struct exchange *exchange, const char *method);

/* Decides for the problem document of `err`. */
void exchange_refuse(struct exchange *exchange, const struct err *err);
void exchange_refuse_with(struct exchange *exchange, enum err_code code,
                          const char *detail);

#endif
