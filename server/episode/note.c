#include "episode/handlers.h"
#include "episode_store.h"

struct err *note_list(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = episode_required(call->tx, call->ids[0], NULL);
    if (!err)
        err =
            episode_notes(call->tx, call->ids[0],
                          input_text(call->arena, &call->query, "kind"),
                          input_text(call->arena, &call->query, "all_versions"),
                          page.after, page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

struct err *note_create(struct call *call, struct reply *out)
{
    struct rows *made = NULL, *loaded = NULL;
    struct err *err = episode_note_create(call->tx, call->new_id, call->ids[0],
                                          call->body.json, &made);

    if (!err)
        err = episode_note_load(call->tx, call->new_id, &loaded);
    return err ? err : reply_created(call, loaded, out);
}

/* What was written stays; the new words take its place (domain.md 11). */
struct err *note_amend(struct call *call, struct reply *out)
{
    struct rows *replaced = NULL, *made = NULL, *loaded = NULL;
    const char *old_id = call->ids[0];
    struct err *err =
        episode_note_replace(call->tx, old_id, call->if_match, &replaced);

    if (!err)
        err = tx_flush(call->tx);
    if (!err && rows_affected(replaced) > 0)
        err = episode_note_amend(call->tx, call->new_id, old_id, call->if_match,
                                 call->body.json, &made);
    if (!err)
        err = episode_note_load(
            call->tx, rows_affected(replaced) > 0 ? call->new_id : old_id,
            &loaded);
    return err ? err
               : reply_changed(call, replaced, loaded,
                               "This note was already amended or recorded in "
                               "error.",
                               out);
}

struct err *note_in_error(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *loaded = NULL;
    struct err *err = episode_note_in_error(
        call->tx, call->ids[0], call->if_match,
        input_text(call->arena, &call->body, "reason"), &changed);

    if (!err)
        err = episode_note_load(call->tx, call->ids[0], &loaded);
    return err ? err
               : reply_changed(call, changed, loaded,
                               "This note was already amended or recorded in "
                               "error.",
                               out);
}

struct err *note_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = episode_note_history(call->tx, call->ids[0], &rows);

    return err ? err : reply_whole(call, rows, out);
}

/* On the wrong young person: it goes to the right one, and both records say
 * so (domain.md 11). */
struct err *note_move(struct call *call, struct reply *out)
{
    struct rows *moved = NULL, *loaded = NULL;
    const struct input *body = &call->body;
    struct err *err =
        episode_note_move(call->tx, call->ids[0], call->if_match,
                          input_text(call->arena, body, "person_id"),
                          input_text(call->arena, body, "reason"), &moved);

    if (!err)
        err = episode_note_load(call->tx, call->ids[0], &loaded);
    return err ? err
               : reply_changed(call, moved, loaded,
                               "This note was already amended or recorded in "
                               "error.",
                               out);
}
