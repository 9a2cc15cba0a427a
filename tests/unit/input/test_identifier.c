#include <string.h>

#include "../suite.h"
#include "input/identifier.h"
#include "fact/rules.h"

static void expect(bool (*valid)(const char *), const char *text, bool expected)
{
    ck_assert_msg(valid(text) == expected, "%s should be %s", text,
                  expected ? "taken" : "doubted");
}

START_TEST(an_nhs_number_ends_in_its_check_digit)
{
    expect(nhs_number_valid, "943 476 5919", true); /* domain.md 2 */
    expect(nhs_number_valid, "9434765919", true);
    expect(nhs_number_valid, "943-476-5919", true);
    expect(nhs_number_valid, "943 476 5918", false);
    expect(nhs_number_valid, "943 476 591", false);
    expect(nhs_number_valid, "943 476 59190", false);
    expect(nhs_number_valid, "943 476 591X", false);
    expect(nhs_number_valid, "", false);
    /* 11 becomes 0; 10 is no check digit at all. */
    expect(nhs_number_valid, "000 000 0000", true);
    expect(nhs_number_valid, "100 000 0060", true);
    for (char c = '0'; c <= '9'; c++) {
        char never[] = "0500000000";
        never[9] = c;
        expect(nhs_number_valid, never, false);
    }
}
END_TEST

START_TEST(every_wrong_digit_of_an_nhs_number_is_found)
{
    for (int place = 0; place < 10; place++)
        for (char c = '0'; c <= '9'; c++) {
            char number[] = "9434765919";
            bool same = number[place] == c;
            number[place] = c;
            expect(nhs_number_valid, number, same);
        }
}
END_TEST

START_TEST(a_upn_begins_with_its_check_letter)
{
    expect(upn_valid, "B801200005001", true); /* domain.md 2 */
    expect(upn_valid, "b 8012 0000 5001", true);
    expect(upn_valid, "A801200005001", false);
    expect(upn_valid, "B801200005002", false);
    expect(upn_valid, "I801200005001", false);
    expect(upn_valid, "B80120000500", false);
    expect(upn_valid, "B8012000050011", false);
    expect(upn_valid, "B80120000500I", false);
    expect(upn_valid, "B80120000500!", false);
    /* A temporary one ends in a letter, which counts as its place: A is 0,
     * and 16 + 4 + 10 + 50 leaves 11 of 23, the letter M. */
    expect(upn_valid, "M80120000500A", true);
    expect(upn_valid, "B80120000500A", false);
}
END_TEST

START_TEST(a_pnc_id_ends_in_its_letter)
{
    expect(pnc_id_valid, "2003/0062845E", true);
    expect(pnc_id_valid, "1979/0163001B", true);
    expect(pnc_id_valid, "20030062845e", true);
    expect(pnc_id_valid, "03/62845E", true); /* as it is written short */
    expect(pnc_id_valid, "2003/0062845F", false);
    expect(pnc_id_valid, "2003/0062846E", false);
    expect(pnc_id_valid, "2003/E", false);
    expect(pnc_id_valid, "203/0062845E", false);
    expect(pnc_id_valid, "2003/00628450E1", false);
    expect(pnc_id_valid, "E", false);
    expect(pnc_id_valid, "", false);
}
END_TEST

START_TEST(other_references_are_of_their_shape)
{
    expect(niche_reference_valid, "5220012345", true);
    expect(niche_reference_valid, "unknown", false);
    expect(uprn_valid, "100023336956", true);
    expect(uprn_valid, "7", true);
    expect(uprn_valid, "0", false);
    expect(uprn_valid, "1000233369567", false);
    expect(uprn_valid, "10002333695A", false);
    expect(urn_valid, "109372", true);
    expect(urn_valid, "10937", false);
    /* Longer than any of them: no number, and no overrun. */
    expect(uprn_valid, "1234567890123456789012345678901234567890", false);
    expect(nhs_number_valid, "1234567890123456789012345678901234567890", false);
}
END_TEST

START_TEST(a_kind_without_a_check_is_not_doubted)
{
    ck_assert_ptr_null(identifier_doubt("housing_reference", "anything"));
    ck_assert_ptr_null(identifier_doubt("nhs_number", NULL));
    ck_assert_ptr_null(identifier_doubt(NULL, "943 476 5919"));
    ck_assert_ptr_null(identifier_doubt("nhs_number", "943 476 5919"));
    ck_assert_ptr_nonnull(identifier_doubt("nhs_number", "943 476 5918"));
}
END_TEST

static const char *warned(const char *json, const char *code, const char *value)
{
    json_t *clean = json_loads(json, 0, NULL);
    const char *told = fact_warnings(&arena, clean, code, value);

    json_decref(clean);
    return told;
}

START_TEST(warnings_stand_at_their_fields)
{
    ck_assert_str_eq(warned("{}", NULL, NULL), "[]");
    ck_assert_str_eq(
        warned("{\"code\":\"upn\",\"value\":\"B801200005001\"}", NULL, NULL),
        "[]");
    const char *two = warned(
        "{\"code\":\"upn\",\"value\":\"B80\",\"urn\":\"1\"}", NULL, NULL);
    ck_assert_ptr_nonnull(strstr(two, "{\"pointer\":\"/value\""));
    ck_assert_ptr_nonnull(strstr(two, "},{\"pointer\":\"/urn\""));
    /* What a correction leaves out stays as it is. */
    ck_assert_str_eq(
        warned("{\"value\":\"9434765919\"}", "nhs_number", "9434765918"), "[]");
    ck_assert_str_ne(warned("{\"note\":\"x\"}", "nhs_number", "9434765918"),
                     "[]");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        an_nhs_number_ends_in_its_check_digit,
        every_wrong_digit_of_an_nhs_number_is_found,
        a_upn_begins_with_its_check_letter,
        a_pnc_id_ends_in_its_letter,
        other_references_are_of_their_shape,
        a_kind_without_a_check_is_not_doubted,
        warnings_stand_at_their_fields,
        NULL,
    };
    return suite_run("input/identifier", tests, NULL, NULL);
}
