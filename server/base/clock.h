/*
 * clock.h - the only source of time in the server.
 */
#ifndef THROUGHLINE_BASE_CLOCK_H
#define THROUGHLINE_BASE_CLOCK_H

#include <stddef.h>
#include <stdint.h>

/* Milliseconds that never go back; for deadlines and durations. */
int64_t clock_monotonic_ms(void);

/* Microseconds since 1970-01-01T00:00:00Z. */
int64_t clock_wall_us(void);

#define CLOCK_RFC3339_SIZE 32

/* "2026-11-22T13:44:45.123Z" into `buffer`. */
void clock_rfc3339(int64_t wall_us, char buffer[CLOCK_RFC3339_SIZE]);

#endif
