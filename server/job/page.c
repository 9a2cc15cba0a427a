#include "job/page.h"

/* Columns of job_plain. */
enum plain {
    PLAIN_TITLE,
    PLAIN_STATE,
    PLAIN_WORDS,
    PLAIN_PERCENT,
    PLAIN_MAY_CANCEL,
    PLAIN_HREF,
    PLAIN_LINK,
};

static void text_add(struct str *out, const char *before, const char *text,
                     const char *after)
{
    str_add(out, before);
    str_add_html(out, text);
    str_add(out, after);
}

static void head_add(struct str *out, const char *title)
{
    text_add(out,
             "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
             "<meta charset=\"utf-8\">\n"
             "<meta name=\"viewport\" content=\"width=device-width\">\n"
             "<meta name=\"robots\" content=\"noindex\">\n<title>",
             title,
             " \xe2\x80\x93 Throughline</title>\n"
             "<link rel=\"stylesheet\" href=\"/plain.css\">\n</head>\n<body>\n"
             "<nav class=\"screen\"><a href=\"/\">Home</a></nav>\n<main>\n");
    text_add(out, "<h1>", title, "</h1>\n");
}

static void progress_add(struct str *out, const char *percent)
{
    if (!percent)
        return;
    text_add(out, "<p><progress max=\"100\" aria-label=\"How far\" value=\"",
             percent, "\"></progress> ");
    text_add(out, "", percent, "%</p>\n");
}

static void cancel_add(struct str *out, const char *id)
{
    text_add(out, "<form method=\"post\" action=\"/api/v1/jobs/", id,
             "/cancel\"><button>Cancel this</button></form>\n");
}

static void plain_add(struct str *out, const char *id, const struct rows *rows)
{
    const char *state = rows_text(rows, 0, PLAIN_STATE);
    bool active = !strcmp(state, "queued") || !strcmp(state, "running");

    head_add(out, rows_text(rows, 0, PLAIN_TITLE));
    text_add(out, "<p>", rows_text(rows, 0, PLAIN_WORDS), "</p>\n");
    if (active) {
        progress_add(out, rows_text(rows, 0, PLAIN_PERCENT));
        text_add(out, "<p><a href=\"/api/v1/jobs/", id,
                 "\">Look again</a></p>\n");
    }
    if (rows_true(rows, 0, PLAIN_MAY_CANCEL))
        cancel_add(out, id);
    if (rows_text(rows, 0, PLAIN_HREF)) {
        text_add(out, "<p><a href=\"", rows_text(rows, 0, PLAIN_HREF), "\">");
        text_add(out, "", rows_text(rows, 0, PLAIN_LINK), "</a></p>\n");
    }
    str_add(out, "</main>\n</body>\n</html>\n");
}

static struct err *page_finish(struct call *call, void *data, struct reply *out)
{
    const struct rows *rows = data;
    struct str body;

    if (rows_count(rows) == 0)
        return err_new(call->arena, ERR_NOT_FOUND, NULL);
    str_init(&body, call->arena);
    plain_add(&body, call->ids[0], rows);
    reply_header(out, "Vary", "Accept");
    return reply_bytes(out, 200, "text/html; charset=utf-8",
                       (struct slice){body.data, body.length});
}

struct err *job_page(struct call *call, struct rows *rows, struct reply *out)
{
    (void)call;
    return reply_after_commit(out, page_finish, rows);
}
