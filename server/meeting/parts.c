/*
 * parts.c - what belongs to a meeting besides its agenda and minutes: papers,
 * interests, deputies and guests, and who is writing just now.
 */
#include "meeting/handlers.h"
#include "meeting_store.h"
#include "part_store.h"

/* All of what one meeting has of a kind. */
#define WHOLE_LIST 10000

struct err *paper_make(struct call *call, struct reply *out)
{
    struct rows *visible = NULL, *made = NULL, *paper = NULL;
    struct err *err = meeting_visible(call->tx, call->ids[0], &visible);

    if (!err)
        err = part_paper_create(call->tx, call->new_id, call->ids[0],
                                call->body.json, &made);
    if (!err)
        err = part_paper_load(call->tx, call->new_id, &paper);
    if (!err)
        err = tx_flush(call->tx);
    if (!err && rows_affected(made) == 0)
        err = item_refusal(call, visible);
    return err ? err : reply_created_in(call, paper, "/api/v1/papers", out);
}

struct err *paper_show(struct call *call, struct reply *out)
{
    struct rows *paper = NULL;
    struct err *err = part_paper_load(call->tx, call->ids[0], &paper);

    return err ? err : reply_one(call, paper, out);
}

struct err *paper_change(struct call *call, struct reply *out)
{
    struct rows *changed = NULL, *paper = NULL;
    struct err *err = part_paper_update(call->tx, call->ids[0], call->if_match,
                                        call->body.json, &changed);

    if (!err)
        err = part_paper_load(call->tx, call->ids[0], &paper);
    return err ? err : reply_changed(call, changed, paper, NULL, out);
}

struct err *paper_remove(struct call *call, struct reply *out)
{
    struct rows *removed = NULL, *left = NULL;
    struct err *err =
        part_paper_delete(call->tx, call->ids[0], call->if_match, &removed);

    if (!err)
        err = part_paper_load(call->tx, call->ids[0], &left);
    return err ? err : reply_removed(call, removed, left, NULL, out);
}

struct err *conflict_make(struct call *call, struct reply *out)
{
    struct rows *visible = NULL, *made = NULL, *conflict = NULL;
    struct err *err = meeting_visible(call->tx, call->ids[0], &visible);

    if (!err)
        err = part_conflict_create(call->tx, call->new_id, call->ids[0],
                                   call->body.json, &made);
    if (!err)
        err = part_conflict_load(call->tx, call->new_id, &conflict);
    if (!err)
        err = tx_flush(call->tx);
    if (!err && rows_affected(made) == 0)
        err = item_refusal(call, visible);
    return err ? err : reply_created(call, conflict, out);
}

static struct err *answer_gone(struct call *call, const struct rows *removed,
                               struct reply *out)
{
    struct err *err = tx_flush(call->tx);

    if (!err && rows_affected(removed) == 0)
        err = err_new(call->arena, ERR_NOT_FOUND, NULL);
    return err ? err : reply_nothing(out);
}

struct err *conflict_remove(struct call *call, struct reply *out)
{
    struct rows *removed = NULL;
    struct err *err = part_conflict_delete(call->tx, call->ids[0], &removed);

    return err ? err : answer_gone(call, removed, out);
}

struct err *guest_make(struct call *call, struct reply *out)
{
    struct rows *guest = NULL;
    struct err *err = part_guest_create(call->tx, call->new_id, call->ids[0],
                                        call->body.json, NULL);

    if (!err)
        err = part_guest_load(call->tx, call->new_id, &guest);
    return err ? err : reply_created(call, guest, out);
}

struct err *guest_remove(struct call *call, struct reply *out)
{
    struct rows *removed = NULL;
    struct err *err = part_guest_delete(call->tx, call->ids[0], &removed);

    if (!err)
        err = tx_flush(call->tx);
    if (!err && rows_count(removed) == 0)
        err = err_new(call->arena, ERR_NOT_FOUND, NULL);
    return err ? err : reply_nothing(out);
}

struct err *access_list(struct call *call, struct reply *out)
{
    struct rows *meeting = NULL, *rows = NULL;
    struct err *err = meeting_visible(call->tx, call->ids[0], &meeting);

    if (!err)
        err = part_access_list(call->tx, call->ids[0], &rows);
    if (!err)
        err = tx_flush(call->tx);
    if (!err && rows_count(meeting) == 0)
        return err_new(call->arena, ERR_NOT_FOUND, NULL);
    return err ? err : reply_list(call, rows, WHOLE_LIST, out);
}

struct err *access_add(struct call *call, struct reply *out)
{
    struct rows *visible = NULL, *named = NULL;
    struct err *err = meeting_visible(call->tx, call->ids[0], &visible);

    if (!err)
        err = part_access_add(call->tx, call->new_id, call->ids[0],
                              call->body.json, NULL);
    if (!err)
        err = part_access_load(call->tx, call->new_id, &named);
    if (!err)
        err = tx_flush(call->tx);
    if (!err && rows_count(visible) > 0 && rows_count(named) == 0)
        return err_new(call->arena, ERR_CONFLICT,
                       "Only a critical incident meeting is for those named "
                       "on it. This one is for the members of its series.");
    return err ? err : reply_created(call, named, out);
}

struct err *access_end(struct call *call, struct reply *out)
{
    struct rows *ended = NULL, *named = NULL;
    struct err *err =
        part_access_end(call->tx, call->ids[1], call->ids[0], &ended);

    if (!err)
        err = part_access_load(call->tx, call->ids[1], &named);
    return err ? err : reply_whole(call, named, out);
}

struct err *confidentiality_accept(struct call *call, struct reply *out)
{
    struct rows *meeting = NULL;
    struct err *err = part_confidentiality_accept(call->tx, call->ids[0], NULL);

    if (!err)
        err = meeting_load(call->tx, call->ids[0], &meeting);
    return err ? err : reply_whole(call, meeting, out);
}

struct err *presence_put(struct call *call, struct reply *out)
{
    struct rows *others = NULL;
    struct err *err =
        part_presence_put(call->tx, call->ids[0],
                          input_text(call->arena, &call->body, "field"), NULL);

    if (!err)
        err = part_presence_load(call->tx, call->ids[0], &others);
    return err ? err : reply_one(call, others, out);
}

struct err *suggestion_list(struct call *call, struct reply *out)
{
    struct rows *visible = NULL, *rows = NULL;
    struct err *err = meeting_visible(call->tx, call->ids[0], &visible);

    if (!err)
        err = part_suggestions(call->tx, call->ids[0], &rows);
    if (!err)
        err = tx_flush(call->tx);
    if (!err && rows_count(visible) == 0)
        err = err_new(call->arena, ERR_NOT_FOUND, NULL);
    return err ? err : reply_list(call, rows, WHOLE_LIST, out);
}

/* Nothing was called: no such series, or it has no rhythm or nothing to count
 * from. */
static struct err *rhythm_refusal(struct call *call, const struct rows *visible)
{
    if (rows_count(visible) == 0)
        return err_new(call->arena, ERR_NOT_FOUND, NULL);
    return err_new(call->arena, ERR_IMPOSSIBLE_MOVE,
                   "Enter the days between meetings, and call the first "
                   "meeting by hand");
}

struct err *series_next(struct call *call, struct reply *out)
{
    struct rows *visible = NULL, *made = NULL, *meeting = NULL;
    struct err *err = part_series_visible(call->tx, call->ids[0], &visible);

    if (!err)
        err = part_series_next(call->tx, call->new_id, call->ids[0], &made);
    if (!err)
        err = meeting_load(call->tx, call->new_id, &meeting);
    if (!err)
        err = tx_flush(call->tx);
    if (!err && rows_affected(made) == 0)
        err = rhythm_refusal(call, visible);
    return err ? err : reply_created_in(call, meeting, "/api/v1/meetings", out);
}

struct err *extract_list(struct call *call, struct reply *out)
{
    struct rows *visible = NULL, *rows = NULL;
    struct err *err = meeting_visible(call->tx, call->ids[0], &visible);

    if (!err)
        err = part_extract_list(call->tx, call->ids[0], &rows);
    if (!err)
        err = tx_flush(call->tx);
    if (!err && rows_count(visible) == 0)
        err = err_new(call->arena, ERR_NOT_FOUND, NULL);
    return err ? err : reply_list(call, rows, WHOLE_LIST, out);
}

struct err *extract_mine(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct page page;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = part_extract_mine(call->tx, page.after, page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

struct err *extract_show(struct call *call, struct reply *out)
{
    struct rows *extract = NULL;
    struct err *err = part_extract_load(call->tx, call->ids[0], &extract);

    return err ? err : reply_whole(call, extract, out);
}
