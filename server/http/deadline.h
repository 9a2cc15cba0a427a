/*
 * deadline.h - until when a client must have done its part (R12).
 *
 * The library's own timeout starts anew with each byte, so a client that
 * drips lives for ever. Here each kind of wait has one fixed length, so that
 * each kind's list is in order of expiry by itself: setting, clearing and
 * sweeping cost the same for one connection as for 12,000. One thread only.
 */
#ifndef THROUGHLINE_HTTP_DEADLINE_H
#define THROUGHLINE_HTTP_DEADLINE_H

#include <stdbool.h>
#include <stdint.h>

enum deadline_kind {
    DEADLINE_NONE,  /* nothing awaited from the client: a worker is busy */
    DEADLINE_HEAD,  /* the headers must be in */
    DEADLINE_BODY,  /* the body must be in */
    DEADLINE_REPLY, /* the answer must be taken */
    DEADLINE_IDLE,  /* kept alive between requests */
    DEADLINE_KINDS
};

/* Embedded in what has the deadline; zero it first. */
struct deadline {
    struct deadline *previous;
    struct deadline *next;
    int64_t expires_ms;
    enum deadline_kind kind;
};

struct deadlines {
    struct deadline heads[DEADLINE_KINDS]; /* ring sentinels */
    int64_t length_ms[DEADLINE_KINDS];
};

void deadlines_init(struct deadlines *deadlines);

/* Starts the wait anew from `now_ms`; DEADLINE_NONE ends it. */
void deadline_set(struct deadlines *deadlines, struct deadline *deadline,
                  enum deadline_kind kind, int64_t now_ms);

/* One that has expired by `now_ms`, taken off its list but with `kind` kept
 * for the caller to see; NULL when there is none (more). */
struct deadline *deadline_expired(struct deadlines *deadlines, int64_t now_ms);

/* Milliseconds from `now_ms` to the earliest expiry, or -1 for none. */
int64_t deadlines_wait(const struct deadlines *deadlines, int64_t now_ms);

#endif
