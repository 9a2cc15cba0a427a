/*
 * Every kind of field, one value at a time: a table of one field, a body of
 * one member, and what comes of it.
 */
#include "base/clock.h"
#include "input/dates.h"

#include "tests/unit/input/expect.h"

static const char *const tools[] = {"phone", "visit", NULL};

static const struct field text_field[] = {
    {.name = "x",      .kind = FIELD_TEXT, .label = "Note"},
    {0}
};
static const struct field short_field[] = {
    {.name = "x",      .kind = FIELD_TEXT, .label = "Note", .min = 3, .max = 5},
    {0}
};
static const struct field line_field[] = {
    {.name = "x",        .kind = FIELD_LINE, .label = "Street"},
    {0}
};
static const struct field choice_field[] = {
    {.name = "x",     .kind = FIELD_LINE, .label = "Way", .one_of = tools},
    {0}
};
static const struct field code_field[] = {
    {.name = "x",         .kind = FIELD_CODE, .label = "Concern"},
    {0}
};
static const struct field uuid_field[] = {
    {.name = "x",              .kind = FIELD_UUID, .label = "Young person"},
    {0}
};
static const struct field date_field[] = {
    {.name = "x",               .kind = FIELD_DATE, .label = "Date of birth"},
    {0}
};
static const struct field instant_field[] = {
    {.name = "x",                 .kind = FIELD_INSTANT, .label = "Time of contact"},
    {0}
};
static const struct field integer_field[] = {
    {.name = "x",           .kind = FIELD_INTEGER, .label = "Headcount"},
    {0}
};
static const struct field score_field[] = {
    {.name = "x",       .kind = FIELD_INTEGER, .label = "Score", .max = 40},
    {0}
};
static const struct field degrees_field[] = {
    {.name = "x",        .kind = FIELD_INTEGER, .label = "Change", .min = -5},
    {0}
};
static const struct field number_field[] = {
    {.name = "x",        .kind = FIELD_NUMBER, .label = "Budget"},
    {0}
};
static const struct field hours_field[] = {
    {.name = "x",
     .kind = FIELD_NUMBER,
     .label = "Hours",
     .min = 0.25,
     .max = 24,
     .wrong = "Hours are 0.25 to 24"},
    {0}
};
static const struct field boolean_field[] = {
    {.name = "x",      .kind = FIELD_BOOLEAN, .label = "Seen"},
    {0}
};
static const struct field email_field[] = {
    {.name = "x",       .kind = FIELD_EMAIL, .label = "Email"},
    {0}
};

struct kind_case {
    const struct field *fields;
    const char *value;
    const char *clean; /* NULL: `fault` */
    const char *fault;
};

static const struct kind_case kind_cases[] = {
  /* texts stay as typed */
    {text_field,    "'  two  words '",                               "'two  words'",        NULL                                       },
    {text_field,    "'stabbed, shot & <b>killed</b>; DROP TABLE x'",
     "'stabbed, shot & <b>killed</b>; DROP TABLE x'",                                       NULL                                       },
    {text_field,    "'a\\r\\nb\\rc\\nd\\te'",                        "'a\\nb\\nc\\nd\\te'", NULL                                       },
    {text_field,    "'\\u00e9\\ud83d\\ude00'",                       "'\u00e9\U0001F600'",  NULL                                       },
    {text_field,    "'a\\u202eb'",                                   "'a\u202eb'",          NULL                                       },
    {text_field,    "'\\u00a0 x \\u3000'",                           "'x'",                 NULL                                       },
    {text_field,    "'a\\u0001b'",                                   NULL,
     "control_character: Note must not include control characters"                                                                     },
    {text_field,    "'a\\u007fb'",                                   NULL,
     "control_character: Note must not include control characters"                                                                     },
    {text_field,    "'a\\u0085b'",                                   NULL,
     "control_character: Note must not include control characters"                                                                     },
    {text_field,    "7",                                             NULL,                  "wrong_type: Note must be text"            },
    {text_field,    "true",                                          NULL,                  "wrong_type: Note must be text"            },
    {text_field,    "['a']",                                         NULL,                  "wrong_type: Note must be text"            },
    {text_field,    "{'a':1}",                                       NULL,                  "wrong_type: Note must be text"            },
    {short_field,   "'abc'",                                         "'abc'",               NULL                                       },
    {short_field,   "'\u00e9\u00e9\u00e9\u00e9\u00e9'",
     "'\u00e9\u00e9\u00e9\u00e9\u00e9'",                                                    NULL                                       },
    {short_field,   "'abcdef'",                                      NULL,
     "too_long: Note must be 5 characters or fewer"                                                                                    },
    {short_field,   "' ab '",                                        NULL,
     "too_short: Note must be 3 characters or more"                                                                                    },
    {line_field,    "' 1 High Street '",                             "'1 High Street'",     NULL                                       },
    {line_field,    "'a\\nb'",                                       NULL,                  "line_break: Street must be on one line"   },
    {line_field,    "'a\\u2028b'",                                   NULL,                  "line_break: Street must be on one line"   },
    {line_field,    "'a\\tb'",                                       NULL,
     "control_character: Street must not include control characters"                                                                   },
    {choice_field,  "'visit'",                                       "'visit'",             NULL                                       },
    {choice_field,  "'Visit'",                                       NULL,
     "not_a_choice: Way must be chosen from the list"                                                                                  },
 /* codes and ids */
    {code_field,    "'knife_1'",                                     "'knife_1'",           NULL                                       },
    {code_field,    "'Knife'",                                       NULL,
     "not_a_code: Concern must be chosen from the list"                                                                                },
    {code_field,    "'a-b'",                                         NULL,
     "not_a_code: Concern must be chosen from the list"                                                                                },
    {uuid_field,    "'0AF7D2C8-1b2c-4d3e-8f90-a1b2c3d4e5f6'",
     "'0af7d2c8-1b2c-4d3e-8f90-a1b2c3d4e5f6'",                                              NULL                                       },
    {uuid_field,    "'0af7d2c81b2c4d3e8f90a1b2c3d4e5f6'",            NULL,
     "not_an_id: Young person must be chosen from the list"                                                                            },
    {uuid_field,    "'1'",                                           NULL,
     "not_an_id: Young person must be chosen from the list"                                                                            },
 /* days and instants */
    {date_field,    "'2009-02-28'",                                  "'2009-02-28'",        NULL                                       },
    {date_field,    "'2009-02-29'",                                  NULL,
     "not_a_date: Date of birth must be a real date"                                                                                   },
    {date_field,    "'28/02/2009'",                                  NULL,
     "not_a_date: Date of birth must be a real date"                                                                                   },
    {date_field,    "20090228",                                      NULL,                  "wrong_type: Date of birth must be text"   },
    {date_field,    "'2009--28'",                                    NULL,
     "incomplete: Date of birth must include a month"                                                                                  },
    {date_field,    "'2009-02-'",                                    NULL,
     "incomplete: Date of birth must include a day"                                                                                    },
    {date_field,    "'-02-28'",                                      NULL,
     "incomplete: Date of birth must include a year"                                                                                   },
    {date_field,    "'2009--'",                                      NULL,
     "incomplete: Date of birth must include a day and month"                                                                          },
    {date_field,    "'-02-'",                                        NULL,
     "incomplete: Date of birth must include a day and year"                                                                           },
    {date_field,    "'--28'",                                        NULL,
     "incomplete: Date of birth must include a month and year"                                                                         },
    {instant_field, "'2026-07-01T10:00:00+01:00'",
     "'2026-07-01T09:00:00.000000Z'",                                                       NULL                                       },
    {instant_field, "'2026-07-01T10:00:00'",                         NULL,
     "not_an_instant: Time of contact must be a real date and time"                                                                    },
    {instant_field, "'2026-07-01'",                                  NULL,
     "not_an_instant: Time of contact must be a real date and time"                                                                    },
    {instant_field, "'2026-07-01T'",                                 NULL,
     "incomplete: Time of contact must include a time"                                                                                 },
    {instant_field, "'T10:00'",                                      NULL,
     "incomplete: Time of contact must include a date"                                                                                 },
    {instant_field, "'2026--01T10:00'",                              NULL,
     "incomplete: Time of contact must include a month"                                                                                },
 /* numbers */
    {integer_field, "12",                                            "12",                  NULL                                       },
    {integer_field, "-12",                                           "-12",                 NULL                                       },
    {integer_field, "12.0",                                          "12",                  NULL                                       },
    {integer_field, "0",                                             "0",                   NULL                                       },
    {integer_field, "2147483647",                                    "2147483647",          NULL                                       },
    {integer_field, "2147483648",                                    NULL,
     "too_big: Headcount must be 2147483647 or less"                                                                                   },
    {integer_field, "-2147483648",                                   NULL,
     "too_small: Headcount must be -2147483647 or more"                                                                                },
    {integer_field, "1e300",                                         NULL,
     "too_big: Headcount must be 2147483647 or less"                                                                                   },
    {integer_field, "12.5",                                          NULL,
     "not_whole: Headcount must be a whole number"                                                                                     },
    {integer_field, "'12'",                                          NULL,
     "not_whole: Headcount must be a whole number"                                                                                     },
    {integer_field, "true",                                          NULL,
     "not_whole: Headcount must be a whole number"                                                                                     },
    {score_field,   "0",                                             "0",                   NULL                                       },
    {score_field,   "40",                                            "40",                  NULL                                       },
    {score_field,   "41",                                            NULL,                  "too_big: Score must be between 0 and 40"  },
    {score_field,   "-1",                                            NULL,                  "too_small: Score must be between 0 and 40"},
    {degrees_field, "-5",                                            "-5",                  NULL                                       },
    {degrees_field, "0",                                             "0",                   NULL                                       },
    {degrees_field, "1",                                             NULL,                  "too_big: Change must be between -5 and 0" },
    {number_field,  "0.1",                                           "0.1",                 NULL                                       },
    {number_field,  "12.30",                                         "12.3",                NULL                                       },
    {number_field,  "1000",                                          "1000",                NULL                                       },
    {number_field,  "-0.07",                                         "-0.07",               NULL                                       },
    {number_field,  "123456789012.34",                               "123456789012.34",     NULL                                       },
    {number_field,  "999999999999.99",                               "999999999999.99",     NULL                                       },
    {number_field,  "0.001",                                         NULL,
     "too_fine: Budget must have no more than 2 decimal places"                                                                        },
    {number_field,  "12.345",                                        NULL,
     "too_fine: Budget must have no more than 2 decimal places"                                                                        },
    {number_field,  "1e12",                                          NULL,
     "too_big: Budget must be 999999999999.99 or less"                                                                                 },
    {number_field,  "'1'",                                           NULL,                  "wrong_type: Budget must be a number"      },
    {hours_field,   "0.25",                                          "0.25",                NULL                                       },
    {hours_field,   "24",                                            "24",                  NULL                                       },
    {hours_field,   "24.5",                                          NULL,                  "too_big: Hours are 0.25 to 24"            },
    {hours_field,   "0",                                             NULL,                  "too_small: Hours are 0.25 to 24"          },
    {hours_field,   "1.125",                                         NULL,                  "too_fine: Hours are 0.25 to 24"           },
    {boolean_field, "true",                                          "true",                NULL                                       },
    {boolean_field, "false",                                         "false",               NULL                                       },
    {boolean_field, "0",                                             NULL,                  "wrong_type: Seen must be yes or no"       },
    {boolean_field, "'true'",                                        NULL,                  "wrong_type: Seen must be yes or no"       },
 /* null and blank are absent */
    {text_field,    "null",                                          "",                    NULL                                       },
    {text_field,    "'  \\r\\n '",                                   "",                    NULL                                       },
    {date_field,    "''",                                            "",                    NULL                                       },
    {boolean_field, "null",                                          "",                    NULL                                       },
};

START_TEST(kinds)
{
    const struct kind_case *it = &kind_cases[_i];
    struct input_table table = {.name = "T", .fields = it->fields};
    const char *body = arena_printf(&arena, "{'x':%s}", it->value);
    const char *expected =
        it->fault != NULL      ? arena_printf(&arena, "/x %s", it->fault)
        : it->clean[0] == '\0' ? "{}"
                               : arena_printf(&arena, "{'x':%s}", it->clean);

    expect(&table, body, expected);
}
END_TEST

struct email_case {
    const char *text;
    bool valid;
};

static const struct email_case email_cases[] = {
    {"name@example.com",                   true },
    {"first.o'last+tag@sub.example.co.uk", true },
    {"a@b.c",                              true },
    {"UPPER@Example.COM",                  true },
    {"name@example",                       false},
    {"name",                               false},
    {"@example.com",                       false},
    {"name@",                              false},
    {"a@b@example.com",                    false},
    {".name@example.com",                  false},
    {"name.@example.com",                  false},
    {"na..me@example.com",                 false},
    {"na me@example.com",                  false},
    {"name@-example.com",                  false},
    {"name@example-.com",                  false},
    {"name@exam_ple.com",                  false},
    {"name@example..com",                  false},
    {"name@example.com.",                  false},
    {"<name@example.com>",                 false},
    {"name@[127.0.0.1]",                   false},
    {"n\u00e4me@example.com",              false},
};

START_TEST(emails)
{
    const struct email_case *it = &email_cases[_i];
    struct input_table table = {.name = "T", .fields = email_field};
    json_t *body = json_keep(&arena, json_pack("{s:s}", "x", it->text));
    const char *got = judge(&table, body);

    if (it->valid)
        ck_assert_str_eq(got, arena_printf(&arena, "{\"x\":\"%s\"}", it->text));
    else
        ck_assert_str_eq(got, "/x not_an_email: Enter an email address in the "
                              "correct format, like name@example.com");
}
END_TEST

static const char *repeated(char c, size_t count)
{
    char *text = arena_alloc(&arena, count + 1);

    memset(text, c, count);
    return text;
}

static void expect_length(const struct field *fields, size_t most,
                          const char *fault)
{
    struct input_table table = {.name = "T", .fields = fields};

    for (size_t length = most; length <= most + 1; length++) {
        const char *text = repeated('a', length);
        const char *got =
            judge(&table, json_keep(&arena, json_pack("{s:s}", "x", text)));

        ck_assert_str_eq(
            got, length > most ? fault
                               : arena_printf(&arena, "{\"x\":\"%s\"}", text));
    }
}

START_TEST(lengths)
{
    expect_length(line_field, 200,
                  "/x too_long: Street must be 200 characters or fewer");
    expect_length(text_field, 20000,
                  "/x too_long: Note must be 20000 characters or fewer");
    expect_length(code_field, 64,
                  "/x not_a_code: Concern must be chosen from the list");
}
END_TEST

static const char *day_text(int64_t days)
{
    struct date date = date_from_days(days);

    return arena_printf(&arena, "%04d-%02d-%02d", date.year, date.month,
                        date.day);
}

START_TEST(past_days)
{
    static const struct field fields[] = {
        {.name = "x",
         .kind = FIELD_DATE,
         .past = true,
         .label = "Date of birth"},
        {0}
    };
    struct input_table table = {.name = "T", .fields = fields};
    int64_t today = date_days(london_day(clock_wall_us()));
    const char *body = arena_printf(&arena, "{'x':'%s'}", day_text(today));

    expect(&table, body, body);
    expect(&table, arena_printf(&arena, "{'x':'%s'}", day_text(today + 2)),
           "/x in_future: Date of birth must be today or in the past");
}
END_TEST

START_TEST(past_instants)
{
    static const struct field fields[] = {
        {.name = "x",   .kind = FIELD_INSTANT, .past = true, .label = "Time"},
        {0}
    };
    struct input_table table = {.name = "T", .fields = fields};
    int64_t now = clock_wall_us();
    const char *body = arena_printf(&arena, "{'x':'%s'}",
                                    instant_text(&arena, now + US_A_SECOND));

    expect(&table, body, body);
    expect(&table,
           arena_printf(&arena, "{'x':'%s'}",
                        instant_text(&arena, now + 600 * US_A_SECOND)),
           "/x in_future: Time must be in the past");
}
END_TEST

#define COUNT(cases) ((int)(sizeof(cases) / sizeof(cases)[0]))

int main(void)
{
    Suite *suite = suite_create("input/kinds");
    TCase *all = tcase_create("all");

    tcase_add_checked_fixture(all, arena_up, arena_down);
    tcase_add_loop_test(all, kinds, 0, COUNT(kind_cases));
    tcase_add_loop_test(all, emails, 0, COUNT(email_cases));
    tcase_add_test(all, lengths);
    tcase_add_test(all, past_days);
    tcase_add_test(all, past_instants);
    suite_add_tcase(suite, all);
    return suite_finish(suite);
}
