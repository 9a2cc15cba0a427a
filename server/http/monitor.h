/*
 * monitor.h - the operator's own listener: /metrics, /healthz, /readyz. It
 * stands on a loopback address, serves nothing personal, and keeps answering
 * when the public listener is at its limit of connections.
 */
#ifndef THROUGHLINE_HTTP_MONITOR_H
#define THROUGHLINE_HTTP_MONITOR_H

#include <microhttpd.h>

/* The library's access handler; `data` is the struct front. */
enum MHD_Result monitor_handle(void *data, struct MHD_Connection *connection,
                               const char *url, const char *method,
                               const char *version, const char *upload,
                               size_t *upload_size, void **context);

#endif
