#include "journey/render.h"

#include "journey/event.h"

/* `,"name":` and the text as JSON, or null. */
static void member_add(struct str *out, const char *name, const char *text)
{
    str_add(out, name);
    if (text)
        str_add_json(out, text);
    else
        str_add(out, "null");
}

/* Ids, codes and instants need no escaping. */
static void member_add_plain(struct str *out, const char *name,
                             const char *text)
{
    str_add(out, name);
    if (!text) {
        str_add(out, "null");
        return;
    }
    str_add_char(out, '"');
    str_add(out, text);
    str_add_char(out, '"');
}

static void reference_add(struct str *out, const struct event *event)
{
    if (!event->ref_id) {
        str_add(out, ",\"ref\":null");
        return;
    }
    member_add_plain(out, ",\"ref\":{\"kind\":", event->ref_kind);
    member_add_plain(out, ",\"id\":", event->ref_id);
    str_add_char(out, '}');
}

static void event_add(struct str *out, const struct event *event,
                      const struct names *names, struct str *title)
{
    title->length = 0;
    event_title(event, names, title);
    member_add_plain(out, "{\"at\":", event->at);
    member_add_plain(out, ",\"kind\":", event->kind);
    member_add(out, ",\"title\":", title->data);
    member_add_plain(out, ",\"code\":", event->code);
    member_add(out, ",\"who\":", event_who(event, names));
    member_add(out, ",\"agency\":", event_agency(event, names));
    member_add_plain(out, ",\"episode_id\":", event->episode_id);
    reference_add(out, event);
    member_add(out, ",\"summary\":", event->summary);
    str_add(out, ",\"detail\":");
    str_add(out, event->detail ? event->detail : "null");
    str_add_char(out, '}');
}

void journey_render_json(const struct journey *journey, struct str *out)
{
    struct str title;

    str_init(&title, out->arena);
    str_add(&title, "");
    str_add(out, "{\"person\":");
    str_add(out, rows_text(journey->head, 0, 0));
    str_add(out, ",\"episodes\":");
    str_add(out, rows_text(journey->head, 0, 1));
    str_add(out, ",\"events\":[");
    for (size_t row = 0; row < rows_count(journey->events); row++) {
        struct event event = event_read(journey->events, row);
        if (row > 0)
            str_add_char(out, ',');
        event_add(out, &event, journey->names, &title);
    }
    str_add(out, "]}");
}
