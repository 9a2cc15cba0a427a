#include "base/clock.h"

#define US_PER_SECOND 1000000

int64_t clock_monotonic_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_wall_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * US_PER_SECOND + now.tv_nsec / 1000;
}

void clock_rfc3339(int64_t wall_us, char buffer[CLOCK_RFC3339_SIZE])
{
    int64_t us = wall_us % US_PER_SECOND;
    time_t seconds = (time_t)(wall_us / US_PER_SECOND);
    struct tm parts;
    size_t length;

    if (us < 0) {
        us += US_PER_SECOND;
        seconds--;
    }
    gmtime_r(&seconds, &parts);
    length = strftime(buffer, CLOCK_RFC3339_SIZE, "%Y-%m-%dT%H:%M:%S", &parts);
    snprintf(buffer + length, CLOCK_RFC3339_SIZE - length, ".%03dZ",
             (int)(us / 1000));
}
