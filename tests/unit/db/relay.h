/*
 * relay.h - a wire between a client and PostgreSQL that counts round trips
 * and can fall silent, as a dead network does.
 */
#ifndef THROUGHLINE_TESTS_RELAY_H
#define THROUGHLINE_TESTS_RELAY_H

#include <arpa/inet.h>
#include <check.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

struct relay {
    char host[108]; /* of the server: a socket folder or an address */
    char port[16];  /* of the server */
    int port_here;  /* where clients connect, on 127.0.0.1 */
    int listener;
    pthread_t thread;
    atomic_bool silent; /* pass nothing on, answer nothing */
    atomic_bool cut;    /* hang up on both sides */
    atomic_int turns;   /* how often the client spoke after the server */
};

static inline int relay_dial_folder(const struct relay *relay)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int server = socket(AF_UNIX, SOCK_STREAM, 0);
    int length = snprintf(address.sun_path, sizeof(address.sun_path),
                          "%s/.s.PGSQL.%s", relay->host, relay->port);

    ck_assert(length > 0 && (size_t)length < sizeof(address.sun_path));
    ck_assert_int_eq(
        connect(server, (struct sockaddr *)&address, sizeof(address)), 0);
    return server;
}

static inline int relay_dial(const struct relay *relay)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
    struct addrinfo *found;
    int server;

    if (relay->host[0] == '/')
        return relay_dial_folder(relay);
    ck_assert_int_eq(getaddrinfo(relay->host, relay->port, &hints, &found), 0);
    server = socket(found->ai_family, SOCK_STREAM, 0);
    ck_assert_int_eq(connect(server, found->ai_addr, found->ai_addrlen), 0);
    freeaddrinfo(found);
    return server;
}

/* Passes on what there is; false when that side has hung up. */
static inline bool relay_pass(int from, int to)
{
    static _Thread_local char buffer[65536];
    ssize_t got = read(from, buffer, sizeof(buffer));
    ssize_t sent = 0;

    if (got <= 0)
        return false;
    while (sent < got) {
        ssize_t n = send(to, buffer + sent, (size_t)(got - sent), MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        sent += n;
    }
    return true;
}

static inline void relay_serve(struct relay *relay, int client, int server)
{
    struct pollfd ends[2] = {
        {.fd = client, .events = POLLIN},
        {.fd = server, .events = POLLIN}
    };
    bool server_spoke = true;
    bool open = true;

    while (open && !relay->cut) {
        if (relay->silent || poll(ends, 2, 5) == 0) {
            usleep(1000);
            continue;
        }
        if (ends[0].revents) {
            relay->turns += server_spoke;
            server_spoke = false;
            open = relay_pass(client, server);
        }
        if (open && ends[1].revents) {
            server_spoke = true;
            open = relay_pass(server, client);
        }
    }
    close(client);
    close(server);
}

static inline void *relay_run(void *data)
{
    struct relay *relay = data;

    for (;;) {
        int client = accept(relay->listener, NULL, NULL);
        if (client < 0)
            return NULL;
        relay->cut = false;
        relay_serve(relay, client, relay_dial(relay));
    }
}

static inline void relay_start(struct relay *relay)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t length = sizeof(address);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    relay->listener = socket(AF_INET, SOCK_STREAM, 0);
    ck_assert_int_eq(bind(relay->listener, (struct sockaddr *)&address, length),
                     0);
    ck_assert_int_eq(listen(relay->listener, 8), 0);
    getsockname(relay->listener, (struct sockaddr *)&address, &length);
    relay->port_here = ntohs(address.sin_port);
    ck_assert_int_eq(pthread_create(&relay->thread, NULL, relay_run, relay), 0);
}

#endif
