#include "fact/fact.h"
#include "fact/input.h"
#include "fact/rules.h"
#include "fact_store.h"

/* --- adding ----------------------------------------------------------------
 */

static const char *home_of(struct call *call)
{
    return arena_printf(call->arena, "/api/v1/people/%s/facts", call->ids[0]);
}

static struct err *fact_make(struct call *call, const char *topic,
                             struct reply *out)
{
    struct rows *loaded = NULL;
    const char *person_id = call->ids[0], *json = call->body.json;
    const char *warnings =
        fact_warnings(call->arena, call->body.clean, NULL, NULL);
    struct err *err = fact_replaced(call->tx, person_id, topic, json, NULL);

    if (!err)
        err = fact_add(call->tx, call->new_id, person_id, topic, json, warnings,
                       NULL);
    if (!err)
        err = fact_load(call->tx, call->new_id, person_id, &loaded);
    return err ? err : reply_created_in(call, loaded, home_of(call), out);
}

static struct err *identifier_add(struct call *call, struct reply *out)
{
    return fact_make(call, "identifier", out);
}

static struct err *address_add(struct call *call, struct reply *out)
{
    return fact_make(call, "address", out);
}

static struct err *carer_add(struct call *call, struct reply *out)
{
    return fact_make(call, "carer", out);
}

static struct err *professional_add(struct call *call, struct reply *out)
{
    return fact_make(call, "professional", out);
}

static struct err *care_status_add(struct call *call, struct reply *out)
{
    return fact_make(call, "care_status", out);
}

static struct err *education_status_add(struct call *call, struct reply *out)
{
    return fact_make(call, "education_status", out);
}

static struct err *disability_add(struct call *call, struct reply *out)
{
    return fact_make(call, "disability", out);
}

static struct err *marker_add(struct call *call, struct reply *out)
{
    return fact_make(call, "marker", out);
}

static struct err *safety_add(struct call *call, struct reply *out)
{
    return fact_make(call, "safety", out);
}

/* --- reading ---------------------------------------------------------------
 */

static struct err *fact_list_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = fact_list(call->tx, call->ids[0], &rows);

    return err ? err : reply_whole(call, rows, out);
}

static struct err *fact_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = fact_load(call->tx, call->ids[1], call->ids[0], &rows);

    return err ? err : reply_whole(call, rows, out);
}

static struct err *amendment_list(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *person = NULL, *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = fact_person(call->tx, call->ids[0], &person);
    if (!err)
        err = tx_flush(call->tx);
    if (!err && rows_count(person) == 0)
        return err_new(call->arena, ERR_NOT_FOUND, NULL);
    if (!err)
        err = fact_amendments(call->tx, call->ids[0], page.after,
                              page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

/* --- changing --------------------------------------------------------------
 */

/* What may be wrong with it once corrected; what is not sent stays as it is. */
static struct err *warnings_after(struct call *call, const char **ret_warnings)
{
    struct rows *present = NULL;
    struct err *err =
        fact_value(call->tx, call->ids[1], call->ids[0], &present);

    *ret_warnings = NULL;
    if (!err)
        err = tx_flush(call->tx);
    if (!err && rows_count(present) > 0)
        *ret_warnings =
            fact_warnings(call->arena, call->body.clean,
                          rows_text(present, 0, 0), rows_text(present, 0, 1));
    return err;
}

static struct err *fact_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    const char *person_id = call->ids[0], *id = call->ids[1], *warnings;
    struct err *err = warnings_after(call, &warnings);

    if (!err)
        err = fact_correct(call->tx, id, person_id, call->if_match,
                           call->body.json, warnings, &changed);
    if (!err)
        err = fact_load(call->tx, id, person_id, &loaded);
    return err ? err : reply_changed(call, changed, loaded, NULL, out);
}

static struct err *fact_finish(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    const char *person_id = call->ids[0], *id = call->ids[1];
    struct err *err = fact_end(call->tx, id, person_id, call->if_match,
                               call->body.json, &changed);

    if (!err)
        err = fact_load(call->tx, id, person_id, &loaded);
    return err ? err
               : reply_changed(call, changed, loaded,
                               "This has ended already, or was struck.", out);
}

static struct err *fact_strike(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    const char *person_id = call->ids[0], *id = call->ids[1];
    struct err *err =
        fact_in_error(call->tx, id, person_id, call->if_match,
                      input_text(call->arena, &call->body, "reason"), &changed);

    if (!err)
        err = fact_load(call->tx, id, person_id, &loaded);
    return err ? err
               : reply_changed(call, changed, loaded,
                               "This was struck already.", out);
}

/* --- the table -------------------------------------------------------------
 */

#define ADD(collection, route, table, said, does)                              \
    {                                                                          \
        .method = METHOD_POST, .path = "/api/v1/people/{id}/" collection,      \
        .name = "fact." route, .permission = "person.write", .mode = TX_WRITE, \
        .input = &(table), .answer = "PersonFact", .summary = (said),          \
        .after = "/people/{id}/details", .handler = (does)                     \
    }

static const struct route fact_routes[] = {
    ADD("identifiers", "identifier_add", identifier_input,
        "Add a number or reference others know them by", identifier_add),
    ADD("addresses", "address_add", address_input,
        "Add where they live or lived", address_add),
    ADD("carers", "carer_add", carer_input, "Add a parent, carer or relative",
        carer_add),
    ADD("professionals", "professional_add", professional_input,
        "Add somebody who works with them", professional_add),
    ADD("care-statuses", "care_status_add", care_status_input,
        "Add a care status to their history", care_status_add),
    ADD("education-statuses", "education_status_add", education_status_input,
        "Add an education status to their history", education_status_add),
    ADD("disabilities", "disability_add", disability_input,
        "Add a disability or difference", disability_add),
    ADD("markers", "marker_add", marker_input, "Add a warning marker",
        marker_add),
    ADD("contact-safety", "safety_add", safety_input,
        "Add what to know before making contact", safety_add),
    {.method = METHOD_GET,
                   .path = "/api/v1/people/{id}/facts",
                   .name = "fact.list",
                   .permission = "person.read",
                   .mode = TX_READ,
                   .answer = "PersonFacts",
                   .summary = "What is known of them, by topic",
                   .handler = fact_list_show},
    {.method = METHOD_GET,
                   .path = "/api/v1/people/{id}/facts/{fact_id}",
                   .name = "fact.show",
                   .permission = "person.read",
                   .mode = TX_READ,
                   .answer = "PersonFact",
                   .summary = "One fact, and what it said before",
                   .handler = fact_show},
    {.method = METHOD_PATCH,
                   .path = "/api/v1/people/{id}/facts/{fact_id}",
                   .name = "fact.correct",
                   .permission = "person.write",
                   .mode = TX_WRITE,
                   .input = &fact_correct_input,
                   .versioned = true,
                   .answer = "PersonFact",
                   .summary = "Correct a fact, with the reason; what it said is kept",
                   .after = "/people/{id}/details",
                   .handler = fact_change},
    {.method = METHOD_POST,
                   .path = "/api/v1/people/{id}/facts/{fact_id}/end",
                   .name = "fact.end",
                   .permission = "person.write",
                   .mode = TX_WRITE,
                   .input = &fact_end_input,
                   .versioned = true,
                   .answer = "PersonFact",
                   .summary = "It no longer holds: it stays in the record as past",
                   .after = "/people/{id}/details",
                   .handler = fact_finish},
    {.method = METHOD_POST,
                   .path = "/api/v1/people/{id}/facts/{fact_id}/in-error",
                   .name = "fact.in_error",
                   .permission = "person.write",
                   .mode = TX_WRITE,
                   .input = &fact_in_error_input,
                   .versioned = true,
                   .answer = "PersonFact",
                   .summary = "It was never so: struck from view, kept in the record",
                   .after = "/people/{id}/details",
                   .handler = fact_strike},
    {.method = METHOD_GET,
                   .path = "/api/v1/people/{id}/amendments",
                   .name = "fact.amendments",
                   .permission = "person.read",
                   .mode = TX_READ,
                   .query = &fact_page_query,
                   .answer = "PersonAmendment[]",
                   .summary = "What the record said before it was changed",
                   .handler = amendment_list},
    {0                  },
};

const struct room fact_room = {.name = "fact", .routes = fact_routes};
