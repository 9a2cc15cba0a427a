#include "http/page_reply.h"

#include "http/body.h"
#include "http/headers.h"
#include "http/problem.h"

/* Copies `after`, with `id` for each `name` in braces. */
static const char *filled(struct arena *arena, const char *after,
                          const char *name, const char *id)
{
    const char *at = strstr(after, name);
    struct str path;

    if (at == NULL || id == NULL)
        return after;
    str_init(&path, arena);
    for (; at != NULL; at = strstr(after, name)) {
        str_add_bytes(&path, after, (size_t)(at - after));
        str_add(&path, id);
        after = at + strlen(name);
    }
    str_add(&path, after);
    return path.data;
}

const char *page_after(struct arena *arena, const char *after,
                       const char *first_id, const char *new_id)
{
    after = filled(arena, after, "{new_id}", new_id);
    return filled(arena, after, "{id}", first_id != NULL ? first_id : new_id);
}

/* Visible ASCII and no host: fit for a Location header. */
static bool path_sound(const char *path)
{
    if (path == NULL || path[0] != '/' || path[1] == '/' || path[1] == '\\')
        return false;
    for (; *path != '\0'; path++)
        if (*path <= ' ' || *path > '~')
            return false;
    return true;
}

static const char *referring_path(const struct request *request)
{
    const char *path =
        origin_path(request_header(request, "Referer"),
                    request_header(request, "Host"), request->secure);

    return path_sound(path) ? path : NULL;
}

static const char *next_path(const struct call *call)
{
    const char *path;

    if (call->route->after != NULL)
        return page_after(call->arena, call->route->after, call->ids[0],
                          call->new_id);
    path = referring_path(call->request);
    return path != NULL ? path : "/";
}

static bool keeps_its_body(const struct reply *out)
{
    return out->content_type != NULL &&
           strcmp(out->content_type, "application/json") != 0;
}

static void header_remove(struct reply *out, const char *name)
{
    size_t kept = 0;

    for (size_t i = 0; i < out->header_count; i++)
        if (strcmp(out->headers[i].name, name) != 0)
            out->headers[kept++] = out->headers[i];
    out->header_count = kept;
}

void page_redirect(const struct call *call, struct reply *out)
{
    if (call->route->method == METHOD_GET || keeps_its_body(out) ||
        out->status >= 300)
        return;
    header_remove(out, "Location");
    header_remove(out, "ETag");
    reply_header(out, "Location", next_path(call));
    reply_bytes(out, 303, NULL, (struct slice){NULL, 0});
}

static void add_fault_list(struct str *page, const struct fault *faults)
{
    if (faults == NULL)
        return;
    str_add(page, "<ul>\n");
    for (; faults != NULL; faults = faults->next) {
        str_add(page, "<li>");
        str_add_html(page, faults->detail);
        str_add(page, "</li>\n");
    }
    str_add(page, "</ul>\n");
}

/* Secrets are not written into pages. */
static bool may_show(const char *name)
{
    return strstr(name, "password") == NULL && strstr(name, "token") == NULL;
}

static void add_typed_value(struct str *page, const struct form_pair *pair)
{
    if (pair->value[0] == '\0' || !may_show(pair->name))
        return;
    str_add(page, "<dt>");
    str_add_html(page, pair->name);
    str_add(page, "</dt>\n<dd><pre>");
    str_add_html(page, pair->value);
    str_add(page, "</pre></dd>\n");
}

/* Nobody loses typed text: it stands on the page to be copied. */
static void add_typed(struct str *page, const struct request *request)
{
    struct pairs pairs;
    bool form =
        body_type_of(request_header(request, "Content-Type")) == BODY_FORM;

    if (!form || request->body.length == 0 ||
        (request->route != NULL && request->route->lane == LANE_PASSWORD) ||
        body_pairs(page->arena, request->body, &pairs) != NULL)
        return;
    str_add(page, "<h2>What you typed</h2>\n<p>It has not been saved. Copy it "
                  "before you leave this page, or go back in your browser "
                  "to change it.</p>\n<dl>\n");
    for (size_t i = 0; i < pairs.count; i++)
        add_typed_value(page, &pairs.pair[i]);
    str_add(page, "</dl>\n");
}

/* As a value in an address's query. */
static void add_percent(struct str *page, const char *text)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~/";

    for (; *text != '\0'; text++)
        if (strchr(plain, *text) != NULL)
            str_add_char(page, *text);
        else
            str_addf(page, "%%%02X", (unsigned char)*text);
}

/* Where one shows again who one is; a file asked for is asked for again. */
static void add_confirmation(struct str *page, const struct request *request)
{
    str_add(page, "<p><a href=\"/confirm");
    if (request->method == METHOD_GET) {
        str_add(page, "?next=");
        add_percent(page, request->path);
        if (request->query_text[0] != '\0') {
            str_add(page, "%3F");
            add_percent(page, request->query_text);
        }
    }
    str_add(page, "\">Confirm that it is you</a>, then try again</p>\n");
}

static void add_way_back(struct str *page, const struct request *request)
{
    const char *path = referring_path(request);

    str_add(page, "<p><a href=\"");
    str_add_html(page, path != NULL ? path : "/");
    str_add(page, path != NULL ? "\">Back to the form</a></p>\n"
                               : "\">To the start page</a></p>\n");
}

static void add_text(struct str *page, const char *element, const char *text)
{
    str_addf(page, "<%s>", element);
    str_add_html(page, text);
    str_addf(page, "</%s>\n", element);
}

void page_problem(struct request *request, const struct err *err,
                  struct reply *out)
{
    const struct problem *problem = problem_of(err->code);
    const char *detail = err->detail != NULL ? err->detail : problem->detail;
    struct str page;

    str_init(&page, request->arena);
    str_add(&page, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
                   "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                   "content=\"width=device-width\">\n<link "
                   "rel=\"stylesheet\" href=\"/plain.css\">\n");
    add_text(&page, "title",
             arena_printf(page.arena, "Error: %s", problem->title));
    str_add(&page, "</head>\n<body>\n<main>\n");
    add_text(&page, "h1", problem->title);
    if (detail != NULL)
        add_text(&page, "p", detail);
    add_fault_list(&page, err->faults);
    if (err->code == ERR_RECENT_SIGN_IN)
        add_confirmation(&page, request);
    add_typed(&page, request);
    add_way_back(&page, request);
    if (request->request_id != NULL)
        add_text(&page, "p",
                 arena_printf(page.arena, "Request number: %s",
                              request->request_id));
    str_add(&page, "</main>\n</body>\n</html>\n");
    reply_bytes(out, problem->status, "text/html; charset=utf-8",
                (struct slice){page.data, page.length});
}
