#include "journey/event.h"

struct event event_read(const struct rows *rows, size_t row)
{
    return (struct event){
        .at = rows_text(rows, row, 0),
        .kind = rows_text(rows, row, 1),
        .subject = rows_text(rows, row, 2),
        .vocabulary = rows_text(rows, row, 3),
        .code = rows_text(rows, row, 4),
        .who_id = rows_text(rows, row, 5),
        .agency_id = rows_text(rows, row, 6),
        .spoke_id = rows_text(rows, row, 7),
        .episode_id = rows_text(rows, row, 8),
        .ref_kind = rows_text(rows, row, 9),
        .ref_id = rows_text(rows, row, 10),
        .summary = rows_text(rows, row, 11),
        .detail = rows_text(rows, row, 12),
        .local = rows_text(rows, row, 13),
    };
}

static const char *or_else(const char *text, const char *otherwise)
{
    return text ? text : otherwise;
}

void event_title(const struct event *event, const struct names *names,
                 struct str *out)
{
    if (strcmp(event->kind, "held") == 0) {
        str_add(out, or_else(names_find(names, "agency", event->agency_id),
                             "Another agency"));
        str_add(out, " hold information: ask");
        return;
    }
    const char *label = names_find(names, event->vocabulary, event->code);
    if (!label && strcmp(event->kind, "session") == 0)
        label = "Planned session";
    if (event->subject)
        str_add(out, event->subject);
    if (event->subject && (label || event->code))
        str_add(out, ": ");
    if (label || event->code)
        str_add(out, or_else(label, event->code));
}

const char *event_who(const struct event *event, const struct names *names)
{
    return names_find(names, "user", event->who_id);
}

const char *event_agency(const struct event *event, const struct names *names)
{
    const char *agency = names_find(names, "agency", event->agency_id);

    return agency ? agency : names_detail(names, "user", event->who_id);
}
