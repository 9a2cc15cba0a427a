#include "tests/unit/suite.h"

#include "imports/map.h"

static const char wide[] =
    "[{\"name\":\"spoke\",\"label\":\"Spoke\",\"role\":\"area\",\"type\":"
    "\"area\",\"required\":true,\"codes\":[[\"bristol\",\"Bristol\"],["
    "\"bristol\",\"Bris\"]]},"
    "{\"name\":\"intervention\",\"label\":\"Intervention\",\"role\":"
    "\"subject\",\"type\":\"text\",\"required\":true},"
    "{\"name\":\"mode\",\"label\":\"Mode\",\"role\":\"dimension\",\"type\":"
    "\"code\",\"required\":false,\"codes\":[[\"group\",\"Group work\"]]},"
    "{\"name\":\"young_people\",\"label\":\"Young people\",\"role\":"
    "\"measure\",\"type\":\"count\",\"required\":false,\"unit\":\"people\"}]";

static const char long_plan[] =
    "[{\"name\":\"item\",\"label\":\"Item\",\"role\":\"measure_name\","
    "\"type\":\"text\",\"required\":true},"
    "{\"name\":\"amount_gbp\",\"label\":\"Amount\",\"role\":\"value\","
    "\"type\":\"money\",\"required\":true,\"unit\":\"GBP\"},"
    "{\"name\":\"where\",\"label\":\"Where\",\"role\":\"wording\",\"type\":"
    "\"text\",\"required\":false}]";

static struct map map;
static struct str rows;

/* How many rows were understood. */
static size_t mapped(const char *plan_text, const char *text)
{
    json_t *plan = json_loads(plan_text, 0, NULL);
    struct csv csv;
    size_t good = 0;

    ck_assert_ptr_nonnull(plan);
    arena_on_release(&arena, (void (*)(void *))json_decref, plan);
    ck_assert_ptr_null(
        csv_parse_sheet(&arena, "f", (struct slice){text, strlen(text)}, &csv));
    map_begin(&map, &arena, plan, &csv);
    str_init(&rows, &arena);
    str_add(&rows, "");
    for (size_t i = 0; map.fault_count == 0 && i < csv.record_count; i++)
        map_row(&map, i, &rows);
    json_t *made = json_loads(arena_printf(&arena, "[%s]", rows.data), 0, NULL);
    ck_assert_ptr_nonnull(made);
    good = json_array_size(made);
    json_decref(made);
    return good;
}

static void fault(const char *words)
{
    ck_assert_msg(strstr(map.faults.data, words) != NULL, "%s is not in %s",
                  words, map.faults.data);
}

START_TEST(a_wide_row)
{
    ck_assert_uint_eq(mapped(wide, "Spoke,Intervention,mode,Young people\n"
                                   "Bristol,Boxing,Group work,\"1,250\"\n"),
                      1);
    ck_assert_str_eq(rows.data,
                     "{\"number\":1,\"line\":2,\"area\":\"bristol\","
                     "\"subject\":\"Boxing\",\"dims\":{\"mode\":\"group\"},"
                     "\"figures\":[{\"measure\":\"young_people\",\"unit\":"
                     "\"people\",\"value\":1250}]}");
}
END_TEST

START_TEST(a_row_without_figures_stays)
{
    ck_assert_uint_eq(mapped(wide, "spoke,intervention,mode,young_people\n"
                                   "bristol,Boxing,,-\n"),
                      1);
    ck_assert_str_eq(rows.data, "{\"number\":1,\"line\":2,\"area\":\"bristol\","
                                "\"subject\":\"Boxing\",\"figures\":[]}");
}
END_TEST

START_TEST(a_long_row)
{
    ck_assert_uint_eq(mapped(long_plan, "item,amount_gbp,where\n"
                                        "VRU grant,\"\xc2\xa3"
                                        "1,250.50\",\"p. \"\"2\"\"\"\n"),
                      1);
    ck_assert_str_eq(rows.data,
                     "{\"number\":1,\"line\":2,\"wording\":\"p. \\\"2\\\"\","
                     "\"figures\":[{\"measure\":\"vru_grant\",\"unit\":"
                     "\"GBP\",\"value\":1250.50}]}");
}
END_TEST

START_TEST(every_fault_at_once)
{
    ck_assert_uint_eq(mapped(wide, "spoke,intervention,mode,young_people\n"
                                   "leeds,,solo,many\n"),
                      0);
    ck_assert_uint_eq(map.fault_count, 4);
    fault("{\"line\":2,\"column\":\"spoke\",\"detail\":\"“leeds” is not in "
          "the list: bristol\"}");
    fault("\"detail\":\"Fill in: Intervention\"");
    fault("“solo” is not in the list: group");
    fault("Enter a whole number, like 12 or 1,250");
}
END_TEST

START_TEST(headers)
{
    mapped(wide, "intervention,colour\nx,red\n");
    fault("{\"line\":1,\"column\":\"spoke\",\"detail\":\"Add this column");
    fault("{\"line\":1,\"column\":\"colour\",\"detail\":\"Take this column "
          "out");
    mapped(wide, "spoke;intervention\nbristol;x\n");
    fault("The columns are not parted by commas");
}
END_TEST

START_TEST(rows_too_long)
{
    ck_assert_uint_eq(mapped(wide, "spoke,intervention,mode,young_people\n"
                                   "bristol,Boxing,group,1,2\n"),
                      0);
    fault("This row has more cells than the header has columns");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_wide_row, a_row_without_figures_stays,
        a_long_row, every_fault_at_once,
        headers,    rows_too_long,
        NULL,
    };

    return suite_run("imports/map", tests, NULL, NULL);
}
