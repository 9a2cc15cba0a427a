#include "http/monitor.h"

#include "http/front.h"

#define TEXT_TYPE "text/plain; version=0.0.4; charset=utf-8"

static void lanes_write(const struct front *front, struct str *out)
{
    static const char *const names[FRONT_LANES] = {
        [LANE_READ] = "read",
        [LANE_WRITE] = "write",
        [LANE_SLOW] = "slow",
        [LANE_PASSWORD] = "password",
    };

    str_add(out, "# TYPE throughline_queue_length gauge\n");
    for (int i = LANE_READ; i < FRONT_LANES; i++)
        str_addf(out, "throughline_queue_length{lane=\"%s\"} %zu\n", names[i],
                 lane_length(front->lanes[i]));
    str_add(out, "# TYPE throughline_workers_busy gauge\n");
    for (int i = LANE_READ; i < FRONT_LANES; i++)
        str_addf(out, "throughline_workers_busy{lane=\"%s\"} %zu\n", names[i],
                 lane_busy(front->lanes[i]));
}

static void front_write(const struct front *front, struct str *out)
{
    metrics_write(&front->metrics, out);
    lanes_write(front, out);
    metrics_write_one(out, "gauge", "requests_open", front->open);
    metrics_write_one(out, "gauge", "body_bytes", front->body_bytes);
    metrics_write_one(out, "gauge", "ready", front_ready(front));
    metrics_write_one(out, "counter", "database_errors_total",
                      health_failures(front->health));
}

static enum MHD_Result say(struct MHD_Connection *connection, unsigned status,
                           const char *text)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(
        strlen(text), (void *)text, MHD_RESPMEM_MUST_COPY);
    enum MHD_Result result = MHD_NO;

    if (!response)
        return MHD_NO;
    if (MHD_add_response_header(response, "Content-Type", TEXT_TYPE) &&
        MHD_add_response_header(response, "Cache-Control", "no-store") &&
        MHD_add_response_header(response, "X-Content-Type-Options", "nosniff"))
        result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result metrics_say(const struct front *front,
                                   struct MHD_Connection *connection)
{
    struct arena arena;
    struct str text;
    enum MHD_Result result;
    jmp_buf guard;

    arena_init(&arena);
    if (setjmp(guard)) {
        arena_release(&arena);
        return MHD_NO;
    }
    arena_guard(&arena, &guard);
    str_init(&text, &arena);
    front_write(front, &text);
    result = say(connection, MHD_HTTP_OK, text.data);
    arena_release(&arena);
    return result;
}

static enum MHD_Result answer(const struct front *front,
                              struct MHD_Connection *connection,
                              const char *url, const char *method)
{
    if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
        return say(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "GET only\n");
    if (!strcmp(url, "/metrics"))
        return metrics_say(front, connection);
    if (!strcmp(url, "/healthz"))
        return say(connection, MHD_HTTP_OK, "ok\n");
    if (!strcmp(url, "/readyz"))
        return front_ready(front)
                   ? say(connection, MHD_HTTP_OK, "ok\n")
                   : say(connection, MHD_HTTP_SERVICE_UNAVAILABLE,
                         "not ready\n");
    return say(connection, MHD_HTTP_NOT_FOUND, "not here\n");
}

/* The library's signature. NOLINTNEXTLINE(readability-function-size) */
enum MHD_Result monitor_handle(void *data, struct MHD_Connection *connection,
                               const char *url, const char *method,
                               const char *version, const char *upload,
                               size_t *upload_size, void **context)
{
    static char seen;

    (void)version;
    (void)upload;
    if (!*context || *upload_size) {
        /* To answer the first call would close the connection. */
        *context = &seen;
        *upload_size = 0;
        return MHD_YES;
    }
    return answer(data, connection, url, method);
}
