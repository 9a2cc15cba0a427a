#include "tests/unit/input/expect.h"

static const char *const ways[] = {"phone", "visit", NULL};
static const struct field row_fields[] = {
    {.name = "name",    .kind = FIELD_LINE, .required = true},
    {0}
};
static const struct field fields[] = {
    {.name = "line",         .kind = FIELD_LINE, .required = true, .label = "A line"},
    {.name = "text",      .kind = FIELD_TEXT, .min = 2},
    {.name = "way",                      .kind = FIELD_LINE, .one_of = ways},
    {.name = "code",.kind = FIELD_CODE},
    {.name = "id",                      .kind = FIELD_UUID},
    {.name = "day",.kind = FIELD_DATE},
    {.name = "at",                      .kind = FIELD_INSTANT},
    {.name = "score",      .kind = FIELD_INTEGER, .max = 40},
    {.name = "cost",           .kind = FIELD_NUMBER, .min = 0.5, .max = 9},
    {.name = "seen",                      .kind = FIELD_BOOLEAN},
    {.name = "email",                      .kind = FIELD_EMAIL},
    {.name = "rows",           .kind = FIELD_LIST, .fields = row_fields, .max = 7},
    {.name = "codes",                      .kind = FIELD_LIST, .item = FIELD_CODE, .min = 1},
    {.name = "home",.kind = FIELD_OBJECT, .fields = row_fields},
    {0                     }
};

static void expect_member(const json_t *schema, const char *name,
                          const char *quoted)
{
    const json_t *member =
        json_object_get(json_object_get(schema, "properties"), name);

    ck_assert_msg(json_equal(member, json_from(quoted)), "%s: %s", name,
                  json_text(&arena, member));
}

#define ROW                                                                    \
    "{'type':'object','properties':{'name':{'type':'string',"                  \
    "'maxLength':200}},'required':['name'],'additionalProperties':false}"

START_TEST(whole)
{
    static const struct input_table table = {.name = "T", .fields = fields};
    json_t *schema = json_keep(&arena, input_schema(&table));

    ck_assert(
        json_equal(json_object_get(schema, "required"), json_from("['line']")));
    ck_assert(json_is_false(json_object_get(schema, "additionalProperties")));
    expect_member(schema, "line",
                  "{'type':'string','maxLength':200,'title':'A line'}");
    expect_member(schema, "text",
                  "{'type':'string','minLength':2,'maxLength':20000}");
    expect_member(schema, "way", "{'type':'string','enum':['phone','visit']}");
    expect_member(schema, "code",
                  "{'type':'string','pattern':'^[a-z0-9_]{1,64}$'}");
    expect_member(schema, "id", "{'type':'string','format':'uuid'}");
    expect_member(schema, "day", "{'type':'string','format':'date'}");
    expect_member(schema, "at", "{'type':'string','format':'date-time'}");
    expect_member(schema, "score",
                  "{'type':'integer','minimum':0,'maximum':40}");
    expect_member(schema, "cost",
                  "{'type':'number','minimum':0.5,'maximum':9.0,"
                  "'description':'At most 2 decimal places'}");
    expect_member(schema, "seen", "{'type':'boolean'}");
    expect_member(schema, "email",
                  "{'type':'string','format':'email','maxLength':254}");
    expect_member(schema, "rows",
                  "{'type':'array','items':" ROW ",'maxItems':7}");
    expect_member(schema, "codes",
                  "{'type':'array','items':{'type':'string',"
                  "'pattern':'^[a-z0-9_]{1,64}$'},'minItems':1,"
                  "'maxItems':100}");
    expect_member(schema, "home", ROW);
}
END_TEST

START_TEST(partial)
{
    static const struct input_table table = {
        .name = "T", .fields = fields, .partial = true};
    json_t *schema = json_keep(&arena, input_schema(&table));

    ck_assert_ptr_null(json_object_get(schema, "required"));
    /* A required field can be left out but not emptied. */
    expect_member(schema, "line",
                  "{'type':'string','maxLength':200,'title':'A line'}");
    expect_member(schema, "day", "{'type':['string','null'],'format':'date'}");
    expect_member(schema, "way",
                  "{'type':['string','null'],"
                  "'enum':['phone','visit',null]}");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("input/schema");
    TCase *all = tcase_create("all");

    tcase_add_checked_fixture(all, arena_up, arena_down);
    tcase_add_test(all, whole);
    tcase_add_test(all, partial);
    suite_add_tcase(suite, all);
    return suite_finish(suite);
}
