/* Forms, and that a member nobody asked for is refused (R10). */
#include "tests/unit/input/expect.h"

static const struct field action_fields[] = {
    {.name = "title",   .kind = FIELD_LINE, .required = true},
    {.name = "due_on", .kind = FIELD_DATE},
    {.name = "agencies",  .kind = FIELD_LIST, .item = FIELD_CODE},
    {0                }
};
static const struct field home_fields[] = {
    {.name = "street",    .kind = FIELD_LINE},
    {.name = "moved_on",                   .kind = FIELD_DATE},
    {0}
};
static const struct field form_fields[] = {
    {.name = "name",            .kind = FIELD_LINE, .label = "Name"},
    {.name = "born_on",          .kind = FIELD_DATE, .label = "Date of birth"},
    {.name = "happened_at",         .kind = FIELD_INSTANT, .label = "When"},
    {.name = "count", .kind = FIELD_INTEGER, .label = "Count"},
    {.name = "cost",     .kind = FIELD_NUMBER, .label = "Cost"},
    {.name = "seen",          .kind = FIELD_BOOLEAN, .label = "Seen"},
    {.name = "concerns",           .kind = FIELD_LIST, .item = FIELD_CODE},
    {.name = "scores",         .kind = FIELD_LIST, .item = FIELD_INTEGER},
    {.name = "actions",            .kind = FIELD_LIST, .fields = action_fields},
    {.name = "home",          .kind = FIELD_OBJECT, .fields = home_fields},
    {0           }
};
static const struct input_table form = {.name = "Form", .fields = form_fields};

struct form_case {
    const char *pairs; /* "name=value|name=value", not decoded further */
    const char *expected;
};

static const struct form_case form_cases[] = {
    {"",                                                             "{}"                                                         },
    {"name=Ash",                                                     "{'name':'Ash'}"                                             },
    {"name=",                                                        "{}"                                                         },
    {"name=a|name=b",                                                "/name wrong_type: Name must be text"                        },
    {"is_admin=true",
     "/is_admin unknown_field: Do not send unknown fields: is_admin"                                                              },
 /* three boxes */
    {"born_on-day=3|born_on-month=2|born_on-year=2009",
     "{'born_on':'2009-02-03'}"                                                                                                   },
    {"born_on-day=03|born_on-month=Feb|born_on-year= 2009 ",
     "{'born_on':'2009-02-03'}"                                                                                                   },
    {"born_on-day=|born_on-month=|born_on-year=",                    "{}"                                                         },
    {"born_on-day=3|born_on-month=|born_on-year=2009",
     "/born_on incomplete: Date of birth must include a month"                                                                    },
    {"born_on-day=3|born_on-month=2",
     "/born_on incomplete: Date of birth must include a year"                                                                     },
    {"born_on-day=31|born_on-month=2|born_on-year=2009",
     "/born_on not_a_date: Date of birth must be a real date"                                                                     },
    {"born_on-day=3|born_on-month=2|born_on-year=09",
     "/born_on not_a_date: Date of birth must be a real date"                                                                     },
    {"born_on=2009-02-03",                                           "{'born_on':'2009-02-03'}"                                   },
    {"born_on-day=1|born_on-day=2",
     "/born_on-day unknown_field: Do not send unknown fields: born_on-day"                                                        },
    {"name-day=1",
     "/name-day unknown_field: Do not send unknown fields: name-day"                                                              },
 /* instants are London's */
    {"happened_at-date=2026-07-01|happened_at-time=14:30",
     "{'happened_at':'2026-07-01T13:30:00.000000Z'}"                                                                              },
    {"happened_at-date=2026-01-01|happened_at-time=2.30pm",
     "{'happened_at':'2026-01-01T14:30:00.000000Z'}"                                                                              },
    {"happened_at-day=29|happened_at-month=3|happened_at-year=2026|"
     "happened_at-time=01:30",                                  "{'happened_at':'2026-03-29T01:30:00.000000Z'}"              },
    {"happened_at-date=2026-10-25|happened_at-time=01:30",
     "{'happened_at':'2026-10-25T00:30:00.000000Z'}"                                                                              },
    {"happened_at=2026-07-01T14:30",
     "{'happened_at':'2026-07-01T13:30:00.000000Z'}"                                                                              },
    {"happened_at=2026-07-01T14:30:00-05:00",
     "{'happened_at':'2026-07-01T19:30:00.000000Z'}"                                                                              },
    {"happened_at-date=|happened_at-time=",                          "{}"                                                         },
    {"happened_at-date=2026-07-01|happened_at-time=",
     "/happened_at incomplete: When must include a time"                                                                          },
    {"happened_at-date=|happened_at-time=14:30",
     "/happened_at incomplete: When must include a date"                                                                          },
    {"happened_at-time=14:30",
     "/happened_at incomplete: When must include a date"                                                                          },
    {"happened_at-date=2026-07-01|happened_at-time=25:00",
     "/happened_at not_an_instant: When must be a real date and time"                                                             },
    {"happened_at-day=1|happened_at-month=|happened_at-year=2026|"
     "happened_at-time=10:00",                                  "/happened_at incomplete: When must include a month"         },
 /* numbers and booleans */
    {"count=12",                                                     "{'count':12}"                                               },
    {"count= 1,200 ",                                                "{'count':1200}"                                             },
    {"count=-3",                                                     "{'count':-3}"                                               },
    {"count=1.5",                                                    "/count not_whole: Count must be a whole number"             },
    {"count=twelve",                                                 "/count not_whole: Count must be a whole number"             },
    {"count=1-2",                                                    "/count not_whole: Count must be a whole number"             },
    {"count=",                                                       "{}"                                                         },
    {"cost=\u00a31,200.50",                                          "{'cost':1200.5}"                                            },
    {"cost=0.1",                                                     "{'cost':0.1}"                                               },
    {"cost=1.2.3",                                                   "/cost wrong_type: Cost must be a number"                    },
    {"cost=1e3",                                                     "/cost wrong_type: Cost must be a number"                    },
    {"cost=inf",                                                     "/cost wrong_type: Cost must be a number"                    },
    {"seen=on",                                                      "{'seen':true}"                                              },
    {"seen=true",                                                    "{'seen':true}"                                              },
    {"seen=false",                                                   "{'seen':false}"                                             },
    {"seen=",                                                        "{}"                                                         },
    {"seen=maybe",                                                   "/seen wrong_type: Seen must be yes or no"                   },
 /* lists */
    {"concerns=a|concerns=b",                                        "{'concerns':['a','b']}"                                     },
    {"concerns[]=a|concerns[]=b",                                    "{'concerns':['a','b']}"                                     },
    {"concerns=a",                                                   "{'concerns':['a']}"                                         },
    {"concerns=|concerns=b|concerns=",                               "{'concerns':['b']}"                                         },
    {"concerns=",                                                    "{'concerns':[]}"                                            },
    {"scores=1|scores=x",                                            "/scores/1 not_whole: Scores must be a whole number"         },
    {"actions[0][title]=A|actions[1][title]=B",
     "{'actions':[{'title':'A'},{'title':'B'}]}"                                                                                  },
    {"actions[10][title]=B|actions[9][title]=A",
     "{'actions':[{'title':'A'},{'title':'B'}]}"                                                                                  },
    {"actions[0][title]=A|actions[1][title]=|actions[1][due_on-day]=|"
     "actions[2][title]=C",                                     "{'actions':[{'title':'A'},{'title':'C'}]}"                  },
    {"actions[0][title]=A|actions[0][due_on-day]=1|"
     "actions[0][due_on-month]=2|actions[0][due_on-year]=2026|"
     "actions[0][agencies]=x|actions[0][agencies]=y",           "{'actions':[{'title':'A','due_on':'2026-02-01',"
     "'agencies':['x','y']}]}"                                          },
    {"actions[0][title]=A|actions[0][due_on]-day=1|"
     "actions[0][due_on]-month=2|actions[0][due_on]-year=2026", "{'actions':[{'title':'A','due_on':'2026-02-01'}]}"          },
    {"actions[0][due_on-day]=1|actions[0][due_on-month]=2|"
     "actions[0][due_on-year]=2026",                            "/actions/0/title required: Enter title"                     },
    {"actions[0][owner]=x",
     "/actions/0/title required: Enter title; /actions/0/owner "
     "unknown_field: Do not send unknown fields: owner"                                                                           },
    {"actions=x",                                                    "/actions/0 wrong_type: Actions must be objects"             },
    {"actions[x][title]=A",                                          "/actions wrong_type: Actions must be a list"                },
 /* objects */
    {"home[street]=1 High Street|home[moved_on-day]=1|"
     "home[moved_on-month]=2|home[moved_on-year]=2020",         "{'home':{'street':'1 High Street','moved_on':'2020-02-01'}}"},
    {"home[street]=",                                                "{}"                                                         },
 /* names that are none */
    {"a[=1",                                                         "/a[ unknown_field: Do not send unknown fields: a["          },
    {"a[b=1",                                                        "/a[b unknown_field: Do not send unknown fields: a[b"        },
    {"[a]=1",                                                        "/[a] unknown_field: Do not send unknown fields: [a]"        },
    {"a[b]c=1",                                                      "/a[b]c unknown_field: Do not send unknown fields: a[b]c"    },
    {"a/b=1",                                                        "/a~1b unknown_field: Do not send unknown fields: a/b"       },
    {"a[1][2][3][4][5][6]=1",
     "/a[1][2][3][4][5][6] unknown_field: Do not send unknown fields: "
     "a[1][2][3][4][5][6]"                                                                                                        },
    {"name=x|name[a]=y",
     "/name[a] unknown_field: Do not send unknown fields: name[a]"                                                                },
    {"home[street]=x|home=y",
     "/home (twice) unknown_field: Do not send unknown fields: "
     "home (twice)"                                                                                                               },
};

static size_t split(const char *text, struct form_pair *pairs)
{
    size_t count = 0;

    while (*text != '\0') {
        size_t length = strcspn(text, "|");
        char *pair = arena_strndup(&arena, text, length);
        char *equals = strchr(pair, '=');

        *equals = '\0';
        pairs[count++] = (struct form_pair){pair, equals + 1};
        text += length + (text[length] == '|');
    }
    return count;
}

START_TEST(forms)
{
    const struct form_case *it = &form_cases[_i];
    struct form_pair pairs[16];
    size_t count = split(it->pairs, pairs);
    json_t *given = input_from_form(&arena, &form, pairs, count);
    char *got = arena_strdup(&arena, judge(&form, given));

    for (char *c = got; *c != '\0'; c++)
        if (*c == '"')
            *c = '\'';
    ck_assert_msg(strcmp(got, it->expected) == 0, "%s\n gave %s\n not  %s",
                  it->pairs, got, it->expected);
}
END_TEST

START_TEST(partial_form_empties)
{
    static const struct input_table patch = {
        .name = "Patch", .fields = form_fields, .partial = true};
    struct form_pair pairs[] = {
        {"name",          ""},
        {"born_on-day",   ""},
        {"born_on-month", ""},
        {"born_on-year",  ""},
        {"concerns",      ""}
    };
    json_t *given = input_from_form(&arena, &patch, pairs, 5);

    ck_assert_str_eq(judge(&patch, given),
                     "{\"name\":null,\"born_on\":null,\"concerns\":[]}");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("input/form");
    TCase *all = tcase_create("all");

    tcase_add_checked_fixture(all, arena_up, arena_down);
    tcase_add_loop_test(all, forms, 0,
                        (int)(sizeof form_cases / sizeof form_cases[0]));
    tcase_add_test(all, partial_form_empties);
    suite_add_tcase(suite, all);
    return suite_finish(suite);
}
