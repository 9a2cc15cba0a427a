#include "journey/detail.h"
#include "journey/event.h"
#include "journey/render.h"
#include "journey/rules.h"

/* Columns of journey_head. */
enum head {
    HEAD_NAME = 2,
    HEAD_BORN_ON,
    HEAD_BORN_PRECISION,
    HEAD_AGE,
    HEAD_CONTACT_SAFETY,
    HEAD_TRAUMA_GUIDANCE,
    HEAD_READER,
    HEAD_NOW,
};

static const char *head_of(const struct journey *journey, enum head column)
{
    return rows_text(journey->head, 0, column);
}

static const char *asked(const struct journey *journey, const char *name)
{
    return json_string_value(json_object_get(journey->query, name));
}

/* "2026-03-05 14:30" as "5 March 2026 at 2:30pm"; a day alone has no clock. */
static void local_add(struct str *out, const char *local)
{
    day_add(out, local);
    if (!local || strlen(local) < 16)
        return;
    long hour = strtol(local + 11, NULL, 10);
    str_addf(out, " at %ld:%.2s%s", hour % 12 == 0 ? 12 : hour % 12, local + 14,
             hour < 12 ? "am" : "pm");
}

static void text_add(struct str *out, const char *before, const char *text,
                     const char *after)
{
    str_add(out, before);
    str_add_html(out, text);
    str_add(out, after);
}

static void byline_add(struct str *out, const struct event *event,
                       const struct names *names)
{
    const char *who = event_who(event, names);
    const char *agency = event_agency(event, names);

    str_add(out, "<p class=\"byline\"><time datetime=\"");
    str_add_html(out, event->at);
    str_add(out, "\">");
    local_add(out, event->local);
    str_add(out, "</time>");
    if (who)
        text_add(out, " by ", who, "");
    if (agency && strcmp(event->kind, "held") != 0)
        text_add(out, who ? ", " : " by ", agency, "");
    str_add(out, "</p>\n");
}

static void event_add(struct str *out, const struct event *event,
                      const struct names *names)
{
    const char *kind = journey_kind_label(event->kind);
    struct str title;

    str_init(&title, out->arena);
    str_add(&title, "");
    event_title(event, names, &title);
    text_add(out, "<article>\n<p class=\"kind\">", kind ? kind : event->kind,
             "</p>\n");
    text_add(out, "<h3>", title.data, "</h3>\n");
    byline_add(out, event, names);
    if (event->summary)
        text_add(out, "<p class=\"text\">", event->summary, "</p>\n");
    detail_add_html(out, event, names);
    str_add(out, "</article>\n");
}

/* The same month as the event before it? Newest first, so they are together. */
static bool month_begins(const struct event *event, const char *before)
{
    return !before || !event->local || strncmp(event->local, before, 7) != 0;
}

static void events_add(struct str *out, const struct journey *journey)
{
    const char *before = NULL;

    for (size_t row = 0; row < rows_count(journey->events); row++) {
        struct event event = event_read(journey->events, row);

        if (month_begins(&event, before)) {
            str_add(out,
                    before ? "</section>\n<section>\n<h2>" : "<section>\n<h2>");
            month_add(out, event.local);
            str_add(out, "</h2>\n");
        }
        before = event.local;
        event_add(out, &event, journey->names);
    }
    str_add(out,
            before ? "</section>\n" : "<p>Nothing is recorded here.</p>\n");
}

static void birth_add(struct str *out, const struct journey *journey)
{
    const char *precision = head_of(journey, HEAD_BORN_PRECISION);
    const char *label = names_find(journey->names, "dob_precision", precision);

    if (!head_of(journey, HEAD_BORN_ON)) {
        str_add(out, "<p>Date of birth not known</p>\n");
        return;
    }
    str_add(out, "<p>Born ");
    day_add(out, head_of(journey, HEAD_BORN_ON));
    str_addf(out, ", age %s", head_of(journey, HEAD_AGE));
    if (precision && strcmp(precision, "exact") != 0 && label)
        text_add(out, " (", label, ")");
    str_add(out, "</p>\n");
}

static void person_add(struct str *out, const struct journey *journey)
{
    const char *safety = head_of(journey, HEAD_CONTACT_SAFETY);
    const char *guidance = head_of(journey, HEAD_TRAUMA_GUIDANCE);

    text_add(out, "<h1>Journey of ", head_of(journey, HEAD_NAME), "</h1>\n");
    birth_add(out, journey);
    if (safety)
        text_add(out,
                 "<p class=\"notice text\"><strong>Contact safety:</strong> ",
                 safety, "</p>\n");
    if (guidance)
        text_add(out,
                 "<p class=\"notice text\"><strong>How to engage and "
                 "calm:</strong> ",
                 guidance, "</p>\n");
}

static void field_add(struct str *out, const char *name, const char *label,
                      const char *type, const char *value)
{
    str_addf(out,
             "<p><label for=\"%s\">%s</label> <input id=\"%s\" name=\"%s\" "
             "type=\"%s\" value=\"",
             name, label, name, name, type);
    str_add_html(out, value ? value : "");
    str_add(out, "\"></p>\n");
}

/* Works with scripts off: the address of the page is its filter. */
static void filter_add(struct str *out, const struct journey *journey)
{
    str_add(out, "<form method=\"get\" class=\"screen\">\n");
    field_add(out, "from", "From", "date", asked(journey, "from"));
    field_add(out, "to", "To", "date", asked(journey, "to"));
    field_add(out, "purpose", "Why you print this", "text",
              asked(journey, "purpose"));
    str_add(out, "<p><button>Show</button></p>\n</form>\n");
}

static void count_add(struct str *out, const struct journey *journey)
{
    size_t count = rows_count(journey->events);

    str_addf(out, "<p>%zu %s, newest first", count,
             count == 1 ? "event" : "events");
    if (asked(journey, "from")) {
        str_add(out, ", from ");
        day_add(out, asked(journey, "from"));
    }
    if (asked(journey, "to")) {
        str_add(out, ", to ");
        day_add(out, asked(journey, "to"));
    }
    str_add(out, ".</p>\n");
}

static void printed_add(struct str *out, const struct journey *journey)
{
    const char *reader = head_of(journey, HEAD_READER);
    const char *purpose = asked(journey, "purpose");

    text_add(out, "<footer><p>Official-Sensitive. Made for ",
             reader ? reader : "someone signed in", ", ");
    local_add(out, head_of(journey, HEAD_NOW));
    text_add(out, ". Reason: ", purpose ? purpose : "none given",
             ".</p></footer>\n");
}

void journey_render_page(const struct journey *journey, struct str *out)
{
    text_add(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset="
        "\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width"
        "\">\n<meta name=\"robots\" content=\"noindex\">\n<title>Journey of ",
        head_of(journey, HEAD_NAME),
        " \xe2\x80\x93 Throughline</title>\n<link rel=\"stylesheet\" "
        "href=\"/plain.css\">\n</head>\n<body>\n");
    str_add(out,
            "<header><p class=\"marking\">Official-Sensitive</p></header>\n"
            "<nav class=\"screen\"><a href=\"/people/");
    str_add(out, journey->person_id);
    str_add(out, "\">Back to the young person</a></nav>\n<main>\n");
    person_add(out, journey);
    filter_add(out, journey);
    count_add(out, journey);
    events_add(out, journey);
    str_add(out, "</main>\n");
    printed_add(out, journey);
    str_add(out, "</body>\n</html>\n");
}
