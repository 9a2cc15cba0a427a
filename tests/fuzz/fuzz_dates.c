/* Dates, instants and times: what is read is written back the same. */
#include "fuzz.h"
#include "input/dates.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct date date;
    int64_t us = 0, again = 0;
    int second = 0;

    arena_init(&arena);
    const char *text = arena_strndup(&arena, (const char *)data, size);
    if (date_parse(text, &date)) {
        struct date same = date_from_days(date_days(date));
        MUST(same.year == date.year && same.month == date.month &&
             same.day == date.day);
    }
    if (instant_parse(text, &us)) {
        MUST(instant_parse(instant_text(&arena, us), &again));
        MUST(us == again);
        (void)london_day(us);
    }
    if (time_of_day_parse(text, &second))
        MUST(second >= 0 && second < SECONDS_A_DAY);
    (void)month_parse(text);
    arena_release(&arena);
    return 0;
}
