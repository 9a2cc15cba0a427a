#include "tests/unit/input/expect.h"

static const struct field none[] = {{0}};
static const struct field sound_fields[] = {
    {.name = "a_1",         .kind = FIELD_LINE},
    {.name = "b",                     .kind = FIELD_OBJECT, .fields = none},
    {.name = "c",.kind = FIELD_LIST, .fields = none, .max = 3},
    {.name = "d",                     .kind = FIELD_LIST, .item = FIELD_CODE},
    {.name = "e",                       .kind = FIELD_INTEGER, .min = -5},
    {0            }
};

struct table_case {
    struct field field;
    const char *fault;
};

#define HAS "has an input with "

static const struct table_case table_cases[] = {
    {{.name = "A", .kind = FIELD_LINE},
     HAS "a field whose name is not snake_case"                                                         },
    {{.name = "", .kind = FIELD_LINE},
     HAS "a field whose name is not snake_case"                                                         },
    {{.name = "a-b", .kind = FIELD_LINE},
     HAS "a field whose name is not snake_case"                                                         },
    {{.name = "a"},                                                         HAS "a field of no kind"    },
    {{.name = "a", .kind = 99},                                             HAS "a field of no kind"    },
    {{.name = "a", .kind = FIELD_LINE, .min = 5, .max = 3},
     HAS "a field of which nothing can be valid"                                                        },
    {{.name = "a", .kind = FIELD_OBJECT},                                   HAS "an object of no fields"},
    {{.name = "a", .kind = FIELD_LIST},
     HAS "a list of neither fields nor one plain kind"                                                  },
    {{.name = "a", .kind = FIELD_LIST, .item = FIELD_LIST},
     HAS "a list of neither fields nor one plain kind"                                                  },
    {{.name = "a", .kind = FIELD_LIST, .item = FIELD_CODE, .fields = none},
     HAS "a list of neither fields nor one plain kind"                                                  },
};

START_TEST(faults)
{
    const struct table_case *it = &table_cases[_i];
    const struct field fields[] = {it->field, {0}};
    const struct field nested[] = {
        {.name = "n",       .kind = FIELD_OBJECT, .fields = fields},
        {0}
    };
    struct input_table table = {.name = "T", .fields = fields};

    ck_assert_str_eq(input_table_fault(&table), it->fault);
    table.fields = nested;
    ck_assert_str_eq(input_table_fault(&table), it->fault);
}
END_TEST

START_TEST(sound)
{
    struct input_table table = {.name = "T", .fields = sound_fields};

    ck_assert_ptr_null(input_table_fault(&table));
    table.name = NULL;
    ck_assert_ptr_nonnull(input_table_fault(&table));
}
END_TEST

START_TEST(names_once)
{
    static const struct field fields[] = {
        {.name = "a",         .kind = FIELD_LINE},
        {.name = "a",                   .kind = FIELD_DATE},
        {0}
    };
    static const struct input_table table = {.name = "T", .fields = fields};

    ck_assert_str_eq(input_table_fault(&table),
                     "has an input with one name twice");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("input/table");
    TCase *all = tcase_create("all");

    tcase_add_checked_fixture(all, arena_up, arena_down);
    tcase_add_loop_test(all, faults, 0,
                        (int)(sizeof table_cases / sizeof table_cases[0]));
    tcase_add_test(all, sound);
    tcase_add_test(all, names_once);
    suite_add_tcase(suite, all);
    return suite_finish(suite);
}
