/*
 * peer.h - one client connection, from accept to close. HTTP thread only.
 */
#ifndef THROUGHLINE_HTTP_PEER_H
#define THROUGHLINE_HTTP_PEER_H

#include <stdint.h>
#include <sys/socket.h>

#include "http/deadline.h"
#include "http/framing.h"

#define PEER_ADDRESS_SIZE 46

struct peer {
    struct deadline deadline; /* first, so that one finds the other */
    struct deadlines *deadlines;
    struct framing framing;
    const char *ending; /* bytes still to feed, once framing is spoilt */
    int fd;
    uint32_t served; /* requests the library has begun */
    char address[PEER_ADDRESS_SIZE];
};

/* NULL when memory is out. Freed with peer_free. */
struct peer *peer_new(struct deadlines *deadlines, int fd,
                      const struct sockaddr *address);

/* Empties what the client still had to say, so that closing does not reset
 * the connection before our answer is read. */
void peer_free(struct peer *peer);

/* Bytes came: moves the deadline on from idle to head to body. */
void peer_heard(struct peer *peer);

/* The whole request is in; the client owes nothing. */
void peer_working(struct peer *peer);

/* The answer is on its way and must be taken. */
void peer_replying(struct peer *peer);

/* The answer is out: idle, or already within the next request. */
void peer_replied(struct peer *peer);

/* The wait of `kind` was in vain: a late head is answered 408, anything else
 * is cut off. */
void peer_expire(struct peer *peer, enum deadline_kind kind);

/* What the framing says of the request now being served. */
enum framing_verdict peer_verdict(const struct peer *peer);

/* False if the library serves a request the framing has not seen whole: the
 * tap is out of order, and nothing may be served. */
bool peer_in_step(const struct peer *peer);

#endif
