#include "tests/unit/input/expect.h"

static const struct field guardian_fields[] = {
    {.name = "name",    .kind = FIELD_LINE, .required = true},
    {.name = "phone", .kind = FIELD_LINE, .max = 20},
    {0  }
};
static const struct field home_fields[] = {
    {.name = "street",    .kind = FIELD_LINE, .required = true},
    {.name = "guardians",
     .kind = FIELD_LIST,
     .fields = guardian_fields,
     .label = "Guardians",
     .max = 3},
    {0}
};
static const struct field person_fields[] = {
    {.name = "name",
     .kind = FIELD_LINE,
     .required = true,
     .label = "Legal name",
     .max = 20},
    {.name = "born_on",
     .kind = FIELD_DATE,
     .required = true,
     .missing = "Enter the date of birth"},
    {.name = "concerns",
     .kind = FIELD_LIST,
     .item = FIELD_CODE,
     .required = true,
     .label = "Concerns",
     .min = 1,
     .max = 3},
    {.name = "home",  .kind = FIELD_OBJECT, .fields = home_fields},
    {.name = "age",   .kind = FIELD_INTEGER, .label = "Age"},
    {.name = "lead_professional_id",                  .kind = FIELD_UUID},
    {0}
};

static void check_person(struct arena *test_arena, const json_t *clean,
                         struct fault **faults)
{
    const char *name = json_string_value(json_object_get(clean, "name"));

    if (json_object_get(clean, "age") == NULL)
        fault_add(test_arena, faults, "/age", "rule", "Age is wanted");
    if (name != NULL && strcmp(name, "Nobody") == 0)
        fault_add(test_arena, faults, "/name", "rule", "Nobody is no name");
}

static const struct input_table person = {.name = "Person",
                                          .fields = person_fields};
static const struct input_table person_patch = {
    .name = "PersonPatch", .fields = person_fields, .partial = true};
static const struct input_table person_checked = {
    .name = "Person", .fields = person_fields, .check = check_person};

static const struct field birth_fields[] = {
    {.name = "on",
     .kind = FIELD_DATE,
     .past = true,
     .precision = "exact",
     .label = "Born"},
    {.name = "exact",    .kind = FIELD_CODE},
    {0}
};
static const struct input_table birth = {.name = "Birth",
                                         .fields = birth_fields};
static const struct input_table birth_patch = {
    .name = "BirthPatch", .fields = birth_fields, .partial = true};

START_TEST(as_much_of_a_date_as_is_known)
{
    expect(&birth, "{'on':'2010-03-04'}", "{'on':'2010-03-04'}");
    expect(&birth, "{'on':'2010-03'}", "{'on':'2010-03-01','exact':'month'}");
    expect(&birth, "{'on':'2010-03-'}", "{'on':'2010-03-01','exact':'month'}");
    expect(&birth, "{'on':' 2010-- '}", "{'on':'2010-01-01','exact':'year'}");
    expect(&birth, "{'on':'2010','exact':'exact'}",
           "{'on':'2010-01-01','exact':'year'}");
    expect(&birth, "{'on':'2010','exact':'estimated'}",
           "{'on':'2010-01-01','exact':'estimated'}");
    expect(&birth_patch, "{'on':'2010','exact':null}",
           "{'on':'2010-01-01','exact':'year'}");
    expect(&birth, "{'on':'2010--04'}",
           "/on incomplete: Born must include a year, and a month if there is "
           "a day");
    expect(&birth, "{'on':'2010-13'}",
           "/on not_a_date: Born must be a real "
           "date");
    expect(&birth, "{'on':'2099'}",
           "/on in_future: Born must be today or in the past");
}
END_TEST

START_TEST(members_in_table_order)
{
    expect(&person,
           "{'concerns':['knife','gang'],'born_on':'2009-01-02',"
           "'name':' Ash '}",
           "{'name':'Ash','born_on':'2009-01-02',"
           "'concerns':['knife','gang']}");
}
END_TEST

START_TEST(every_fault_at_once)
{
    expect(&person, "{}",
           "/name required: Enter legal name; "
           "/born_on required: Enter the date of birth; "
           "/concerns required: Select concerns");
    expect(&person,
           "{'name':'','born_on':null,'concerns':[],"
           "'lead_professional_id':'x','age':'x'}",
           "/name required: Enter legal name; "
           "/born_on required: Enter the date of birth; "
           "/concerns required: Select concerns; "
           "/age not_whole: Age must be a whole number; "
           "/lead_professional_id not_an_id: Lead professional must be "
           "chosen from the list");
}
END_TEST

START_TEST(nested_pointers)
{
    expect(&person,
           "{'name':'A','born_on':'2009-01-02','concerns':['knife','NO',3],"
           "'home':{'guardians':[{'name':'B'},{'phone':'1'},7],'x/y~z':1}}",
           "/concerns/1 not_a_code: Concerns must be chosen from the list; "
           "/concerns/2 wrong_type: Concerns must be text; "
           "/home/street required: Enter street; "
           "/home/guardians/1/name required: Enter name; "
           "/home/guardians/2 wrong_type: Guardians must be objects; "
           "/home/x~1y~0z unknown_field: Do not send unknown fields: x/y~z");
}
END_TEST

START_TEST(nested_values)
{
    expect(&person,
           "{'name':'A','born_on':'2009-01-02','concerns':['knife'],"
           "'home':{'street':'1','guardians':[{'name':'B','phone':''},"
           "{'phone':'2','name':'C'}]}}",
           "{'name':'A','born_on':'2009-01-02','concerns':['knife'],"
           "'home':{'street':'1','guardians':[{'name':'B'},"
           "{'name':'C','phone':'2'}]}}");
}
END_TEST

START_TEST(list_bounds)
{
    expect(&person,
           "{'name':'A','born_on':'2009-01-02',"
           "'concerns':['a','b','c','d']}",
           "/concerns too_many: Concerns must have 3 entries or fewer");
    expect(&person, "{'name':'A','born_on':'2009-01-02','concerns':'knife'}",
           "/concerns wrong_type: Concerns must be a list");
}
END_TEST

START_TEST(unknown_members_refused)
{
    expect(&person,
           "{'name':'A','born_on':'2009-01-02','concerns':['a'],"
           "'is_admin':true,'id':'1'}",
           "/is_admin unknown_field: Do not send unknown fields: is_admin; "
           "/id unknown_field: Do not send unknown fields: id");
}
END_TEST

START_TEST(faults_are_bounded)
{
    json_t *body = json_keep(&arena, json_object());
    struct input input;
    struct err *err;
    int count = 0;

    for (int i = 0; i < 5000; i++)
        json_put(&arena, body, arena_printf(&arena, "m%d", i), json_true());
    err = input_validate(&arena, &person, body, &input);
    ck_assert_ptr_nonnull(err);
    for (const struct fault *it = err->faults; it != NULL; it = it->next)
        count++;
    ck_assert_int_eq(count, 100);
}
END_TEST

START_TEST(long_unknown_name_is_cut)
{
    json_t *body = json_keep(&arena, json_object());
    char name[200];
    const char *said;

    /* 63 bytes, then characters of two: the cut must not split one. */
    memset(name, 'a', 63);
    for (int i = 63; i < 199; i += 2) {
        name[i] = (char)0xc3;
        name[i + 1] = (char)0xa9;
    }
    name[199] = '\0';
    json_put(&arena, body, name, json_true());
    said = strstr(judge(&person_patch, body), "fields: ");
    ck_assert_ptr_nonnull(said);
    ck_assert_uint_eq(strlen(said + 8), 63);
}
END_TEST

START_TEST(not_an_object)
{
    expect(&person, "[1]", " wrong_type: Send one JSON object");
    expect(&person, "'x'", " wrong_type: Send one JSON object");
    expect(&person, "null", " wrong_type: Send one JSON object");
    ck_assert_str_eq(judge(&person, NULL), " wrong_type: Send one JSON object");
}
END_TEST

START_TEST(partial_absent_is_unchanged)
{
    expect(&person_patch, "{}", "{}");
    expect(&person_patch, "{'age':3}", "{'age':3}");
}
END_TEST

START_TEST(partial_null_makes_empty)
{
    expect(&person_patch, "{'age':null,'home':null}",
           "{'home':null,'age':null}");
    expect(&person_patch, "{'lead_professional_id':'  '}",
           "{'lead_professional_id':null}");
    expect(&person_patch, "{'name':null}", "/name required: Enter legal name");
    expect(&person_patch, "{'concerns':[]}",
           "/concerns required: Select concerns");
}
END_TEST

START_TEST(partial_objects_are_whole)
{
    expect(&person_patch, "{'home':{}}", "/home/street required: Enter street");
}
END_TEST

START_TEST(rules_add_to_faults)
{
    expect(&person_checked,
           "{'name':'Nobody','born_on':'2009-01-02','concerns':['a'],"
           "'age':3}",
           "/name rule: Nobody is no name");
    expect(&person_checked, "{'name':'Ash','born_on':'x','concerns':['a']}",
           "/born_on not_a_date: Born on must be a real date; "
           "/age rule: Age is wanted");
    /* A rule has no second say about a field that was wrong in itself. */
    expect(&person_checked,
           "{'name':'Ash','born_on':'2009-01-02','concerns':['a'],"
           "'age':'x'}",
           "/age not_whole: Age must be a whole number");
}
END_TEST

START_TEST(values_as_text)
{
    struct input input;
    static const struct field fields[] = {
        {.name = "s",            .kind = FIELD_LINE},
        {.name = "i",                      .kind = FIELD_INTEGER},
        {.name = "n",.kind = FIELD_NUMBER},
        {.name = "b",            .kind = FIELD_BOOLEAN},
        {.name = "l",                      .kind = FIELD_LIST, .item = FIELD_CODE},
        {.name = "e",.kind = FIELD_LINE},
        {0           }
    };
    static const struct input_table table = {
        .name = "T", .fields = fields, .partial = true};

    ck_assert_ptr_null(input_validate(
        &arena, &table,
        json_from("{'s':'a b','i':12,'n':0.1,'b':false,'l':['x','y'],"
                  "'e':null}"),
        &input));
    ck_assert_str_eq(input_text(&arena, &input, "s"), "a b");
    ck_assert_str_eq(input_text(&arena, &input, "i"), "12");
    ck_assert_str_eq(input_text(&arena, &input, "n"), "0.1");
    ck_assert_str_eq(input_text(&arena, &input, "b"), "false");
    ck_assert_str_eq(input_text(&arena, &input, "l"), "[\"x\",\"y\"]");
    ck_assert_ptr_null(input_text(&arena, &input, "e"));
    ck_assert_ptr_null(input_text(&arena, &input, "none"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("input/validate");
    TCase *all = tcase_create("all");

    tcase_add_checked_fixture(all, arena_up, arena_down);
    tcase_add_test(all, members_in_table_order);
    tcase_add_test(all, as_much_of_a_date_as_is_known);
    tcase_add_test(all, every_fault_at_once);
    tcase_add_test(all, nested_pointers);
    tcase_add_test(all, nested_values);
    tcase_add_test(all, list_bounds);
    tcase_add_test(all, unknown_members_refused);
    tcase_add_test(all, faults_are_bounded);
    tcase_add_test(all, long_unknown_name_is_cut);
    tcase_add_test(all, not_an_object);
    tcase_add_test(all, partial_absent_is_unchanged);
    tcase_add_test(all, partial_null_makes_empty);
    tcase_add_test(all, partial_objects_are_whole);
    tcase_add_test(all, rules_add_to_faults);
    tcase_add_test(all, values_as_text);
    suite_add_tcase(suite, all);
    return suite_finish(suite);
}
