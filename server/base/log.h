/*
 * log.h - JSON lines on stdout, one object a line, safe from any thread.
 *
 * A line never holds a name, narrative, e-mail address, password or token
 * (R26): log ids, codes, counts and durations only.
 */
#ifndef THROUGHLINE_BASE_LOG_H
#define THROUGHLINE_BASE_LOG_H

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR };

/* Lines below this level are dropped; LOG_INFO until set. */
void log_set_level(enum log_level level);

/* The request id put into every line of this thread; NULL for none. Not
 * copied: keep it alive until replaced. */
void log_set_request(const char *request_id);

/* `{"at":...,"level":...,"request":...,"event":EVENT,"message":...}` */
void log_write(enum log_level level, const char *event, const char *format,
           ...) __attribute__((format(printf, 3, 4)));

#endif
