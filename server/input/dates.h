/*
 * dates.h - private to server/input: days and instants, pure, no time zone
 * library. Days are the proleptic Gregorian calendar's, 1900 to 2100.
 *
 * London time: summer time runs from the last Sunday of March, 01:00 UTC, to
 * the last Sunday of October, 01:00 UTC (Summer Time Act 1972 as amended by
 * SI 2002/262; the same rule in practice since 1996). A time that the spring
 * change skips is read as winter time, so 01:30 means 02:30 summer time; one
 * that the autumn change repeats is read as the first, in summer time.
 */
#ifndef THROUGHLINE_INPUT_DATES_H
#define THROUGHLINE_INPUT_DATES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct date {
    int year, month, day;
};

#define SECONDS_A_DAY 86400
#define US_A_SECOND INT64_C(1000000)

/* Exactly YYYY-MM-DD and a real day. */
bool date_parse(const char *text, struct date *ret_date);

/* As much of a day as is known: YYYY-MM, YYYY, or with the empty ends of three
 * boxes, YYYY-MM- and YYYY--. The first day of it, and "month" or "year". */
bool date_parse_rough(const char *text, struct date *ret_date,
                      const char **ret_precision);

/* Days since 1970-01-01. */
int64_t date_days(struct date date);
struct date date_from_days(int64_t days);

/* RFC 3339 with an offset, to microseconds since 1970. */
bool instant_parse(const char *text, int64_t *ret_us);

/* "2026-11-22T13:44:45.000000Z" */
const char *instant_text(struct arena *arena, int64_t us);

/* A London wall time to microseconds since 1970, and the London day of one. */
int64_t london_instant(struct date date, int second_of_day);
struct date london_day(int64_t us);

/* A time of day as people type it: 14:30, 9.05, 2:30pm, 2pm, 14:30:15,
 * midday, midnight. Seconds since midnight. */
bool time_of_day_parse(const char *text, int *ret_second);

/* 1..12 from "3", "03", "mar" or "March"; 0 if it is none. */
int month_parse(const char *text);

#endif
