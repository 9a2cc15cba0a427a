#include "merge/input.h"
#include "merge/merge.h"
#include "merge_store.h"

static struct err *duplicates_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = merge_duplicates(call->tx, call->ids[0], &rows);

    return err ? err : reply_whole(call, rows, out);
}

static struct err *compare_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err =
        merge_compare(call->tx, call->ids[0], call->ids[1], &rows);

    return err ? err : reply_whole(call, rows, out);
}

/* What was written touched nothing: one of the two is not to be seen. */
static struct err *answer(struct call *call, struct err *err,
                          const struct rows *written, struct reply *out)
{
    struct rows *loaded = NULL;

    if (!err)
        err = merge_duplicates(call->tx, call->ids[0], &loaded);
    if (!err)
        err = tx_flush(call->tx);
    if (!err && rows_affected(written) == 0)
        err = err_new(call->arena, ERR_NOT_FOUND, NULL);
    return err ? err : reply_whole(call, loaded, out);
}

static struct err *people_merge(struct call *call, struct reply *out)
{
    struct rows *made = NULL;
    struct err *err =
        merge_make(call->tx, call->new_id, call->ids[0],
                   input_text(call->arena, &call->body, "other_id"),
                   input_text(call->arena, &call->body, "reason"), &made);

    return answer(call, err, made, out);
}

static struct err *people_part(struct call *call, struct reply *out)
{
    struct rows *undone = NULL;
    struct err *err =
        merge_undo(call->tx, call->ids[0],
                   input_text(call->arena, &call->body, "other_id"),
                   input_text(call->arena, &call->body, "reason"), &undone);

    return answer(call, err, undone, out);
}

static struct err *distinct_undo(struct call *call, struct reply *out)
{
    struct rows *undone = NULL;
    struct err *err = merge_distinct_undo(
        call->tx, call->ids[0],
        input_text(call->arena, &call->body, "other_id"), &undone);

    return answer(call, err, undone, out);
}

static const struct route merge_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/people/{id}/duplicates",
     .name = "merge.duplicates",
     .permission = "person.search",
     .mode = TX_READ,
     .answer = "Duplicates",
     .summary = "Who may be the same, and who was said not to be",
     .handler = duplicates_show},
    {.method = METHOD_POST,
     .path = "/api/v1/people/{id}/distinct/undo",
     .name = "merge.distinct_undo",
     .permission = "person.write",
     .mode = TX_WRITE,
     .input = &distinct_undo_input,
     .answer = "Duplicates",
     .summary = "Take back that two are not the same person",
     .after = "/people/{id}/duplicates",
     .handler = distinct_undo},
    {.method = METHOD_GET,
     .path = "/api/v1/people/{id}/compare/{other_id}",
     .name = "merge.compare",
     .permission = "person.search",
     .mode = TX_READ,
     .answer = "Comparison",
     .summary = "Two records side by side",
     .handler = compare_show},
    {.method = METHOD_POST,
     .path = "/api/v1/people/{id}/merge",
     .name = "merge.make",
     .permission = "person.merge",
     .recent_sign_in = true,
     .mode = TX_WRITE,
     .input = &merge_input,
     .answer = "Duplicates",
     .summary = "Merge another record into this one; it can be undone",
     .after = "/people/{id}",
     .handler = people_merge},
    {.method = METHOD_POST,
     .path = "/api/v1/people/{id}/unmerge",
     .name = "merge.undo",
     .permission = "person.merge",
     .recent_sign_in = true,
     .mode = TX_WRITE,
     .input = &unmerge_input,
     .answer = "Duplicates",
     .summary = "Part two records that were merged: all is as before",
     .after = "/people/{id}",
     .handler = people_part},
    {0                 },
};

const struct room merge_room = {.name = "merge", .routes = merge_routes};
