/*
 * tap.h - sees each byte a client sends before libmicrohttpd does.
 *
 * Why: 0.9.75 takes a bare LF for a line end, folds lines, skips NUL lines,
 * reads a second Content-Length over the first, and writes over its buffer
 * while parsing, so that afterwards "\0\n" and "\r\n" look the same and a
 * chunk's framing is gone. No callback sees the raw bytes.
 *
 * How: the library calls recv(2) through the dynamic linker. This program
 * defines recv itself, so the library's calls land here; on the HTTP thread,
 * for a socket that was tap_add()ed, the bytes run through framing.h first.
 * When the framing is spoilt, what follows is thrown away and the library is
 * fed a harmless ending instead, so it calls the handler, in order, which
 * answers 400 and closes. Every other recv of the process goes straight on.
 *
 * Sound for any version that reads with recv; where one does not,
 * peer_in_step() is false for the first request and nothing is served.
 */
#ifndef THROUGHLINE_HTTP_TAP_H
#define THROUGHLINE_HTTP_TAP_H

#include <stdbool.h>
#include <stddef.h>

struct peer;

struct tap {
    struct peer **peers; /* by file descriptor */
    size_t size;
};

/* Makes `tap` the one of the calling thread, until tap_close. */
void tap_open(struct tap *tap);
void tap_close(struct tap *tap);

/* False when memory is out. */
bool tap_add(struct tap *tap, struct peer *peer);
void tap_remove(struct tap *tap, const struct peer *peer);

#endif
