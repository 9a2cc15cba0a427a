#include <string.h>

#include "http/framing_steps.h"

#define METHOD_MAX 10
#define LENGTH_DIGITS_MAX 18

#define CODING_LENGTH (sizeof(coding_text) - 1)

static const char version_text[] = "HTTP/1.";
static const char coding_text[] = "chunked";

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char lower(char c)
{
    return is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

static bool is_letter(char c)
{
    return is_upper(c) || (c >= 'a' && c <= 'z');
}

/* RFC 9110, section 5.6.2. */
static bool is_token(char c)
{
    return is_letter(c) || is_digit(c) || (c && strchr("!#$%&'*+-.^_`|~", c));
}

static bool is_control(unsigned char c)
{
    return c < 0x20 || c == 0x7F;
}

static void message_begin(struct framing *framing)
{
    uint64_t body_max = framing->body_max;
    uint32_t begun = framing->begun;
    uint32_t heads = framing->heads;
    uint32_t complete = framing->complete;

    framing_init(framing, body_max);
    framing->begun = begun + 1;
    framing->heads = heads;
    framing->complete = complete;
}

static bool method_step(struct framing *framing, char c)
{
    if (c == ' ')
        return go(framing, FRAMING_TARGET_START);
    if (!is_upper(c) || ++framing->method_length > METHOD_MAX)
        return bad(framing);
    return true;
}

static bool line_start_step(struct framing *framing, char c)
{
    framing->method_length = 1;
    return is_upper(c) ? go(framing, FRAMING_METHOD) : bad(framing);
}

static bool start_step(struct framing *framing, char c)
{
    message_begin(framing);
    /* One empty line before the request line: RFC 9112, section 2.2. */
    if (c == '\r')
        return go(framing, FRAMING_START_LF);
    return line_start_step(framing, c);
}

bool framing_charge(struct framing *framing, unsigned cost)
{
    if (framing->head_cost + cost > FRAMING_HEAD_COST_MAX)
        return spoiled(framing, FRAMING_HEAD_LARGE);
    framing->head_cost = (uint16_t)(framing->head_cost + cost);
    return true;
}

static bool percent_step(struct framing *framing, char c)
{
    int value = hex_value(c);

    if (value < 0)
        return bad(framing);
    if (framing->percent-- == 2) {
        framing->percent_high = (uint8_t)value;
        return true;
    }
    value += framing->percent_high * 16;
    if (!value || (!framing->in_query && is_control((unsigned char)value)))
        return bad(framing);
    return true;
}

static bool target_step(struct framing *framing, char c)
{
    if (framing->percent)
        return percent_step(framing, c);
    if (c == ' ')
        return go(framing, FRAMING_VERSION);
    if (c == '%')
        framing->percent = 2;
    if (c == '?')
        framing->in_query = true;
    if (c <= ' ' || c > '~' || strchr("\"<>#\\", c))
        return bad(framing);
    return c != '?' && c != '&' ? true
                                : framing_charge(framing, FRAMING_RECORD_COST);
}

static bool version_step(struct framing *framing, char c)
{
    size_t at = framing->version_at;
    bool good = at < sizeof(version_text) - 1 ? c == version_text[at]
                                              : c == '0' || c == '1';

    if (at == sizeof(version_text))
        return expect(framing, c, '\r', FRAMING_LINE_LF);
    framing->minor = c == '1';
    framing->version_at += good;
    return good ? true : bad(framing);
}

static bool name_is(const struct framing *framing, const char *name)
{
    return framing->name_length == strlen(name) &&
           !memcmp(framing->name, name, framing->name_length);
}

static bool name_add(struct framing *framing, char c)
{
    if (framing->name_length < sizeof(framing->name))
        framing->name[framing->name_length] = lower(c);
    if (framing->name_length <= sizeof(framing->name))
        framing->name_length++;
    return true;
}

/* Each of the three that decide about framing comes at most once. */
static bool field_begin(struct framing *framing, uint8_t field, bool *seen)
{
    if (*seen)
        return bad(framing);
    *seen = true;
    framing->field = field;
    return go(framing, FRAMING_VALUE);
}

static bool name_end(struct framing *framing)
{
    framing->field = FIELD_OTHER;
    framing->value_ended = false;
    framing->value_length = 0;
    if (name_is(framing, "host"))
        return field_begin(framing, FIELD_HOST, &framing->has_host);
    if (name_is(framing, "content-length"))
        return field_begin(framing, FIELD_LENGTH, &framing->has_length);
    if (name_is(framing, "transfer-encoding"))
        return field_begin(framing, FIELD_CODING, &framing->has_chunked);
    if (name_is(framing, "cookie"))
        framing->field = FIELD_COOKIE;
    return go(framing, FRAMING_VALUE);
}

static bool name_step(struct framing *framing, char c)
{
    if (c == ':')
        return name_end(framing);
    return is_token(c) ? name_add(framing, c) : bad(framing);
}

/* Faults of the head as a whole are told before its last line end: from
 * there on the library might answer for itself. */
static bool head_cr(struct framing *framing)
{
    if (framing->minor == 1 && !framing->has_host)
        return bad(framing);
    if (framing->has_chunked && (framing->has_length || framing->minor == 0))
        return bad(framing);
    return go(framing, FRAMING_HEAD_LF);
}

static bool header_start_step(struct framing *framing, char c)
{
    if (c == '\r')
        return head_cr(framing);
    if (!is_token(c))
        return bad(framing);
    if (++framing->header_count > FRAMING_HEADERS_MAX)
        return spoiled(framing, FRAMING_HEAD_LARGE);
    if (!framing_charge(framing, FRAMING_RECORD_COST))
        return false;
    framing->name_length = 0;
    go(framing, FRAMING_NAME);
    return name_add(framing, c);
}

static bool length_add(struct framing *framing, char c)
{
    if (!is_digit(c) || ++framing->digits > LENGTH_DIGITS_MAX)
        return bad(framing);
    framing->body_left = framing->body_left * 10 + (uint64_t)(c - '0');
    return true;
}

static bool coding_add(struct framing *framing, char c)
{
    size_t at = framing->value_length - 1u;

    return at < CODING_LENGTH && lower(c) == coding_text[at] ? true
                                                             : bad(framing);
}

static bool host_add(struct framing *framing, char c)
{
    return is_letter(c) || is_digit(c) || (c && strchr("-._:[]", c))
               ? true
               : bad(framing);
}

static bool cookie_add(struct framing *framing, char c)
{
    return framing_charge(framing,
                          c == ';' || c == ',' ? FRAMING_RECORD_COST + 1 : 1);
}

static bool value_add(struct framing *framing, char c)
{
    if (framing->field == FIELD_OTHER)
        return true;
    if (framing->field == FIELD_COOKIE)
        return cookie_add(framing, c);
    if (framing->value_ended)
        return bad(framing);
    framing->value_length++;
    switch (framing->field) {
    case FIELD_LENGTH:
        return length_add(framing, c);
    case FIELD_CODING:
        return coding_add(framing, c);
    default:
        return host_add(framing, c);
    }
}

/* 0.9.75 takes white space after a length or coding for a part of it. */
static bool value_blank(struct framing *framing)
{
    framing->value_ended = framing->value_length > 0;
    if (framing->value_ended && framing->field != FIELD_HOST)
        return bad(framing);
    return true;
}

static bool value_end(struct framing *framing)
{
    bool counted =
        framing->field != FIELD_OTHER && framing->field != FIELD_COOKIE;

    if (counted && !framing->value_length)
        return bad(framing);
    if (framing->field == FIELD_CODING &&
        framing->value_length != CODING_LENGTH)
        return bad(framing);
    return go(framing, FRAMING_VALUE_LF);
}

static bool value_step(struct framing *framing, char c)
{
    if (c == '\r')
        return value_end(framing);
    if (c == ' ' || c == '\t')
        return value_blank(framing);
    if (is_control((unsigned char)c))
        return bad(framing);
    return value_add(framing, c);
}

static bool head_end(struct framing *framing)
{
    framing->heads++;
    framing->digits = 0;
    if (framing->body_left > framing->body_max)
        framing_spoil(framing, FRAMING_BODY_LARGE);
    if (framing->body_left)
        return go(framing, FRAMING_BODY);
    if (framing->has_chunked)
        return go(framing, FRAMING_CHUNK_SIZE);
    return message_complete(framing);
}

static bool head_lf_step(struct framing *framing, char c)
{
    return c == '\n' ? head_end(framing) : bad(framing);
}

bool framing_head_step(struct framing *framing, char c)
{
    switch ((enum framing_state)framing->state) {
    case FRAMING_START_LF:
        return expect(framing, c, '\n', FRAMING_LINE_START);
    case FRAMING_LINE_START:
        return line_start_step(framing, c);
    case FRAMING_METHOD:
        return method_step(framing, c);
    case FRAMING_TARGET_START:
        return expect(framing, c, '/', FRAMING_TARGET);
    case FRAMING_TARGET:
        return target_step(framing, c);
    case FRAMING_VERSION:
        return version_step(framing, c);
    case FRAMING_LINE_LF:
    case FRAMING_VALUE_LF:
        return expect(framing, c, '\n', FRAMING_HEADER_START);
    case FRAMING_HEADER_START:
        return header_start_step(framing, c);
    case FRAMING_NAME:
        return name_step(framing, c);
    case FRAMING_VALUE:
        return value_step(framing, c);
    case FRAMING_HEAD_LF:
        return head_lf_step(framing, c);
    default:
        return start_step(framing, c);
    }
}
