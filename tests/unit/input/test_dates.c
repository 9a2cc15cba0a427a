#include "input/dates.h"

#include "tests/unit/input/expect.h"

struct day_case {
    const char *text;
    int64_t days; /* -1 = no day */
};

static const struct day_case day_cases[] = {
    {"1970-01-01",  0     },
    {"1970-01-02",  1     },
    {"2000-02-29",  11016 },
    {"2024-02-29",  19782 },
    {"2026-11-22",  20779 },
    {"1900-01-01",  -25567},
    {"2100-12-31",  47846 },
    {"2023-02-29",  -1    },
    {"1900-02-29",  -1    },
    {"2100-02-29",  -1    },
    {"2023-04-31",  -1    },
    {"2023-13-01",  -1    },
    {"2023-00-10",  -1    },
    {"2023-10-00",  -1    },
    {"1899-12-31",  -1    },
    {"2101-01-01",  -1    },
    {"2023-1-01",   -1    },
    {"2023-01-1",   -1    },
    {"23-01-01",    -1    },
    {"2023/01/01",  -1    },
    {"2023-01-01 ", -1    },
    {" 2023-01-01", -1    },
    {"2023-01-01T", -1    },
    {"",            -1    },
    {"2023-01",     -1    },
    {"+023-01-01",  -1    },
    {"2023-01-0x",  -1    },
    {"99999-01-01", -1    },
    {"today",       -1    },
};

START_TEST(days)
{
    const struct day_case *it = &day_cases[_i];
    struct date date;
    bool real = date_parse(it->text, &date);

    ck_assert_msg(real == (it->days != -1), "%s", it->text);
    if (real)
        ck_assert_int_eq(date_days(date), it->days);
}
END_TEST

START_TEST(every_day_there_and_back)
{
    struct date before = date_from_days(-25567 - 1);

    for (int64_t day = -25567; day <= 47846; day++) {
        struct date date = date_from_days(day);

        ck_assert_int_eq(date_days(date), day);
        ck_assert_int_eq(date.day == 1, date.month != before.month);
        before = date;
    }
}
END_TEST

struct instant_case {
    const char *text;
    const char *utc; /* NULL = no instant */
};

static const struct instant_case instant_cases[] = {
    {"2026-11-22T13:44:45Z",         "2026-11-22T13:44:45.000000Z"},
    {"2026-11-22t13:44:45z",         "2026-11-22T13:44:45.000000Z"},
    {"2026-11-22T13:44:45.5Z",       "2026-11-22T13:44:45.500000Z"},
    {"2026-11-22T13:44:45.1234567Z", "2026-11-22T13:44:45.123456Z"},
    {"2026-11-22T13:44:45+01:00",    "2026-11-22T12:44:45.000000Z"},
    {"2026-01-01T00:30:00+05:30",    "2025-12-31T19:00:00.000000Z"},
    {"2025-12-31T23:30:00-05:30",    "2026-01-01T05:00:00.000000Z"},
    {"2026-11-22T13:44:45-00:00",    "2026-11-22T13:44:45.000000Z"},
    {"2016-12-31T23:59:60Z",         "2017-01-01T00:00:00.000000Z"},
    {"1900-01-01T00:00:00+14:00",    "1899-12-31T10:00:00.000000Z"},
    {"1969-12-31T23:59:59.999999Z",  "1969-12-31T23:59:59.999999Z"},
    {"2024-02-29T00:00:00Z",         "2024-02-29T00:00:00.000000Z"},
    {"2023-02-29T00:00:00Z",         NULL                         },
    {"2026-11-22T24:00:00Z",         NULL                         },
    {"2026-11-22T13:60:00Z",         NULL                         },
    {"2026-11-22T13:44:61Z",         NULL                         },
    {"2026-11-22T13:44:45",          NULL                         },
    {"2026-11-22T13:44Z",            NULL                         },
    {"2026-11-22 13:44:45Z",         NULL                         },
    {"2026-11-22T13:44:45.Z",        NULL                         },
    {"2026-11-22T13:44:45+1:00",     NULL                         },
    {"2026-11-22T13:44:45+0100",     NULL                         },
    {"2026-11-22T13:44:45+24:00",    NULL                         },
    {"2026-11-22T13:44:45+01:60",    NULL                         },
    {"2026-11-22T13:44:45Z ",        NULL                         },
    {"2026-11-22",                   NULL                         },
    {"",                             NULL                         },
};

START_TEST(instants)
{
    const struct instant_case *it = &instant_cases[_i];
    int64_t us;
    bool real = instant_parse(it->text, &us);

    ck_assert_msg(real == (it->utc != NULL), "%s", it->text);
    if (real)
        ck_assert_str_eq(instant_text(&arena, us), it->utc);
}
END_TEST

struct london_case {
    const char *date;
    int hour, minute;
    const char *utc;
};

/* 2026: 29 March to 25 October. 2027: 28 March to 31 October. */
static const struct london_case london_cases[] = {
    {"2026-01-15", 12, 0,  "2026-01-15T12:00:00.000000Z"},
    {"2026-07-15", 12, 0,  "2026-07-15T11:00:00.000000Z"},
    {"2026-03-28", 23, 59, "2026-03-28T23:59:00.000000Z"},
    {"2026-03-29", 0,  59, "2026-03-29T00:59:00.000000Z"},
 /* 01:00 to 01:59 does not exist: read as winter time. */
    {"2026-03-29", 1,  0,  "2026-03-29T01:00:00.000000Z"},
    {"2026-03-29", 1,  30, "2026-03-29T01:30:00.000000Z"},
    {"2026-03-29", 1,  59, "2026-03-29T01:59:00.000000Z"},
    {"2026-03-29", 2,  0,  "2026-03-29T01:00:00.000000Z"},
    {"2026-03-29", 3,  0,  "2026-03-29T02:00:00.000000Z"},
    {"2026-07-01", 0,  30, "2026-06-30T23:30:00.000000Z"},
    {"2026-10-25", 0,  59, "2026-10-24T23:59:00.000000Z"},
 /* 01:00 to 01:59 happens twice: the first. */
    {"2026-10-25", 1,  0,  "2026-10-25T00:00:00.000000Z"},
    {"2026-10-25", 1,  59, "2026-10-25T00:59:00.000000Z"},
    {"2026-10-25", 2,  0,  "2026-10-25T02:00:00.000000Z"},
    {"2026-10-26", 0,  0,  "2026-10-26T00:00:00.000000Z"},
    {"2027-03-27", 12, 0,  "2027-03-27T12:00:00.000000Z"},
    {"2027-03-28", 12, 0,  "2027-03-28T11:00:00.000000Z"},
    {"2027-10-30", 12, 0,  "2027-10-30T11:00:00.000000Z"},
    {"2027-10-31", 12, 0,  "2027-10-31T12:00:00.000000Z"},
    {"2024-03-31", 12, 0,  "2024-03-31T11:00:00.000000Z"},
    {"2024-10-27", 12, 0,  "2024-10-27T12:00:00.000000Z"},
    {"1963-02-01", 9,  0,  "1963-02-01T09:00:00.000000Z"},
};

START_TEST(london)
{
    const struct london_case *it = &london_cases[_i];
    struct date date;

    ck_assert(date_parse(it->date, &date));
    ck_assert_str_eq(
        instant_text(&arena,
                     london_instant(date, it->hour * 3600 + it->minute * 60)),
        it->utc);
}
END_TEST

static void expect_day(const char *instant, int year, int month, int day)
{
    struct date date;
    int64_t us;

    ck_assert(instant_parse(instant, &us));
    date = london_day(us);
    ck_assert_int_eq(date.year, year);
    ck_assert_int_eq(date.month, month);
    ck_assert_int_eq(date.day, day);
}

START_TEST(london_days)
{
    expect_day("2026-06-30T22:59:59Z", 2026, 6, 30);
    expect_day("2026-06-30T23:00:00Z", 2026, 7, 1);
    expect_day("2026-12-31T23:59:59Z", 2026, 12, 31);
    expect_day("2026-10-25T00:30:00Z", 2026, 10, 25);
    expect_day("2026-03-28T23:30:00Z", 2026, 3, 28);
}
END_TEST

struct time_case {
    const char *text;
    int second; /* -1 = no time */
};

static const struct time_case time_cases[] = {
    {"14:30",    52200},
    {"09:05",    32700},
    {"9:05",     32700},
    {"9.05",     32700},
    {"00:00",    0    },
    {"23:59:59", 86399},
    {"2pm",      50400},
    {"2 pm",     50400},
    {"2:30PM",   52200},
    {"12am",     0    },
    {"12pm",     43200},
    {"12:30am",  1800 },
    {"11:59pm",  86340},
    {"midday",   43200},
    {"Noon",     43200},
    {"midnight", 0    },
    {"24:00",    -1   },
    {"14:60",    -1   },
    {"14:3",     -1   },
    {"14",       -1   },
    {"",         -1   },
    {"13pm",     -1   },
    {"0am",      -1   },
    {"14:30 ",   -1   },
    {"14:30:60", -1   },
    {"2:pm",     -1   },
    {"soon",     -1   },
    {"-1:30",    -1   },
    {"14:30x",   -1   },
    {"114:30",   -1   },
    {"2 p",      -1   },
    {":30",      -1   },
};

START_TEST(times_of_day)
{
    const struct time_case *it = &time_cases[_i];
    int second;
    bool real = time_of_day_parse(it->text, &second);

    ck_assert_msg(real == (it->second >= 0), "%s", it->text);
    if (real)
        ck_assert_int_eq(second, it->second);
}
END_TEST

START_TEST(months)
{
    ck_assert_int_eq(month_parse("3"), 3);
    ck_assert_int_eq(month_parse("03"), 3);
    ck_assert_int_eq(month_parse("12"), 12);
    ck_assert_int_eq(month_parse("mar"), 3);
    ck_assert_int_eq(month_parse("MARCH"), 3);
    ck_assert_int_eq(month_parse("May"), 5);
    ck_assert_int_eq(month_parse("marc"), 0);
    ck_assert_int_eq(month_parse("13"), 0);
    ck_assert_int_eq(month_parse("0"), 0);
    ck_assert_int_eq(month_parse("3x"), 0);
    ck_assert_int_eq(month_parse("003"), 0);
    ck_assert_int_eq(month_parse(""), 0);
}
END_TEST

#define COUNT(cases) ((int)(sizeof(cases) / sizeof(cases)[0]))

int main(void)
{
    Suite *suite = suite_create("input/dates");
    TCase *all = tcase_create("all");

    tcase_add_checked_fixture(all, arena_up, arena_down);
    tcase_add_loop_test(all, days, 0, COUNT(day_cases));
    tcase_add_test(all, every_day_there_and_back);
    tcase_add_loop_test(all, instants, 0, COUNT(instant_cases));
    tcase_add_loop_test(all, london, 0, COUNT(london_cases));
    tcase_add_test(all, london_days);
    tcase_add_loop_test(all, times_of_day, 0, COUNT(time_cases));
    tcase_add_test(all, months);
    suite_add_tcase(suite, all);
    return suite_finish(suite);
}
