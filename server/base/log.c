#include "base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/str.h"

/* A pipe takes this much in one piece (PIPE_BUF), so lines of several threads
 * never mix; a longer message is cut. */
#define LINE_SIZE 4096
#define MESSAGE_SIZE 1024
#define TAIL_SIZE 4 /* closing quote, brace, line feed */

struct line {
    char text[LINE_SIZE];
    size_t length;
};

static atomic_int lowest_level = LOG_INFO;
static _Thread_local const char *thread_request;

static const char *const level_names[] = {
    [LOG_DEBUG] = "debug",
    [LOG_INFO] = "info",
    [LOG_WARNING] = "warning",
    [LOG_ERROR] = "error",
};

void log_set_level(enum log_level level)
{
    atomic_store(&lowest_level, (int)level);
}

void log_set_request(const char *request_id)
{
    thread_request = request_id;
}

/* All of `piece` or nothing, so that no escape is cut in two. */
static void line_add(struct line *line, const char *piece, size_t length)
{
    if (length > LINE_SIZE - TAIL_SIZE - line->length)
        return;
    memcpy(line->text + line->length, piece, length);
    line->length += length;
}

static void line_add_text(struct line *line, const char *text)
{
    line_add(line, text, strlen(text));
}

/* Bytes beyond ASCII are escaped one by one unless the whole is UTF-8. */
static void line_add_string(struct line *line, const char *text)
{
    bool utf8 = utf8_valid(text, strlen(text));

    line_add_text(line, "\"");
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        char escape[8];
        if (c == '"' || c == '\\') {
            line_add(line, (const char[]){'\\', *text}, 2);
        } else if (c < 0x20 || c == 0x7F || (c > 0x7F && !utf8)) {
            snprintf(escape, sizeof(escape), "\\u%04x", (unsigned)c);
            line_add_text(line, escape);
        } else {
            line_add(line, text, 1);
        }
    }
    line_add_text(line, "\"");
}

static void line_add_member(struct line *line, const char *name,
                            const char *value)
{
    line_add_text(line, line->length ? "," : "{");
    line_add_string(line, name);
    line_add_text(line, ":");
    line_add_string(line, value);
}

/* One write, so that lines of other threads stay whole; the loop is for a
 * signal or a full disk file. A log that cannot be written is given up. */
static void line_send(const struct line *line)
{
    const char *at = line->text;
    size_t left = line->length;

    while (left > 0) {
        ssize_t written = write(STDOUT_FILENO, at, left);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return;
        at += written;
        left -= (size_t)written;
    }
}

/* Cuts a message that did not fit at a whole code point. */
static void message_close(char *message, int wanted)
{
    size_t end = MESSAGE_SIZE - 1;

    if (wanted < 0)
        message[0] = '\0';
    if (wanted < MESSAGE_SIZE)
        return;
    while (end > 0 && ((unsigned char)message[end - 1] & 0xC0) == 0x80)
        end--;
    if (end > 0 && (unsigned char)message[end - 1] >= 0xC0)
        end--;
    message[end] = '\0';
}

void log_write(enum log_level level, const char *event, const char *format, ...)
{
    struct line line = {.length = 0};
    char at[CLOCK_RFC3339_SIZE];
    char message[MESSAGE_SIZE];
    va_list args;

    if ((int)level < atomic_load(&lowest_level))
        return;
    va_start(args, format);
    message_close(message, vsnprintf(message, sizeof(message), format, args));
    va_end(args);
    clock_rfc3339(clock_wall_us(), at);
    line_add_member(&line, "at", at);
    line_add_member(&line, "level", level_names[level]);
    if (thread_request)
        line_add_member(&line, "request", thread_request);
    line_add_member(&line, "event", event);
    line_add_member(&line, "message", message);
    memcpy(line.text + line.length, "}\n", 2);
    line.length += 2;
    line_send(&line);
}
