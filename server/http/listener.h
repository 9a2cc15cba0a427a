/*
 * listener.h - the HTTP front: one thread, libmicrohttpd in external epoll
 * mode (its internal epoll stalls after 128 events; shared design notes,
 * performance). Requests are suspended while a worker serves them.
 */
#ifndef THROUGHLINE_HTTP_LISTENER_H
#define THROUGHLINE_HTTP_LISTENER_H

#include <stdbool.h>

#include "base/err.h"
#include "http/static.h"

struct listener_options {
    const char *address; /* "127.0.0.1" */
    int port;            /* 0 = any; see listener_port */
    const char *metrics_address;
    int metrics_port;     /* 0 = no metrics listener; -1 = any */
    const char *web_root; /* built site; read into memory at start */
    const char *conninfo; /* for the workers' connections */
    int read_workers;     /* 3 */
    int write_workers;    /* 8 */
    int slow_workers;     /* 1 */
    int password_workers; /* 2 */
    int queue_length;     /* per lane; full = 503 with Retry-After */
    int connections_max;  /* 12000 */
    int head_seconds;     /* a request's headers must be in: 10 */
    int body_seconds;     /* its body: 20 */
    int reply_seconds;    /* its answer must be taken: 30 */
    int idle_seconds;     /* keep-alive without a request: 75 */
    int answer_seconds;   /* worker deadline: 5 */
    int drain_seconds;    /* at stop, for running requests: 10 */
    bool behind_tls;      /* adds HSTS; trusts X-Forwarded-For */
    struct brand brand;   /* told to pages through /brand.json */
};

/* Runs until listener_stop(); returns NULL after a clean drain. */
struct err *listener_run(struct arena *arena,
                         const struct listener_options *options,
                         void (*ready)(int port, void *data), void *data);

/* Async-signal-safe: readyz 503, finish running requests, return. */
void listener_stop(void);

#endif
