/*
 * part_routes.c - the routes of parts.c, and the forms they take.
 */
#include "input/named.h"
#include "meeting/handlers.h"
#include "meeting/meeting.h"
#include "meeting/rules.h"

#define READS .permission = "meeting.read", .mode = TX_READ
#define WRITES .permission = "meeting.write", .mode = TX_WRITE
#define CONTRIBUTES .permission = "meeting.contribute", .mode = TX_WRITE

#define PAPER_FIELDS                                                           \
    {.name = "title",                                                          \
     .kind = FIELD_LINE,                                                       \
     .required = true,                                                         \
     .max = 200,                                                               \
     .label = "Title",                                                         \
     .missing = "Enter the title of the paper"},                               \
        {.name = "text", .kind = FIELD_TEXT, .max = 60000, .label = "Text"},   \
    {                                                                          \
        .name = "link", .kind = FIELD_LINE, .max = 2000, .label = "Link"       \
    }

/* clang-format off: it does not see through the macro */
static const struct field paper_new_fields[] = {
    {.name = "agenda_item_id", .kind = FIELD_UUID, .label = "About"},
    PAPER_FIELDS,
    {0       },
};
static const struct field paper_change_fields[] = {
    PAPER_FIELDS,
    {0},
};
static const struct field conflict_fields[] = {
    {.name = "agenda_item_id",
     .kind = FIELD_UUID,
     .required = true,
     .label = "Young person",
     .missing = "Choose the young person"},
    {.name = "user_id",                     .kind = FIELD_UUID, .label = "Colleague"},
    {.name = "name", .kind = FIELD_LINE, .max = 200, .label = "Name"},
    {.name = "kind",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Interest",
     .missing = "Select what the interest is"},
    {.name = "note",                .kind = FIELD_TEXT, .max = 2000, .label = "Note"},
    {0                      },
};
static const struct field guest_fields[] = {
    {.name = "user_id",
     .kind = FIELD_UUID,
     .required = true,
     .label = "Colleague",
     .missing = "Choose who comes to this meeting"},
    {.name = "deputy_for",                              .kind = FIELD_UUID, .label = "In place of"},
    {0},
};
static const struct field access_fields[] = {
    NAMED_FIELDS,
    {0},
};
static const struct field presence_fields[] = {
    {.name = "field",   .kind = FIELD_CODE, .label = "Where"},
    {0},
};
static const struct field empty_fields[] = {
    {0},
};
static const struct field extract_query_fields[] = {
    PAGE_FIELDS,
    {0},
};
static const struct field print_query_fields[] = {
    {.name = "purpose", .kind = FIELD_LINE, .max = 500, .label = "Why"},
    {0      },
};
/* clang-format on */

static const struct input_table paper_new_input = {.name = "MeetingPaperNew",
                                                   .fields = paper_new_fields,
                                                   .check = paper_new_check};
static const struct input_table paper_change_input = {
    .name = "MeetingPaperChange",
    .fields = paper_change_fields,
    .check = paper_link_check,
    .partial = true};
static const struct input_table conflict_input = {.name = "ConflictNew",
                                                  .fields = conflict_fields};
static const struct input_table guest_input = {
    .name = "MeetingGuestNew", .fields = guest_fields, .check = guest_check};
static const struct input_table access_input = {
    .name = "MeetingAccessNew", .fields = access_fields};
static const struct input_table presence_input = {
    .name = "MinutesPresencePut", .fields = presence_fields, .partial = true};
static const struct input_table empty_input = {
    .name = "Nothing", .fields = empty_fields, .partial = true};
static const struct input_table extract_query = {
    .name = "MinutesExtractQuery", .fields = extract_query_fields};
static const struct input_table print_query = {
    .name = "MinutesExtractPrintQuery", .fields = print_query_fields};

/* One route a stanza. */
/* clang-format off */
static const struct route part_routes[] = {
    {.method = METHOD_POST, .path = "/api/v1/meeting-series/{id}/next",
     .name = "meeting_series.next", WRITES, .input = &empty_input,
     .answer = "Meeting", .summary = "Call the next meeting of a series",
     .after = "/meetings/{new_id}", .handler = series_next},
    {.method = METHOD_GET, .path = "/api/v1/meetings/{id}/suggestions",
     .name = "meeting.suggestions", .permission = "meeting.write",
     .mode = TX_READ, .answer = "AgendaSuggestion[]",
     .summary = "Who should be on the agenda, and why",
     .handler = suggestion_list},
    {.method = METHOD_POST, .path = "/api/v1/meetings/{id}/confidentiality",
     .name = "meeting.confidentiality", CONTRIBUTES, .input = &empty_input,
     .answer = "Meeting", .summary = "Accept the statement at this meeting",
     .after = "/meetings/{id}", .handler = confidentiality_accept},
    {.method = METHOD_POST, .path = "/api/v1/meetings/{id}/papers",
     .name = "meeting_paper.create", WRITES, .input = &paper_new_input,
     .answer = "MeetingPaper", .summary = "Put a paper to the meeting",
     .after = "/meetings/{id}", .handler = paper_make},
    {.method = METHOD_GET, .path = "/api/v1/papers/{id}",
     .name = "meeting_paper.show", READS, .answer = "MeetingPaper",
     .summary = "A paper of a meeting", .handler = paper_show},
    {.method = METHOD_PATCH, .path = "/api/v1/papers/{id}",
     .name = "meeting_paper.update", WRITES, .input = &paper_change_input,
     .versioned = true, .answer = "MeetingPaper",
     .summary = "Change a paper", .handler = paper_change},
    {.method = METHOD_DELETE, .path = "/api/v1/papers/{id}",
     .name = "meeting_paper.delete", WRITES, .versioned = true,
     .summary = "Take a paper away", .handler = paper_remove},
    {.method = METHOD_POST, .path = "/api/v1/meetings/{id}/conflicts",
     .name = "conflict.create", CONTRIBUTES, .input = &conflict_input,
     .answer = "Conflict", .summary = "Declare an interest in an item",
     .after = "/meetings/{id}", .handler = conflict_make},
    {.method = METHOD_DELETE, .path = "/api/v1/conflicts/{id}",
     .name = "conflict.delete", WRITES,
     .summary = "Take back an interest declared by mistake",
     .handler = conflict_remove},
    {.method = METHOD_POST, .path = "/api/v1/meetings/{id}/guests",
     .name = "meeting_guest.create", WRITES, .input = &guest_input,
     .answer = "MeetingGuest",
     .summary = "Let a deputy or guest into one meeting",
     .after = "/meetings/{id}", .handler = guest_make},
    {.method = METHOD_DELETE, .path = "/api/v1/guests/{id}",
     .name = "meeting_guest.delete", WRITES,
     .summary = "End a deputy’s or guest’s sight of a meeting",
     .handler = guest_remove},
    {.method = METHOD_GET, .path = "/api/v1/meetings/{id}/access",
     .name = "meeting_access.list", READS, .answer = "MeetingAccess[]",
     .summary = "Who is named on a critical incident meeting",
     .handler = access_list},
    {.method = METHOD_POST, .path = "/api/v1/meetings/{id}/access",
     .name = "meeting_access.create", .permission = "incident.write",
     .mode = TX_WRITE, .input = &access_input, .answer = "MeetingAccess",
     .summary = "Name somebody who may open it", .after = "/meetings/{id}",
     .handler = access_add},
    {.method = METHOD_POST, .path = "/api/v1/meetings/{id}/access/{access_id}/end",
     .name = "meeting_access.end", .permission = "incident.write",
     .mode = TX_WRITE, .answer = "MeetingAccess",
     .summary = "End their access", .after = "/meetings/{id}",
     .handler = access_end},
    {.method = METHOD_PUT, .path = "/api/v1/discussions/{id}/presence",
     .name = "minutes.presence", CONTRIBUTES, .input = &presence_input,
     .answer = "MinutesPresence", .summary = "Say where one is writing",
     .handler = presence_put},
    {.method = METHOD_GET, .path = "/api/v1/meetings/{id}/extracts",
     .name = "minutes_extract.of_meeting", READS,
     .answer = "MinutesExtractItem[]",
     .summary = "What each agency was sent", .handler = extract_list},
    {.method = METHOD_GET, .path = "/api/v1/extracts",
     .name = "minutes_extract.list", READS, .query = &extract_query,
     .answer = "MinutesExtractItem[]",
     .summary = "What the reader’s own agency was sent",
     .handler = extract_mine},
    {.method = METHOD_GET, .path = "/api/v1/extracts/{id}",
     .name = "minutes_extract.show", READS, .query = &print_query,
     .answer = "MinutesExtract",
     .summary = "The minutes as one agency was sent them",
     .handler = extract_show},
    {0},
};
/* clang-format on */

const struct room meeting_parts_room = {.name = "meeting_parts",
                                        .routes = part_routes};
