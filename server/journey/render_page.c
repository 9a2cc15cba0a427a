#include "journey/event.h"
#include "journey/render.h"

static const char *const months[] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

/* "2026-03-05T..." as "5 March 2026"; `at` is the database's own form. */
static void day_add(struct str *out, const char *at)
{
    long year = strtol(at, NULL, 10);
    long month = strtol(at + 5, NULL, 10);
    long day = strtol(at + 8, NULL, 10);

    if (month < 1 || month > 12)
        return;
    str_addf(out, "%ld %s %ld", day, months[month - 1], year);
}

static void event_add(struct str *out, const struct event *event,
                      const struct names *names)
{
    struct str title;
    const char *who = event_who(event, names);
    const char *agency = event_agency(event, names);

    str_init(&title, out->arena);
    str_add(&title, "");
    event_title(event, names, &title);
    str_add(out, "<li><h2>");
    str_add_html(out, title.data);
    str_add(out, "</h2><p class=\"when\">");
    day_add(out, event->at);
    if (who || agency)
        str_add(out, ", ");
    str_add_html(out, who ? who : "");
    str_add(out, who && agency ? ", " : "");
    str_add_html(out, agency ? agency : "");
    str_add(out, "</p>");
    if (event->summary) {
        str_add(out, "<p class=\"summary\">");
        str_add_html(out, event->summary);
        str_add(out, "</p>");
    }
    str_add(out, "</li>");
}

void journey_render_page(const struct journey *journey, struct str *out)
{
    const char *name = rows_text(journey->head, 0, 2);

    str_add(out, "<!doctype html><html lang=\"en\"><head><meta charset="
                 "\"utf-8\"><meta name=\"viewport\" content=\"width="
                 "device-width, initial-scale=1\"><title>Journey of ");
    str_add_html(out, name);
    str_add(out, " - Throughline</title><link rel=\"stylesheet\" href=\"/"
                 "plain.css\"></head><body><main><p>Official-Sensitive</p>"
                 "<h1>Journey of ");
    str_add_html(out, name);
    str_addf(out, "</h1><p>%zu events, newest first</p><ol>",
             rows_count(journey->events));
    for (size_t row = 0; row < rows_count(journey->events); row++) {
        struct event event = event_read(journey->events, row);
        event_add(out, &event, journey->names);
    }
    str_add(out, "</ol></main></body></html>");
}
