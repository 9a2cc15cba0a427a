#include "input/dates.h"

#include <strings.h>

#define YEAR_FIRST 1900
#define YEAR_LAST 2100

/* Reads exactly `count` digits; moves `*text` past them. */
static bool read_digits(const char **text, int count, int *ret_value)
{
    int value = 0;

    for (int i = 0; i < count; i++) {
        if (!isdigit((unsigned char)(*text)[i]))
            return false;
        value = value * 10 + ((*text)[i] - '0');
    }
    *text += count;
    *ret_value = value;
    return true;
}

static bool read_char(const char **text, char c)
{
    if (**text != c)
        return false;
    (*text)++;
    return true;
}

static int month_length(int year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30,
                                  31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return month == 2 && leap ? 29 : lengths[month - 1];
}

static bool date_real(struct date date)
{
    return date.year >= YEAR_FIRST && date.year <= YEAR_LAST &&
           date.month >= 1 && date.month <= 12 && date.day >= 1 &&
           date.day <= month_length(date.year, date.month);
}

static bool read_date(const char **text, struct date *ret_date)
{
    return read_digits(text, 4, &ret_date->year) && read_char(text, '-') &&
           read_digits(text, 2, &ret_date->month) && read_char(text, '-') &&
           read_digits(text, 2, &ret_date->day) && date_real(*ret_date);
}

bool date_parse(const char *text, struct date *ret_date)
{
    return read_date(&text, ret_date) && *text == '\0';
}

/* Whether nothing more is said: the end, or what empty boxes leave. */
static bool at_end(const char *text, const char *empty)
{
    return *text == '\0' || strcmp(text, empty) == 0;
}

bool date_parse_rough(const char *text, struct date *ret_date,
                      const char **ret_precision)
{
    *ret_date = (struct date){.month = 1, .day = 1};
    *ret_precision = "year";
    if (!read_digits(&text, 4, &ret_date->year))
        return false;
    if (at_end(text, "--"))
        return date_real(*ret_date);
    *ret_precision = "month";
    return read_char(&text, '-') && read_digits(&text, 2, &ret_date->month) &&
           at_end(text, "-") && date_real(*ret_date);
}

/* Years are counted from 1 March, so that a leap day ends its year; 400 years
 * are 146,097 days. 719,468 days lie between 0000-03-01 and 1970-01-01. */
int64_t date_days(struct date date)
{
    int64_t year = date.month > 2 ? date.year : date.year - 1;
    int64_t month = (date.month + 9) % 12;
    int64_t day_of_year = (153 * month + 2) / 5 + date.day - 1;

    return year * 365 + year / 4 - year / 100 + year / 400 + day_of_year -
           719468;
}

struct date date_from_days(int64_t days)
{
    int64_t shifted = days + 719468;
    int64_t era = shifted / 146097;
    int64_t left = shifted % 146097;
    int64_t year = (left - left / 1460 + left / 36524 - left / 146096) / 365;
    int64_t day_of_year = left - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * day_of_year + 2) / 153;
    struct date date;

    date.day = (int)(day_of_year - (153 * month + 2) / 5 + 1);
    date.month = (int)(month < 10 ? month + 3 : month - 9);
    date.year = (int)(year + era * 400 + (date.month <= 2 ? 1 : 0));
    return date;
}

/* HH:MM:SS; second 60 is a leap second and counts as the next minute. */
static bool read_clock(const char **text, int64_t *ret_seconds)
{
    int hour, minute, second;

    if (!read_digits(text, 2, &hour) || !read_char(text, ':') ||
        !read_digits(text, 2, &minute) || !read_char(text, ':') ||
        !read_digits(text, 2, &second))
        return false;
    *ret_seconds = hour * 3600 + minute * 60 + second;
    return hour <= 23 && minute <= 59 && second <= 60;
}

/* ".5" -> 500000; digits past the sixth are dropped. */
static bool read_fraction(const char **text, int64_t *ret_us)
{
    int64_t unit = US_A_SECOND / 10;

    *ret_us = 0;
    if (!read_char(text, '.'))
        return true;
    if (!isdigit((unsigned char)**text))
        return false;
    for (; isdigit((unsigned char)**text); (*text)++, unit /= 10)
        *ret_us += (**text - '0') * unit;
    return true;
}

static bool read_offset(const char **text, int64_t *ret_seconds)
{
    int hour, minute;
    int sign = **text == '-' ? -1 : 1;

    *ret_seconds = 0;
    if (read_char(text, 'Z') || read_char(text, 'z'))
        return true;
    if (!read_char(text, '+') && !read_char(text, '-'))
        return false;
    if (!read_digits(text, 2, &hour) || !read_char(text, ':') ||
        !read_digits(text, 2, &minute))
        return false;
    *ret_seconds = sign * (hour * 3600 + minute * 60);
    return hour <= 23 && minute <= 59;
}

bool instant_parse(const char *text, int64_t *ret_us)
{
    struct date date;
    int64_t seconds, fraction, offset;

    if (!read_date(&text, &date) ||
        !(read_char(&text, 'T') || read_char(&text, 't')) ||
        !read_clock(&text, &seconds) || !read_fraction(&text, &fraction) ||
        !read_offset(&text, &offset) || *text != '\0')
        return false;
    seconds += date_days(date) * SECONDS_A_DAY - offset;
    *ret_us = seconds * US_A_SECOND + fraction;
    return true;
}

static int64_t floor_divide(int64_t value, int64_t by)
{
    return value / by - (value % by < 0 ? 1 : 0);
}

const char *instant_text(struct arena *arena, int64_t us)
{
    int64_t seconds = floor_divide(us, US_A_SECOND);
    int64_t days = floor_divide(seconds, SECONDS_A_DAY);
    struct date date = date_from_days(days);
    int second = (int)(seconds - days * SECONDS_A_DAY);

    return arena_printf(arena, "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ", date.year,
                        date.month, date.day, second / 3600, second / 60 % 60,
                        second % 60, (int)(us - seconds * US_A_SECOND));
}

/* When summer time begins or ends: 01:00 UTC on the month's last Sunday. */
static int64_t change_second(int year, int month)
{
    int64_t last = date_days((struct date){year, month, 31});
    int64_t weekday = (last + 4) % 7; /* 1970-01-01 was a Thursday; 0 = Sun */

    if (weekday < 0)
        weekday += 7;
    return (last - weekday) * SECONDS_A_DAY + 3600;
}

static bool is_summer(int64_t utc_second, int year)
{
    return utc_second >= change_second(year, 3) &&
           utc_second < change_second(year, 10);
}

int64_t london_instant(struct date date, int second_of_day)
{
    int64_t wall = date_days(date) * SECONDS_A_DAY + second_of_day;

    if (is_summer(wall - 3600, date.year))
        wall -= 3600;
    return wall * US_A_SECOND;
}

struct date london_day(int64_t us)
{
    int64_t second = floor_divide(us, US_A_SECOND);
    struct date utc = date_from_days(floor_divide(second, SECONDS_A_DAY));

    if (is_summer(second, utc.year))
        second += 3600;
    return date_from_days(floor_divide(second, SECONDS_A_DAY));
}

/* One or two digits. */
static bool read_short(const char **text, int *ret_value)
{
    if (isdigit((unsigned char)(*text)[0]) &&
        isdigit((unsigned char)(*text)[1]))
        return read_digits(text, 2, ret_value);
    return read_digits(text, 1, ret_value);
}

static bool read_minutes(const char **text, int *ret_minute, int *ret_second)
{
    if (!read_char(text, ':') && !read_char(text, '.'))
        return false;
    if (!read_digits(text, 2, ret_minute) || *ret_minute > 59)
        return false;
    if (read_char(text, ':'))
        return read_digits(text, 2, ret_second) && *ret_second <= 59;
    return true;
}

/* " pm": true when it is written; moves `*hour` to the 24 hour clock. */
static bool read_half(const char **text, int *hour)
{
    const char *half = *text + strspn(*text, " ");
    bool afternoon = strcasecmp(half, "pm") == 0;

    if ((!afternoon && strcasecmp(half, "am") != 0) || *hour < 1 || *hour > 12)
        return false;
    *hour = *hour % 12 + (afternoon ? 12 : 0);
    *text = half + 2;
    return true;
}

static bool read_word(const char *text, int *ret_second)
{
    bool noon =
        strcasecmp(text, "midday") == 0 || strcasecmp(text, "noon") == 0;

    *ret_second = noon ? SECONDS_A_DAY / 2 : 0;
    return noon || strcasecmp(text, "midnight") == 0;
}

bool time_of_day_parse(const char *text, int *ret_second)
{
    int hour, minute = 0, second = 0;
    bool minutes, half;

    if (read_word(text, ret_second))
        return true;
    if (!read_short(&text, &hour))
        return false;
    minutes = *text == ':' || *text == '.';
    if (minutes && !read_minutes(&text, &minute, &second))
        return false;
    half = read_half(&text, &hour);
    *ret_second = hour * 3600 + minute * 60 + second;
    /* "14" alone is a slip more often than a time. */
    return (minutes || half) && *text == '\0' && hour <= 23;
}

int month_parse(const char *text)
{
    static const char *const names[] = {
        "january", "february", "march",     "april",   "may",      "june",
        "july",    "august",   "september", "october", "november", "december"};
    size_t length = strlen(text);
    int month;

    if (length <= 2 && read_short(&text, &month))
        return *text == '\0' && month <= 12 ? month : 0;
    for (int i = 0; i < 12; i++)
        if (strcasecmp(text, names[i]) == 0 ||
            (length == 3 && strncasecmp(text, names[i], 3) == 0))
            return i + 1;
    return 0;
}
