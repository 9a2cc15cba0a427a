/*
 * exchange.h - one request and its answer, as the library sees them.
 *
 * Life: begun with the request line, opened by the handler's first call
 * (gate, static file or route), filled by its body, then answered at once or
 * suspended while a worker is at it; completed when the answer is out or the
 * client gone. Only in between, on a worker, is it off the HTTP thread.
 */
#ifndef THROUGHLINE_HTTP_EXCHANGE_H
#define THROUGHLINE_HTTP_EXCHANGE_H

#include <microhttpd.h>

struct connection;

/* The library's callbacks; `data` is the struct front. */
void *exchange_begin(void *data, const char *target,
                     struct MHD_Connection *connection);
enum MHD_Result exchange_handle(void *data, struct MHD_Connection *connection,
                                const char *url, const char *method,
                                const char *version, const char *upload,
                                size_t *upload_size, void **context);
void exchange_completed(void *data, struct MHD_Connection *connection,
                        void **context, enum MHD_RequestTerminationCode reason);

/* A lane's work: runs the exchange `job` and wakes its connection. */
void exchange_work(void *job, struct connection *connection);

#endif
