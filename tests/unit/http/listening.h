/*
 * listening.h - a whole listener in a thread, with a small room that needs no
 * database, and a client to talk to it; for test_listener*.c.
 */
#ifndef THROUGHLINE_TESTS_HTTP_LISTENING_H
#define THROUGHLINE_TESTS_HTTP_LISTENING_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <sodium.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "http/listener.h"
#include "http/request.h"

#define HOST "Host: localhost\r\n"
#define HEALTHZ "GET /healthz HTTP/1.1\r\n" HOST "\r\n"
#define SLEEP "GET /api/v1/sleep HTTP/1.1\r\n" HOST "\r\n"
#define PATIENCE_MS 10000
#define SLEEP_MS 300
#define BIG ((size_t)16 * 1024 * 1024)

/* --- the room --------------------------------------------------------------
 */

static atomic_int slept;

static inline struct err *room_sleep(struct call *call, struct reply *out)
{
    (void)call;
    usleep(SLEEP_MS * 1000);
    atomic_fetch_add(&slept, 1);
    return reply_bytes(out, 200, "text/plain", slice_from("slept"));
}

static inline struct err *room_big(struct call *call, struct reply *out)
{
    char *bytes = arena_alloc(call->arena, BIG);

    return reply_bytes(out, 200, "text/plain", (struct slice){bytes, BIG});
}

/* Tells what came as the body: how long, and the sum of its bytes. */
static inline struct err *room_sum(struct call *call, struct reply *out)
{
    struct slice body = call->request->body;
    unsigned long sum = 0;

    for (size_t i = 0; i < body.length; i++)
        sum += (unsigned char)body.data[i];
    return reply_bytes(
        out, 200, "text/plain",
        slice_from(
            arena_printf(call->arena, "%zu bytes, sum %lu", body.length, sum)));
}

static inline struct err *room_address(struct call *call, struct reply *out)
{
    return reply_bytes(out, 200, "text/plain",
                       slice_from(call->client_address));
}

#define ROUTE(verb, place, label, work)                                        \
    {                                                                          \
        .method = verb, .path = "/api/v1/" place, .name = label,               \
        .permission = PERM_PUBLIC, .answer = "text/plain", .summary = label,   \
        .handler = work                                                        \
    }

static const struct route room_routes[] = {
    ROUTE(METHOD_GET, "sleep", "test.sleep", room_sleep),
    ROUTE(METHOD_GET, "big", "test.big", room_big),
    ROUTE(METHOD_GET, "address", "test.address", room_address),
    ROUTE(METHOD_DELETE, "sum", "test.sum", room_sum),
    {0}};
static const struct room room = {"test", room_routes};
static const struct room *const rooms[] = {&room, NULL};

/* --- the listener ----------------------------------------------------------
 */

struct listening {
    struct listener_options options;
    pthread_t thread;
    sem_t ready;
    int port;
    bool clean; /* listener_run ended with NULL */
};

static char site_folder[] = "/tmp/throughline-listening-XXXXXX";
static struct listening listening;

static inline void listening_ready(int port, void *data)
{
    struct listening *self = data;

    self->port = port;
    sem_post(&self->ready);
}

static inline void *listening_main(void *data)
{
    struct listening *self = data;
    struct arena run;
    struct err *err;

    arena_init(&run);
    err = listener_run(&run, &self->options, listening_ready, self);
    self->clean = !err;
    if (err) {
        fprintf(stderr, "listener: %s\n", err->log ? err->log : "");
        sem_post(&self->ready);
    }
    arena_release(&run);
    return NULL;
}

/* Ordinary settings, but short deadlines; a test changes them, then starts. */
static inline void listening_set_up(void)
{
    struct listening fresh = {
        .options = {.address = "127.0.0.1",
                    .web_root = site_folder,
                    .conninfo = "host=/nonexistent",
                    .read_workers = 2,
                    .write_workers = 1,
                    .slow_workers = 1,
                    .password_workers = 1,
                    .queue_length = 16,
                    .connections_max = 500,
                    .head_seconds = 1,
                    .body_seconds = 1,
                    .reply_seconds = 1,
                    .idle_seconds = 2,
                    .answer_seconds = 5,
                    .drain_seconds = 5}
    };

    log_set_level(LOG_ERROR);
    ck_assert_int_ge(sodium_init(), 0);
    router_set_rooms(rooms);
    listening = fresh;
    sem_init(&listening.ready, 0, 0);
}

static inline void listening_start(void)
{
    ck_assert_int_eq(
        pthread_create(&listening.thread, NULL, listening_main, &listening), 0);
    sem_wait(&listening.ready);
    ck_assert_int_gt(listening.port, 0);
}

static inline void listening_stop(void)
{
    listener_stop();
    pthread_join(listening.thread, NULL);
    ck_assert(listening.clean);
}

static inline int site_prepare(void)
{
    struct err *err;

    if (!mkdtemp(site_folder))
        return -1;
    arena_init(&arena);
    err = file_write(&arena, arena_printf(&arena, "%s/site.json", site_folder),
                     0644, "{\"files\":[],\"pages\":[]}");
    if (!err)
        err = file_write(&arena,
                         arena_printf(&arena, "%s/site.pack", site_folder),
                         0644, "");
    arena_release(&arena);
    return err ? -1 : 0;
}

static inline void site_remove(void)
{
    arena_init(&arena);
    unlink(arena_printf(&arena, "%s/site.json", site_folder));
    unlink(arena_printf(&arena, "%s/site.pack", site_folder));
    rmdir(site_folder);
    arena_release(&arena);
}

/* --- the client ------------------------------------------------------------
 */

/* -1 where nobody listens. */
static inline int client_connect(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    ck_assert_int_ge(fd, 0);
    if (!connect(fd, (struct sockaddr *)&address, sizeof(address)))
        return fd;
    close(fd);
    return -1;
}

static inline int client_open(void)
{
    int fd = client_connect(listening.port);

    ck_assert_int_ge(fd, 0);
    return fd;
}

/* False when the server has closed. */
static inline bool client_send(int fd, const char *text)
{
    return send(fd, text, strlen(text), MSG_NOSIGNAL) == (ssize_t)strlen(text);
}

/* What comes until `until` is seen in it, the server closes or patience ends.
 * `*ret_closed` (may be NULL) tells the second. */
static inline const char *client_receive(int fd, const char *until,
                                         bool *ret_closed)
{
    int64_t end = clock_monotonic_ms() + PATIENCE_MS;
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    bool closed = false;
    struct str text;
    char bytes[4096];

    str_init(&text, &arena);
    str_add(&text, "");
    while (!closed && clock_monotonic_ms() < end &&
           !(until && strstr(text.data, until))) {
        ssize_t count;

        if (poll(&ready, 1, 50) <= 0)
            continue;
        count = recvfrom(fd, bytes, sizeof(bytes), 0, NULL, NULL);
        closed = count <= 0;
        if (count > 0)
            str_add_bytes(&text, bytes, (size_t)count);
    }
    if (ret_closed)
        *ret_closed = closed;
    return text.data;
}

/* One request on a connection of its own, answered in full. */
static inline const char *client_ask(const char *request)
{
    int fd = client_open();
    const char *answer;

    ck_assert(client_send(fd, request));
    shutdown(fd, SHUT_WR);
    answer = client_receive(fd, NULL, NULL);
    close(fd);
    return answer;
}

static inline int answers_with(const char *text, const char *status)
{
    const char *wanted = arena_printf(&arena, "HTTP/1.1 %s ", status);
    int count = 0;

    for (const char *at = text; (at = strstr(at, wanted)); at++)
        count++;
    return count;
}

#endif
