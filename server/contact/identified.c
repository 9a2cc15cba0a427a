#include "contact/handlers.h"
#include "contact_store.h"

/* As many candidates as the match gives. */
#define CANDIDATES_MOST 100

struct err *identified_index(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = contact_list_identified(
            call->tx, input_text(call->arena, &call->query, "spoke"),
            input_text(call->arena, &call->query, "linked"), page.after,
            page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

struct err *identified_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = contact_identified_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_whole(call, rows, out);
}

struct err *identified_candidates(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = contact_identified_required(call->tx, call->ids[0], NULL);

    if (!err)
        err = contact_identified_matches(call->tx, call->ids[0], &rows);
    return err ? err : reply_list(call, rows, CANDIDATES_MOST, out);
}

static struct err *tie(struct call *call, const char *person,
                       const char *refusal, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err = contact_identified_link(
        call->tx, call->ids[0], call->if_match, person,
        input_text(call->arena, &call->body, "note"), &changed);

    if (!err)
        err = contact_identified_load(call->tx, call->ids[0], &loaded);
    return err ? err : reply_changed(call, changed, loaded, refusal, out);
}

struct err *identified_tie(struct call *call, struct reply *out)
{
    return tie(call, input_text(call->arena, &call->body, "person_id"),
               "They are linked already. Undo the link first.", out);
}

struct err *identified_untie(struct call *call, struct reply *out)
{
    return tie(call, NULL, "They are not linked to anybody.", out);
}
