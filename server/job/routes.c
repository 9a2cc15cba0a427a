#include "job/job.h"
#include "job/page.h"
#include "job_store.h"

static const struct field list_fields[] = {
    {.name = "spoke",   .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "unseen", .kind = FIELD_BOOLEAN, .label = "Not yet read"},
    PAGE_FIELDS,
    {0 },
};
static const struct input_table list_query = {.name = "JobQuery",
                                              .fields = list_fields};

static struct err *jobs_list(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    if (!err)
        err = job_list(call->tx, input_text(call->arena, &call->query, "spoke"),
                       input_text(call->arena, &call->query, "unseen"),
                       page.after, page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

/* Also after a form post, which is then led here. */
static struct err *job_answer(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = job_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_one(call, rows, out);
}

static struct err *job_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err;

    if (!call->wants_page)
        return job_answer(call, out);
    err = job_plain(call->tx, call->ids[0], &rows);
    return err ? err : job_page(call, rows, out);
}

static struct err *job_call_off(struct call *call, struct reply *out)
{
    struct err *err = job_cancel(call->tx, call->ids[0], NULL);

    return err ? err : job_answer(call, out);
}

static struct err *job_read(struct call *call, struct reply *out)
{
    struct err *err = job_see(call->tx, call->ids[0], NULL);

    return err ? err : job_answer(call, out);
}

static const struct route job_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/jobs",
     .name = "job.list",
     .permission = "job.read",
     .mode = TX_READ,
     .query = &list_query,
     .answer = "JobItem[]",
     .summary = "One's own long work, or a spoke's for its coordinator",
     .handler = jobs_list},
    {.method = METHOD_GET,
     .path = "/api/v1/jobs/{id}",
     .name = "job.show",
     .permission = "job.read",
     .mode = TX_READ,
     .answer = "Job",
     .summary = "How far a piece of long work is, or how it ended",
     .handler = job_show},
    {.method = METHOD_POST,
     .path = "/api/v1/jobs/{id}/cancel",
     .name = "job.cancel",
     .permission = "job.read",
     .mode = TX_WRITE,
     .answer = "Job",
     .summary = "Call it off; nothing of it stays",
     .after = "/api/v1/jobs/{id}",
     .handler = job_call_off},
    {.method = METHOD_POST,
     .path = "/api/v1/jobs/{id}/seen",
     .name = "job.seen",
     .permission = "job.read",
     .mode = TX_WRITE,
     .answer = "Job",
     .summary = "Its owner has read how it ended",
     .after = "/api/v1/jobs/{id}",
     .handler = job_read},
    {0 },
};

const struct room job_room = {.name = "job", .routes = job_routes};
