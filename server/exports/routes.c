#include "exports/exports.h"
#include "exports/input.h"
#include "exports/take.h"
#include "exports_store.h"

#define KINDS_MOST 100
#define STUDIES_MOST 200

static struct err *kinds_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = exports_kinds(call->tx, &rows);

    return err ? err : reply_list(call, rows, KINDS_MOST, out);
}

static struct err *studies_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = exports_studies(call->tx, &rows);

    return err ? err : reply_list(call, rows, STUDIES_MOST, out);
}

static struct err *study_end(struct call *call, struct reply *out)
{
    struct rows *ended = NULL, *loaded = NULL;
    struct err *err =
        exports_study_end(call->tx, call->ids[0], call->if_match, &ended);

    if (!err)
        err = exports_study(call->tx, call->ids[0], &loaded);
    return err ? err
               : reply_changed(call, ended, loaded, "This study is over.", out);
}

static struct err *exports_show(struct call *call, struct reply *out)
{
    struct page page;
    struct rows *rows = NULL;
    struct err *err = reply_page(call, &page);

    bool asked = json_is_true(json_object_get(call->query.clean, "asked"));

    if (!err)
        err = (asked ? exports_asked : exports_list)(call->tx, page.after,
                                                     page.limit_plus, &rows);
    return err ? err : reply_list(call, rows, page.limit, out);
}

static struct err *export_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = exports_load(call->tx, call->ids[0], &rows);

    return err ? err : reply_whole(call, rows, out);
}

static struct err *export_ask(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err =
        exports_ask(call->tx, call->new_id, call->body.json, NULL);

    if (!err)
        err = exports_load(call->tx, call->new_id, &rows);
    return err ? err : reply_created(call, rows, out);
}

static struct err *changed(struct call *call, struct rows *moved,
                           struct reply *out)
{
    struct rows *loaded = NULL;
    struct err *err = exports_load(call->tx, call->ids[0], &loaded);

    return err ? err
               : reply_changed(call, moved, loaded,
                               "You cannot do this with the file.", out);
}

static struct err *decide(struct call *call, const char *agreed,
                          const char *note, struct reply *out)
{
    struct rows *moved = NULL;
    struct err *err = exports_decide(call->tx, call->ids[0], call->if_match,
                                     agreed, note, &moved);

    return err ? err : changed(call, moved, out);
}

static struct err *export_approve(struct call *call, struct reply *out)
{
    return decide(call, "true", NULL, out);
}

static struct err *export_refuse(struct call *call, struct reply *out)
{
    return decide(call, "false", input_text(call->arena, &call->body, "note"),
                  out);
}

static struct err *export_remove(struct call *call, struct reply *out)
{
    struct rows *moved = NULL;
    struct err *err =
        exports_remove(call->tx, call->ids[0], call->if_match, &moved);

    return err ? err : changed(call, moved, out);
}

static const struct route exports_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/exports",
     .name = "export.list",
     .permission = "export.read",
     .mode = TX_READ,
     .query = &exports_query,
     .answer = "ExportItem[]",
     .summary = "One's own files, or those that wait for one's agreement",
     .handler = exports_show},
    {.method = METHOD_GET,
     .path = "/api/v1/exports/kinds",
     .name = "export.kinds",
     .permission = "export.read",
     .mode = TX_READ,
     .answer = "ExportKind[]",
     .summary = "What files the reader may ask for",
     .handler = kinds_show},
    {.method = METHOD_GET,
     .path = "/api/v1/exports/studies",
     .name = "export.studies",
     .permission = "export.extract",
     .mode = TX_READ,
     .answer = "Study[]",
     .summary = "Studies, and the snapshots kept of each",
     .handler = studies_show},
    {.method = METHOD_POST,
     .path = "/api/v1/exports/studies/{id}/end",
     .name = "export.study_end",
     .permission = "export.extract",
     .recent_sign_in = true,
     .mode = TX_WRITE,
     .versioned = true,
     .answer = "Study",
     .summary = "End a study: its key is destroyed",
     .after = "/exports/studies",
     .handler = study_end},
    {.method = METHOD_POST,
     .path = "/api/v1/exports",
     .name = "export.ask",
     .permission = "export.read",
     .recent_sign_in = true,
     .mode = TX_WRITE,
     .input = &exports_input,
     .answer = "Export",
     .summary = "Ask for a file; a job makes it",
     .after = "/exports/{new_id}",
     .handler = export_ask},
    {.method = METHOD_GET,
     .path = "/api/v1/exports/{id}",
     .name = "export.show",
     .permission = "export.read",
     .mode = TX_READ,
     .answer = "Export",
     .summary = "A file: how far it is, what it is of, until when it is kept",
     .handler = export_show},
    {.method = METHOD_GET,
     .path = "/api/v1/exports/{id}/file",
     .name = "export.take",
     .permission = "export.read",
     .recent_sign_in = true,
     .mode = TX_WRITE,
     .lane = LANE_SLOW,
     .answer = "application/zip",
     .summary = "The file itself, to its owner; each time is logged",
     .handler = export_give},
    {.method = METHOD_POST,
     .path = "/api/v1/exports/{id}/approve",
     .name = "export.approve",
     .permission = "export.approve",
     .recent_sign_in = true,
     .mode = TX_WRITE,
     .versioned = true,
     .answer = "Export",
     .summary = "Agree to what somebody else asked for",
     .after = "/exports/{id}",
     .handler = export_approve},
    {.method = METHOD_POST,
     .path = "/api/v1/exports/{id}/refuse",
     .name = "export.refuse",
     .permission = "export.approve",
     .mode = TX_WRITE,
     .recent_sign_in = true,
     .input = &exports_refuse_input,
     .versioned = true,
     .answer = "Export",
     .summary = "Do not agree to it",
     .after = "/exports/{id}",
     .handler = export_refuse},
    {.method = METHOD_POST,
     .path = "/api/v1/exports/{id}/remove",
     .name = "export.remove",
     .permission = "export.read",
     .mode = TX_WRITE,
     .versioned = true,
     .answer = "Export",
     .summary = "Remove one's file before its time, or take back the asking",
     .after = "/exports/{id}",
     .handler = export_remove},
    {0             },
};

const struct room exports_room = {.name = "exports", .routes = exports_routes};
