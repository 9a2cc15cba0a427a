#include "http/peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "base/clock.h"
#include "http/request.h"

#define DRAIN_MAX (512 * 1024)

static void address_write(struct peer *peer, const struct sockaddr *address)
{
    const void *bytes = NULL;

    if (address->sa_family == AF_INET)
        bytes = &((const struct sockaddr_in *)address)->sin_addr;
    else if (address->sa_family == AF_INET6)
        bytes = &((const struct sockaddr_in6 *)address)->sin6_addr;
    if (!bytes || !inet_ntop(address->sa_family, bytes, peer->address,
                             sizeof(peer->address)))
        peer->address[0] = '\0';
}

static void peer_await(struct peer *peer, enum deadline_kind kind)
{
    deadline_set(peer->deadlines, &peer->deadline, kind, clock_monotonic_ms());
}

struct peer *peer_new(struct deadlines *deadlines, int fd,
                      const struct sockaddr *address)
{
    struct peer *peer = calloc(1, sizeof(*peer));

    if (!peer)
        return NULL;
    peer->deadlines = deadlines;
    peer->fd = fd;
    framing_init(&peer->framing, REQUEST_BODY_MAX);
    address_write(peer, address);
    peer_await(peer, DEADLINE_HEAD);
    return peer;
}

void peer_free(struct peer *peer)
{
    char bytes[4096];
    size_t drained = 0;
    ssize_t count;

    if (!peer)
        return;
    do {
        count =
            recvfrom(peer->fd, bytes, sizeof(bytes), MSG_DONTWAIT, NULL, NULL);
        drained += count > 0 ? (size_t)count : 0;
    } while (count > 0 && drained < DRAIN_MAX);
    peer_await(peer, DEADLINE_NONE);
    free(peer);
}

void peer_heard(struct peer *peer)
{
    enum deadline_kind kind = peer->deadline.kind;

    if (kind == DEADLINE_IDLE && framing_in_head(&peer->framing))
        peer_await(peer, DEADLINE_HEAD);
    else if ((kind == DEADLINE_IDLE || kind == DEADLINE_HEAD) &&
             framing_in_body(&peer->framing))
        peer_await(peer, DEADLINE_BODY);
}

void peer_working(struct peer *peer)
{
    peer_await(peer, DEADLINE_NONE);
}

void peer_replying(struct peer *peer)
{
    peer_await(peer, DEADLINE_REPLY);
}

void peer_replied(struct peer *peer)
{
    if (framing_in_body(&peer->framing))
        peer_await(peer, DEADLINE_BODY);
    else if (peer->framing.begun > peer->served)
        peer_await(peer, DEADLINE_HEAD);
    else
        peer_await(peer, DEADLINE_IDLE);
}

void peer_expire(struct peer *peer, enum deadline_kind kind)
{
    if (kind == DEADLINE_HEAD && !peer->framing.verdict &&
        framing_in_head(&peer->framing)) {
        framing_spoil(&peer->framing, FRAMING_LATE);
        peer->ending = framing_ending(&peer->framing);
        peer_replying(peer);
        /* Wakes the library, which then reads the ending from the tap. */
        shutdown(peer->fd, SHUT_RD);
        return;
    }
    peer_working(peer);
    shutdown(peer->fd, SHUT_RDWR);
}

enum framing_verdict peer_verdict(const struct peer *peer)
{
    if (peer->served < peer->framing.begun)
        return FRAMING_GOOD;
    return (enum framing_verdict)peer->framing.verdict;
}

bool peer_in_step(const struct peer *peer)
{
    uint32_t spoilt =
        peer->framing.verdict && peer->framing.begun > peer->framing.heads;

    return peer->served <= peer->framing.heads + spoilt;
}
