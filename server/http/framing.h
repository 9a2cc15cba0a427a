/*
 * framing.h - where one HTTP/1.x message ends and the next begins (R11).
 *
 * A strict scanner over the raw bytes of one connection, fed in pieces of any
 * size. It accepts only what RFC 9112 lets a sender generate, less what no
 * client of ours needs: obs-fold, bare CR or LF, NUL, chunk extensions,
 * trailers, absolute-form. What it accepts can be read in one way only, so
 * that no proxy before us and no parser after us can disagree. Pure: no I/O.
 */
#ifndef THROUGHLINE_HTTP_FRAMING_H
#define THROUGHLINE_HTTP_FRAMING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the library needs for a head must fit its memory for the connection
 * (daemon.c) and leave room for the headers of the answer; where it does not,
 * 0.9.75 answers twice. So the head is charged for what it will take there:
 * each byte, a record for each header, cookie and query argument, and the
 * copy it makes of the cookies. */
#define FRAMING_HEAD_COST_MAX 5120
#define FRAMING_RECORD_COST 64
#define FRAMING_HEADERS_MAX 40

enum framing_verdict {
    FRAMING_GOOD,
    FRAMING_BAD,        /* 400 */
    FRAMING_HEAD_LARGE, /* 431 */
    FRAMING_BODY_LARGE, /* 413 */
    FRAMING_LATE,       /* 408: given from outside, by framing_spoil */
};

enum framing_state {
    FRAMING_START, /* between messages */
    FRAMING_START_LF,
    FRAMING_LINE_START,
    FRAMING_METHOD,
    FRAMING_TARGET_START,
    FRAMING_TARGET,
    FRAMING_VERSION,
    FRAMING_LINE_LF,
    FRAMING_HEADER_START,
    FRAMING_NAME,
    FRAMING_VALUE,
    FRAMING_VALUE_LF,
    FRAMING_HEAD_LF,
    FRAMING_BODY,
    FRAMING_CHUNK_SIZE,
    FRAMING_CHUNK_SIZE_LF,
    FRAMING_CHUNK_DATA,
    FRAMING_CHUNK_CR,
    FRAMING_CHUNK_LF,
    FRAMING_LAST_CR,
    FRAMING_LAST_LF,
    FRAMING_STATE_COUNT
};

struct framing {
    uint8_t state;       /* enum framing_state */
    uint8_t verdict;     /* enum framing_verdict */
    uint8_t field;       /* which header's value is being read */
    uint8_t name_length; /* stops at the size of `name` + 1 */
    uint8_t version_at;  /* place in "HTTP/1.x" */
    uint8_t percent;     /* hexadecimal digits still due after '%' */
    uint8_t percent_high;
    uint8_t minor; /* HTTP/1.0 or 1.1 */
    bool in_query;
    bool value_ended; /* white space seen after the value's text */
    bool has_host;
    bool has_length;
    bool has_chunked;
    uint8_t digits; /* of a chunk size or Content-Length */
    uint8_t header_count;
    uint16_t head_cost;
    uint8_t method_length;
    uint16_t value_length;
    char name[18];       /* lower case; long enough for those we know */
    uint64_t body_left;  /* of the body, or of the chunk */
    uint64_t body_total; /* chunks so far */
    uint64_t body_max;
    uint32_t begun;    /* messages whose first byte was seen */
    uint32_t heads;    /* messages whose head was complete */
    uint32_t complete; /* messages wholly seen */
};

/* A body longer than `body_max` bytes is FRAMING_BODY_LARGE. */
void framing_init(struct framing *framing, uint64_t body_max);

/* Reads on. Returns how many bytes were good: fewer than `length` when the
 * verdict, which is final, fell on the next one. The verdict belongs to
 * message number `begun`. */
size_t framing_scan(struct framing *framing, const char *bytes, size_t length);

/* Ends the present message with `verdict` for a reason of the caller's. */
void framing_spoil(struct framing *framing, enum framing_verdict verdict);

/* What another parser, having read exactly the good bytes, must be fed so
 * that it ends this message at once: the rest of a harmless head, or, within
 * chunks, something it must itself refuse. "" where there is nothing to end.
 * Valid once there is a verdict. */
const char *framing_ending(const struct framing *framing);

/* True from a message's first byte until its head is complete. */
bool framing_in_head(const struct framing *framing);

/* True from a complete head until the body is complete. */
bool framing_in_body(const struct framing *framing);

#endif
