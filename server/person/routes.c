#include "person/handlers.h"
#include "person/input.h"
#include "person/person.h"
#include "person/rules.h"
#include "person_store.h"

/* Search and match answers are for a person to look through. */
#define SEARCH_MOST 50

static struct err *person_list(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = person_caseload(call->tx,
                              input_text(call->arena, &call->query, "spoke"),
                              input_text(call->arena, &call->query, "state"),
                              input_text(call->arena, &call->query, "risk"),
                              input_text(call->arena, &call->query, "mine"),
                              input_text(call->arena, &call->query, "sort"),
                              page.after, page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

/* Nobody is made before the candidates were looked at (domain.md 2). */
static struct err *known_check(struct call *call)
{
    struct rows *candidates = NULL;
    struct err *err = person_unanswered(call->tx, call->body.json, &candidates);

    if (!err)
        err = tx_flush(call->tx);
    if (err || rows_count(candidates) == 0)
        return err;
    return err_new(call->arena, ERR_CONFLICT,
                   "Somebody very like this is already known to you. Look at "
                   "the possible matches first.");
}

static struct err *person_make(struct call *call, struct reply *out)
{
    struct rows *made = NULL, *loaded = NULL;
    const char *json = call->body.json;
    struct err *err = known_check(call);

    if (!err)
        err = person_create(call->tx, call->new_id, json, &made);
    if (!err)
        err = person_names_add(call->tx, call->new_id, json, &made);
    if (!err)
        err = person_detail_save(call->tx, call->new_id, NULL, json, &made);
    if (!err)
        err = person_statuses_add(call->tx, call->new_id, json, &made);
    if (!err)
        err = person_identifier_add(
            call->tx, call->new_id, json,
            person_identifier_warnings(call->arena, call->body.clean), &made);
    if (!err)
        err = person_distinct_add(call->tx, call->new_id, json, &made);
    if (!err)
        err = person_load(call->tx, call->new_id, &loaded);
    return err ? err : reply_created(call, loaded, out);
}

static struct err *person_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = person_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_whole(call, rows, out);
}

static struct err *person_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *detail = NULL, *loaded = NULL;
    const char *id = call->ids[0];
    struct err *err =
        person_update(call->tx, id, call->if_match, call->body.json, &changed);

    if (!err)
        err = person_detail_save(call->tx, id, call->if_match, call->body.json,
                                 &detail);
    if (!err)
        err = person_load(call->tx, id, &loaded);
    return err ? err : reply_changed(call, changed, loaded, NULL, out);
}

static struct err *match_list(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = person_matches(
        call->tx, input_text(call->arena, &call->query, "given_name"),
        input_text(call->arena, &call->query, "family_name"),
        input_text(call->arena, &call->query, "known_as"),
        input_text(call->arena, &call->query, "born_on"),
        input_text(call->arena, &call->query, "person_id"),
        input_text(call->arena, &call->query, "identifier"), &rows);

    return err ? err : reply_list(call, rows, SEARCH_MOST, out);
}

static struct err *nobody_chosen(struct call *call)
{
    struct fault *faults = NULL;

    fault_add(call->arena, &faults, "/other_id", "not_in_list",
              "Choose a young person you work with");
    return err_from_faults(call->arena, faults);
}

static struct err *distinct_say(struct call *call, struct reply *out)
{
    const char *other = input_text(call->arena, &call->body, "other_id");
    struct rows *other_seen = NULL, *loaded = NULL;
    struct err *err = person_distinct_say(
        call->tx, call->ids[0], other,
        input_text(call->arena, &call->body, "reason"), NULL);

    if (!err)
        err = person_seen(call->tx, other, &other_seen);
    if (!err)
        err = person_load(call->tx, call->ids[0], &loaded);
    if (!err)
        err = tx_flush(call->tx);
    if (!err && rows_count(loaded) > 0 && rows_count(other_seen) == 0)
        err = nobody_chosen(call);
    return err ? err : reply_whole(call, loaded, out);
}

static struct err *search_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err =
        person_search(call->tx, input_text(call->arena, &call->query, "q"),
                      arena_printf(call->arena, "%d", SEARCH_MOST), &rows);

    return err ? err : reply_list(call, rows, SEARCH_MOST, out);
}

static const struct route person_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/people",
     .name = "person.list",
     .permission = "person.search",
     .mode = TX_READ,
     .query = &caseload_query,
     .answer = "CaseloadItem[]",
     .summary = "The caseload of a spoke: risk, last contact, next review",
     .handler = person_list},
    {.method = METHOD_POST,
     .path = "/api/v1/people",
     .name = "person.create",
     .permission = "person.write",
     .mode = TX_WRITE,
     .input = &person_new_input,
     .answer = "Person",
     .summary = "Make a record, after the known-to-us check",
     .after = "/people/{new_id}",
     .handler = person_make},
    {.method = METHOD_GET,
     .path = "/api/v1/people/matches",
     .name = "person.matches",
     .permission = "person.search",
     .mode = TX_READ,
     .query = &match_query,
     .answer = "PersonMatch[]",
     .summary = "Known to us? Candidates and why each matched",
     .handler = match_list},
    {.method = METHOD_GET,
     .path = "/api/v1/people/{id}",
     .name = "person.show",
     .permission = "person.read",
     .mode = TX_READ,
     .answer = "Person",
     .summary = "One young person",
     .handler = person_show},
    {.method = METHOD_PATCH,
     .path = "/api/v1/people/{id}",
     .name = "person.change",
     .permission = "person.write",
     .mode = TX_WRITE,
     .input = &person_change_input,
     .versioned = true,
     .answer = "Person",
     .summary = "Change what is recorded of them",
     .after = "/people/{id}",
     .handler = person_change},
    {.method = METHOD_POST,
     .path = "/api/v1/people/{id}/names",
     .name = "person.name_add",
     .permission = "person.write",
     .mode = TX_WRITE,
     .input = &person_name_input,
     .answer = "Person",
     .summary = "Add a name they are or were known by",
     .after = "/people/{id}",
     .handler = name_add},
    {.method = METHOD_POST,
     .path = "/api/v1/people/{id}/names/{name_id}/end",
     .name = "person.name_end",
     .permission = "person.write",
     .mode = TX_WRITE,
     .answer = "Person",
     .summary = "End a name: it stays in the record as a former one",
     .after = "/people/{id}",
     .handler = name_end},
    {.method = METHOD_GET,
     .path = "/api/v1/people/{id}/names/{name_id}",
     .name = "person.name_show",
     .permission = "person.write",
     .mode = TX_READ,
     .answer = "NameDetail",
     .summary = "One name, and what it said before",
     .handler = name_show},
    {.method = METHOD_PATCH,
     .path = "/api/v1/people/{id}/names/{name_id}",
     .name = "person.name_correct",
     .permission = "person.write",
     .mode = TX_WRITE,
     .input = &name_correct_input,
     .versioned = true,
     .answer = "NameDetail",
     .summary = "Correct a name, with the reason; what it said is kept",
     .after = "/people/{id}/details",
     .handler = name_change},
    {.method = METHOD_POST,
     .path = "/api/v1/people/{id}/names/{name_id}/in-error",
     .name = "person.name_in_error",
     .permission = "person.write",
     .mode = TX_WRITE,
     .input = &name_in_error_input,
     .versioned = true,
     .answer = "NameDetail",
     .summary = "It was never theirs: struck from view, kept in the record",
     .after = "/people/{id}/details",
     .handler = name_strike},
    {.method = METHOD_POST,
     .path = "/api/v1/people/{id}/distinct",
     .name = "person.distinct",
     .permission = "person.write",
     .mode = TX_WRITE,
     .input = &person_distinct_input,
     .answer = "Person",
     .summary = "Remember that two records are not the same person",
     .after = "/people/{id}",
     .handler = distinct_say},
    {.method = METHOD_GET,
     .path = "/api/v1/search",
     .name = "search.show",
     .permission = "person.search",
     .mode = TX_READ,
     .query = &search_query,
     .answer = "SearchHit[]",
     .summary = "One box: name, alias, date of birth, reference",
     .handler = search_show},
    {0   },
};

const struct room person_room = {.name = "person", .routes = person_routes};
