#include "http/daemon.h"

#include <arpa/inet.h>
#include <limits.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/exchange.h"
#include "http/monitor.h"
#include "http/peer.h"

/* Held by each open connection, so small; framing.h's bounds on the head keep
 * within it what the library stores there (text, a record for each header,
 * and the headers of the answer). */
#define CONNECTION_MEMORY ((size_t)8 * 1024)
#define BACKLOG 1024
#define MONITOR_CONNECTIONS 32
#define MONITOR_SECONDS 10

#if MHD_VERSION >= 0x01000000
#define STRICTNESS MHD_OPTION_CLIENT_DISCIPLINE_LVL
#else
#define STRICTNESS MHD_OPTION_STRICT_FOR_CLIENT
#endif

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

static bool address_read(const char *text, int port, union address *ret)
{
    *ret = (union address){0};
    if (inet_pton(AF_INET, text, &ret->v4.sin_addr) == 1) {
        ret->v4.sin_family = AF_INET;
        ret->v4.sin_port = htons((uint16_t)port);
        return true;
    }
    if (inet_pton(AF_INET6, text, &ret->v6.sin6_addr) == 1) {
        ret->v6.sin6_family = AF_INET6;
        ret->v6.sin6_port = htons((uint16_t)port);
        return true;
    }
    return false;
}

static unsigned flags_for(const union address *address)
{
    unsigned flags = MHD_USE_EPOLL;

    if (address->any.sa_family == AF_INET6)
        flags |= MHD_USE_IPv6;
    return flags;
}

static int socket_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *information =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);

    return information ? information->connect_fd : -1;
}

/* Asked only after socket_of: 1.0 answers both in the same place. */
static const struct sockaddr *address_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *information =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

    return information ? information->client_addr : NULL;
}

static void peer_open(struct front *front, struct MHD_Connection *connection,
                      void **context)
{
    int fd = socket_of(connection);
    const struct sockaddr *address = address_of(connection);
    struct peer *peer = NULL;

    if (fd >= 0 && address)
        peer = peer_new(&front->deadlines, fd, address);
    if (peer && !tap_add(&front->tap, peer)) {
        peer_free(peer);
        peer = NULL;
    }
    *context = peer; /* without one, exchange_begin refuses */
    front->metrics.connections++;
    front->metrics.peers++;
}

static void peer_notify(void *data, struct MHD_Connection *connection,
                        void **context,
                        enum MHD_ConnectionNotificationCode what)
{
    struct front *front = data;

    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        peer_open(front, connection, context);
        return;
    }
    front->metrics.peers--;
    if (*context)
        tap_remove(&front->tap, *context);
    peer_free(*context);
    *context = NULL;
}

/* Paths and queries are taken raw from the request line. */
static size_t unescape_nothing(void *data, struct MHD_Connection *connection,
                               char *text)
{
    (void)data;
    (void)connection;
    return strlen(text);
}

static struct err *address_refused(struct arena *arena, const char *address,
                                   int port)
{
    return err_logged(arena, ERR_INTERNAL,
                      "cannot listen on %s port %d: not an address of this "
                      "machine, or the port is taken",
                      address, port);
}

struct err *daemon_start(struct arena *arena, struct front *front)
{
    const struct listener_options *options = front->options;
    union address address;

    if (!address_read(options->address, options->port, &address))
        return address_refused(arena, options->address, options->port);
    front->daemon = MHD_start_daemon(
        flags_for(&address) | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL,
        exchange_handle, front, MHD_OPTION_SOCK_ADDR, &address.any,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)options->connections_max,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY,
        MHD_OPTION_CONNECTION_TIMEOUT, 0U, MHD_OPTION_LISTEN_BACKLOG_SIZE,
        (unsigned)BACKLOG, STRICTNESS, 1, MHD_OPTION_URI_LOG_CALLBACK,
        exchange_begin, front, MHD_OPTION_UNESCAPE_CALLBACK, unescape_nothing,
        NULL, MHD_OPTION_NOTIFY_COMPLETED, exchange_completed, front,
        MHD_OPTION_NOTIFY_CONNECTION, peer_notify, front, MHD_OPTION_END);
    if (!front->daemon)
        return address_refused(arena, options->address, options->port);
    return NULL;
}

struct err *daemon_start_monitor(struct arena *arena, struct front *front)
{
    const struct listener_options *options = front->options;
    int port = options->metrics_port > 0 ? options->metrics_port : 0;
    const char *place =
        options->metrics_address ? options->metrics_address : "127.0.0.1";
    union address address;

    if (!options->metrics_port)
        return NULL;
    if (!address_read(place, port, &address))
        return address_refused(arena, place, port);
    front->monitor = MHD_start_daemon(
        flags_for(&address), 0, NULL, NULL, monitor_handle, front,
        MHD_OPTION_SOCK_ADDR, &address.any, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)MONITOR_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)MONITOR_SECONDS, STRICTNESS, 1, MHD_OPTION_END);
    if (!front->monitor)
        return address_refused(arena, place, port);
    return NULL;
}

int daemon_port(struct MHD_Daemon *daemon)
{
    const union MHD_DaemonInfo *information =
        MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);

    return information ? information->port : 0;
}

int daemon_fd(struct MHD_Daemon *daemon)
{
    const union MHD_DaemonInfo *information =
        MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD);

    return information ? information->epoll_fd : -1;
}

int daemon_wait(struct MHD_Daemon *daemon)
{
    MHD_UNSIGNED_LONG_LONG wait;

    if (MHD_get_timeout(daemon, &wait) != MHD_YES)
        return -1;
    return wait > INT_MAX ? INT_MAX : (int)wait;
}

void daemon_quiesce(struct MHD_Daemon *daemon)
{
    MHD_socket listening = MHD_quiesce_daemon(daemon);

    if (listening != MHD_INVALID_SOCKET)
        close(listening);
}
