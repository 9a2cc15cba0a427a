#include "http/framing_steps.h"

#define CHUNK_DIGITS_MAX 8

void framing_init(struct framing *framing, uint64_t body_max)
{
    *framing = (struct framing){.body_max = body_max};
}

void framing_spoil(struct framing *framing, enum framing_verdict verdict)
{
    framing->verdict = (uint8_t)verdict;
}

static bool chunk_size_add(struct framing *framing, int digit)
{
    if (digit < 0 || ++framing->digits > CHUNK_DIGITS_MAX)
        return bad(framing);
    framing->body_left = framing->body_left * 16 + (uint64_t)digit;
    if (framing->body_total + framing->body_left > framing->body_max)
        return spoiled(framing, FRAMING_BODY_LARGE);
    return true;
}

static bool chunk_size_step(struct framing *framing, char c)
{
    if (c == '\r' && framing->digits)
        return go(framing, FRAMING_CHUNK_SIZE_LF);
    return chunk_size_add(framing, hex_value(c));
}

static bool chunk_size_lf_step(struct framing *framing, char c)
{
    if (c != '\n')
        return bad(framing);
    framing->digits = 0;
    framing->body_total += framing->body_left;
    return go(framing,
              framing->body_left ? FRAMING_CHUNK_DATA : FRAMING_LAST_CR);
}

static bool last_lf_step(struct framing *framing, char c)
{
    return c == '\n' ? message_complete(framing) : bad(framing);
}

static bool step_in_body(struct framing *framing, char c)
{
    switch ((enum framing_state)framing->state) {
    case FRAMING_CHUNK_SIZE:
        return chunk_size_step(framing, c);
    case FRAMING_CHUNK_SIZE_LF:
        return chunk_size_lf_step(framing, c);
    case FRAMING_CHUNK_CR:
        return expect(framing, c, '\r', FRAMING_CHUNK_LF);
    case FRAMING_CHUNK_LF:
        return expect(framing, c, '\n', FRAMING_CHUNK_SIZE);
    case FRAMING_LAST_CR:
        return expect(framing, c, '\r', FRAMING_LAST_LF);
    default:
        return last_lf_step(framing, c);
    }
}

/* Bytes that are only counted. */
static size_t content_skip(struct framing *framing, size_t available)
{
    size_t skipped = available;

    if (framing->body_left < skipped)
        skipped = (size_t)framing->body_left;
    framing->body_left -= skipped;
    if (!framing->body_left && framing->state == FRAMING_BODY)
        message_complete(framing);
    else if (!framing->body_left)
        go(framing, FRAMING_CHUNK_CR);
    return skipped;
}

static bool step(struct framing *framing, char c)
{
    if (framing_in_body(framing))
        return step_in_body(framing, c);
    if (framing->state != FRAMING_START && !framing_charge(framing, 1))
        return false;
    return framing_head_step(framing, c);
}

size_t framing_scan(struct framing *framing, const char *bytes, size_t length)
{
    size_t at = 0;

    while (at < length && !framing->verdict) {
        if (framing->state == FRAMING_BODY ||
            framing->state == FRAMING_CHUNK_DATA)
            at += content_skip(framing, length - at);
        else if (step(framing, bytes[at]))
            at++;
    }
    return at;
}

bool framing_in_head(const struct framing *framing)
{
    return framing->state > FRAMING_START && framing->state < FRAMING_BODY;
}

bool framing_in_body(const struct framing *framing)
{
    return framing->state >= FRAMING_BODY;
}

const char *framing_ending(const struct framing *framing)
{
    static const char head[] = "\nX / HTTP/1.1\r\nHost: x\r\n\r\n";
    static const char *const endings[FRAMING_STATE_COUNT] = {
        [FRAMING_START] = head + 1,
        [FRAMING_START_LF] = head,
        [FRAMING_LINE_START] = head + 1,
        [FRAMING_METHOD] = head + 2,
        [FRAMING_TARGET_START] = head + 3,
        [FRAMING_TARGET] = head + 4,
        [FRAMING_LINE_LF] = "\nHost: x\r\n\r\n",
        [FRAMING_HEADER_START] = "Host: x\r\n\r\n",
        [FRAMING_NAME] = "-x:\r\nHost: x\r\n\r\n",
        [FRAMING_VALUE] = "\r\nHost: x\r\n\r\n",
        [FRAMING_VALUE_LF] = "\nHost: x\r\n\r\n",
        [FRAMING_HEAD_LF] = "\n",
        [FRAMING_BODY] = "",
        [FRAMING_CHUNK_SIZE] = "XX\r\n\r\n",
        [FRAMING_CHUNK_SIZE_LF] = "XX\r\n\r\n",
        [FRAMING_CHUNK_DATA] = "",
        [FRAMING_CHUNK_CR] = "XX\r\n\r\n",
        [FRAMING_CHUNK_LF] = "XX\r\n\r\n",
        [FRAMING_LAST_CR] = "XX\r\n\r\n",
        [FRAMING_LAST_LF] = "XX\r\n\r\n",
    };

    if (framing->state == FRAMING_VALUE && framing->field == FIELD_LENGTH &&
        !framing->digits)
        return "0\r\nHost: x\r\n\r\n"; /* a length it can believe */
    if (framing->state == FRAMING_VERSION)
        return head + 5 + framing->version_at;
    if (framing->state == FRAMING_CHUNK_SIZE &&
        framing->verdict == FRAMING_BODY_LARGE)
        return "FFFFFFFFFFFFFFFFF\r\n"; /* overflows: a 413, not a 400 */
    return endings[framing->state];
}
