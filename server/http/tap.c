#include "http/tap.h"

#include <errno.h>
#include <sys/socket.h>

#include "http/peer.h"

static _Thread_local struct tap *tap_here;

/* An own name for C, so that no header's idea of recv is in the way. */
ssize_t tap_recv(int fd, void *buffer, size_t length, int flags) __asm__("recv")
    __attribute__((visibility("default"), used));

void tap_open(struct tap *tap)
{
    *tap = (struct tap){0};
    tap_here = tap;
}

void tap_close(struct tap *tap)
{
    tap_here = NULL;
    free(tap->peers);
    *tap = (struct tap){0};
}

bool tap_add(struct tap *tap, struct peer *peer)
{
    size_t at = (size_t)peer->fd;

    if (at >= tap->size) {
        size_t size = at * 2 + 64;
        struct peer **peers =
            reallocarray(tap->peers, size, sizeof(struct peer *));

        if (!peers)
            return false;
        memset(peers + tap->size, 0, (size - tap->size) * sizeof(*peers));
        tap->peers = peers;
        tap->size = size;
    }
    tap->peers[at] = peer;
    return true;
}

void tap_remove(struct tap *tap, const struct peer *peer)
{
    size_t at = (size_t)peer->fd;

    if (at < tap->size && tap->peers[at] == peer)
        tap->peers[at] = NULL;
}

static size_t ending_feed(struct peer *peer, char *buffer, size_t length)
{
    size_t fed = strnlen(peer->ending, length);

    memcpy(buffer, peer->ending, fed);
    peer->ending += fed;
    return fed;
}

static ssize_t nothing_yet(void)
{
    errno = EAGAIN;
    return -1;
}

static ssize_t peer_receive(struct peer *peer, char *buffer, size_t length)
{
    size_t good;
    ssize_t count;

    if (peer->ending && *peer->ending)
        return (ssize_t)ending_feed(peer, buffer, length);
    count = recvfrom(peer->fd, buffer, length, 0, NULL, NULL);
    if (count <= 0)
        return count;
    if (peer->ending)
        return nothing_yet();
    good = framing_scan(&peer->framing, buffer, (size_t)count);
    peer_heard(peer);
    if (peer->framing.verdict) {
        peer->ending = framing_ending(&peer->framing);
        good += ending_feed(peer, buffer + good, length - good);
    }
    return good ? (ssize_t)good : nothing_yet();
}

ssize_t tap_recv(int fd, void *buffer, size_t length, int flags)
{
    const struct tap *tap = tap_here;

    if (tap && fd >= 0 && (size_t)fd < tap->size && tap->peers[fd])
        return peer_receive(tap->peers[fd], buffer, length);
    return recvfrom(fd, buffer, length, flags, NULL, NULL);
}
