#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "commands/commands.h"
#include "commands/configuration.h"

#define PATIENCE_SECONDS 5

static bool address_of(const struct listener_options *options,
                       struct sockaddr_in *ret_address)
{
    *ret_address = (struct sockaddr_in){
        .sin_family = AF_INET, .sin_port = htons((uint16_t)options->port)};
    if (inet_pton(AF_INET, options->address, &ret_address->sin_addr) != 1)
        return false;
    if (ret_address->sin_addr.s_addr == htonl(INADDR_ANY))
        ret_address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return true;
}

/* The beginning of the answer, terminated; empty if there was none. */
static void ask(int fd, const struct sockaddr_in *address, char *answer,
                size_t size)
{
    static const char question[] = "GET /healthz HTTP/1.1\r\n"
                                   "Host: localhost\r\n"
                                   "Connection: close\r\n\r\n";
    struct timeval patience = {PATIENCE_SECONDS, 0};
    ssize_t length = 0;

    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (connect(fd, (const struct sockaddr *)address, sizeof *address) == 0 &&
        send(fd, question, sizeof question - 1, MSG_NOSIGNAL) > 0)
        length = recv(fd, answer, size - 1, 0);
    answer[length > 0 ? length : 0] = '\0';
}

static struct err *healthcheck(struct arena *arena)
{
    struct configuration configuration;
    struct sockaddr_in address;
    char answer[64];
    int fd;
    struct err *err = configuration_read(arena, &configuration);

    if (err)
        return err;
    if (!address_of(&configuration.listener, &address))
        return err_logged(arena, ERR_INVALID, "address is no IPv4 address");
    fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return err_logged(arena, ERR_INTERNAL, "no socket: %s",
                          strerror(errno));
    ask(fd, &address, answer, sizeof answer);
    close(fd);
    if (strncmp(answer, "HTTP/1.1 200 ", 13) != 0)
        return err_logged(arena, ERR_BUSY, "no healthy server on port %d",
                          configuration.listener.port);
    return NULL;
}

int command_healthcheck(int argc, char **argv)
{
    struct arena arena;
    int result = command_without_arguments(argc, argv);

    if (result)
        return result;
    arena_init(&arena);
    result = command_result(healthcheck(&arena));
    arena_release(&arena);
    return result;
}
