#include <string.h>

#include "../suite.h"
#include "access/names.h"
#include "input/json_keep.h"
#include "journey/render.h"
#include "journey/rules.h"

/* --- rows and a dictionary of the test's own, in place of the database ---- */

#define COLUMNS 14

struct rows {
    size_t count;
    const char *cell[8][COLUMNS];
};

size_t rows_count(const struct rows *rows)
{
    return rows->count;
}

const char *rows_text(const struct rows *rows, size_t row, size_t column)
{
    ck_assert_uint_lt(row, rows->count);
    ck_assert_uint_lt(column, COLUMNS);
    return rows->cell[row][column];
}

struct names {
    int unused;
};

static const char *const dictionary[][4] = {
    {"user",               "u1",      "Anna <b>Tap</b>",          "Hub & Co"},
    {"agency",             "2",       "Avon and Somerset Police", "asp"     },
    {"contact_type",       "visit",   "Home visit",               NULL      },
    {"risk_level",         "high",    "High",                     NULL      },
    {"decision",           "monitor", "Keep monitoring",          NULL      },
    {"dob_precision",      "year",    "Year only",                NULL      },
    {"session_attendance", "late",    "Came late",                NULL      },
};

static const char *entry(const char *kind, const char *id, int part)
{
    for (size_t i = 0; i < sizeof dictionary / sizeof dictionary[0]; i++)
        if (kind && id && strcmp(dictionary[i][0], kind) == 0 &&
            strcmp(dictionary[i][1], id) == 0)
            return dictionary[i][part];
    return NULL;
}

const char *names_find(const struct names *names, const char *kind,
                       const char *id)
{
    (void)names;
    return entry(kind, id, 2);
}

const char *names_detail(const struct names *names, const char *kind,
                         const char *id)
{
    (void)names;
    return entry(kind, id, 3);
}

static const struct rows head = {
    .count = 1,
    .cell = {{"{\"id\":\"p\"}", "[]", "Kai <script>", "2009-01-01", "year",
              "17", "Not mum's phone", NULL, "Anna <b>Tap</b>",
              "2026-07-01 00:05"}},
};

static const struct rows events = {
    .count = 5,
    .cell =
        {
               {"2026-03-05T14:30:00.000000Z", "contact", NULL, "contact_type",
             "visit", "u1", "2", "1", NULL, "contact", "c1",
             "He had a knife; '); DROP TABLE x;-- <img src=x> \"q\" \\ \n2",
             "{\"outcomes\":[\"seen_well\"],\"held\":false}",
             "2026-03-05 14:30"},
               {"2026-03-01T09:00:00.000000Z", "held", NULL, NULL, NULL, NULL, "2",
             "1", NULL, NULL, NULL, NULL, NULL, "2026-03-01 09:00"},
               {"2026-02-27", "outcome", NULL, "outcome_measure", "swemwbs", NULL,
             NULL, "1", "e1", "outcome", "o1", NULL, "{\"value\":17.43}",
             "2026-02-27"},
               {"2026-02-10T10:00:00.000000Z", "discussion", "Panel", NULL, NULL,
             "u1", NULL, "1", "e1", "discussion", "d1", "Heard",
             "{\"risk_after\":\"high\",\"decisions\":[\"monitor\",\"new_one\"]"
             "}",
             "2026-02-10 10:00"},
               {"2025-12-31T23:30:00.000000Z", "session", "Boxing", NULL, NULL,
             NULL, NULL, "1", "e1", "session", "s1", NULL, NULL,
             "2025-12-31 23:30"},
               },
};

static struct journey journey_of(const json_t *query)
{
    return (struct journey){.person_id = "p",
                            .head = &head,
                            .events = &events,
                            .names = NULL,
                            .query = query};
}

static json_t *json_made(void)
{
    struct journey journey = journey_of(NULL);
    struct str body;
    json_error_t error;
    json_t *made;

    str_init(&body, &arena);
    journey_render_json(&journey, &body);
    made = json_loads(body.data, 0, &error);
    ck_assert_msg(made != NULL, "%s", error.text);
    return json_keep(&arena, made);
}

static const char *page_made(const json_t *query)
{
    struct journey journey = journey_of(query);
    struct str body;

    str_init(&body, &arena);
    journey_render_page(&journey, &body);
    return body.data;
}

static const char *member(const json_t *journey, size_t at, const char *name)
{
    const json_t *event =
        json_array_get(json_object_get(journey, "events"), at);

    ck_assert_ptr_nonnull(json_object_get(event, name));
    return json_string_value(json_object_get(event, name));
}

static size_t count_of(const char *text, const char *wanted)
{
    size_t count = 0;

    for (text = strstr(text, wanted); text; text = strstr(text + 1, wanted))
        count++;
    return count;
}

/* --- JSON --------------------------------------------------------------------
 */

START_TEST(text_is_what_was_written)
{
    const json_t *made = json_made();

    ck_assert_str_eq(member(made, 0, "summary"),
                     "He had a knife; '); DROP TABLE x;-- <img src=x> \"q\" \\ "
                     "\n2");
    ck_assert_str_eq(member(made, 0, "who"), "Anna <b>Tap</b>");
}
END_TEST

START_TEST(titles_say_what_it_is)
{
    const json_t *made = json_made();

    ck_assert_str_eq(member(made, 0, "title"), "Home visit");
    ck_assert_str_eq(member(made, 1, "title"),
                     "Avon and Somerset Police hold information: ask");
    ck_assert_str_eq(member(made, 2, "title"), "swemwbs");
    ck_assert_str_eq(member(made, 3, "title"), "Panel");
    ck_assert_str_eq(member(made, 4, "title"), "Boxing: Planned session");
}
END_TEST

START_TEST(what_is_held_back_says_no_more)
{
    const json_t *made = json_made();

    ck_assert_ptr_null(member(made, 1, "who"));
    ck_assert_ptr_null(member(made, 1, "summary"));
    ck_assert_ptr_null(member(made, 1, "code"));
    ck_assert_str_eq(member(made, 1, "agency"), "Avon and Somerset Police");
    ck_assert(json_is_null(json_object_get(
        json_array_get(json_object_get(made, "events"), 1), "ref")));
}
END_TEST

START_TEST(a_day_is_no_midnight)
{
    ck_assert_str_eq(member(json_made(), 2, "at"), "2026-02-27");
}
END_TEST

START_TEST(an_agency_is_the_actors_where_none_is_named)
{
    ck_assert_str_eq(member(json_made(), 3, "agency"), "Hub & Co");
}
END_TEST

/* --- the page
 * ----------------------------------------------------------------- */

START_TEST(nothing_written_becomes_markup)
{
    const char *page = page_made(NULL);

    ck_assert_ptr_null(strstr(page, "<script"));
    ck_assert_ptr_null(strstr(page, "<img"));
    ck_assert_ptr_null(strstr(page, "<b>"));
    ck_assert_ptr_nonnull(strstr(page, "Kai &lt;script&gt;"));
    ck_assert_ptr_nonnull(strstr(page, "He had a knife; "));
    ck_assert_ptr_nonnull(strstr(page, "DROP TABLE x;-- &lt;img src=x&gt;"));
}
END_TEST

START_TEST(events_stand_under_their_months)
{
    const char *page = page_made(NULL);

    ck_assert_uint_eq(count_of(page, "<h2>"), 3);
    ck_assert_uint_eq(count_of(page, "<article>"), 5);
    ck_assert_uint_eq(count_of(page, "<section>"),
                      count_of(page, "</section>"));
    ck_assert_ptr_nonnull(strstr(page, "<h2>March 2026</h2>"));
    ck_assert_ptr_nonnull(strstr(page, "<h2>December 2025</h2>"));
}
END_TEST

START_TEST(times_are_read_as_people_say_them)
{
    const char *page = page_made(NULL);

    ck_assert_ptr_nonnull(strstr(page, ">5 March 2026 at 2:30pm</time>"));
    ck_assert_ptr_nonnull(strstr(page, ">27 February 2026</time>"));
    ck_assert_ptr_nonnull(strstr(page, ">31 December 2025 at 11:30pm</time>"));
    ck_assert_ptr_nonnull(strstr(page, "1 July 2026 at 12:05am"));
}
END_TEST

START_TEST(codes_are_told_by_their_labels_or_as_words)
{
    const char *page = page_made(NULL);

    ck_assert_ptr_nonnull(strstr(page, "<dt>Risk after</dt> <dd>High</dd>"));
    ck_assert_ptr_nonnull(
        strstr(page, "<dt>Decisions</dt> <dd>Keep monitoring; new one</dd>"));
    ck_assert_ptr_nonnull(strstr(page, "<dt>Value</dt> <dd>17.43</dd>"));
}
END_TEST

START_TEST(it_is_marked_and_says_who_made_it_and_why)
{
    json_t *query =
        json_keep(&arena, json_pack("{s:s,s:s}", "purpose", "Panel <3>", "from",
                                    "2025-12-01"));
    const char *page = page_made(query);

    ck_assert_ptr_nonnull(strstr(page, "Official-Sensitive"));
    ck_assert_ptr_nonnull(strstr(page, "Made for Anna &lt;b&gt;Tap&lt;/b&gt;, "
                                       "1 July 2026"));
    ck_assert_ptr_nonnull(strstr(page, "Reason: Panel &lt;3&gt;."));
    ck_assert_ptr_nonnull(strstr(page, "from 1 December 2025"));
    ck_assert_ptr_nonnull(strstr(page, "Year only"));
    ck_assert_ptr_nonnull(strstr(page_made(NULL), "Reason: none given."));
}
END_TEST

/* --- questions
 * ------------------------------------------------------------------ */

static const char *judged(const char *kind, const char *from, const char *to)
{
    struct fault *faults = NULL;
    json_t *query = json_keep(&arena, json_pack("{s:[s],s:s*,s:s*}", "kind",
                                                kind, "from", from, "to", to));

    journey_check(&arena, query, &faults);
    return faults ? faults->pointer : "";
}

START_TEST(a_question_names_kinds_and_days_there_are)
{
    ck_assert_str_eq(judged("contact", NULL, NULL), "");
    ck_assert_str_eq(judged("contact", "2026-03-01", "2026-03-01"), "");
    ck_assert_str_eq(judged("contact", "2026-03-02", "2026-03-01"), "/to");
    ck_assert_str_eq(judged("held", NULL, NULL), "/kind/0");
    ck_assert_str_eq(judged("secrets", NULL, NULL), "/kind/0");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        text_is_what_was_written,
        titles_say_what_it_is,
        what_is_held_back_says_no_more,
        a_day_is_no_midnight,
        an_agency_is_the_actors_where_none_is_named,
        nothing_written_becomes_markup,
        events_stand_under_their_months,
        times_are_read_as_people_say_them,
        codes_are_told_by_their_labels_or_as_words,
        it_is_marked_and_says_who_made_it_and_why,
        a_question_names_kinds_and_days_there_are,
        NULL,
    };
    return suite_run("journey/render", tests, NULL, NULL);
}
