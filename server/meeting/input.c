#include "meeting/input.h"

#include "http/reply.h"
#include "meeting/rules.h"

#define NARRATIVE_MAX 20000
#define LINE_MAX_HERE 200

/* --- meetings and series ---------------------------------------------------
 */

static const struct field meeting_query_fields[] = {
    {.name = "spoke",             .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "state",           .kind = FIELD_CODE, .label = "State"},
    {.name = "type",             .kind = FIELD_CODE, .label = "Type of meeting"},
    {.name = "series_id",           .kind = FIELD_UUID, .label = "Series"},
    {.name = "upcoming",
     .kind = FIELD_BOOLEAN,
     .label = "From today on, or before"},
    PAGE_FIELDS,
    {0},
};
const struct input_table meeting_query = {.name = "MeetingQuery",
                                          .fields = meeting_query_fields};

static const struct field meeting_new_fields[] = {
    {.name = "spoke",      .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "series_id",    .kind = FIELD_UUID, .label = "Series"},
    {.name = "title",
     .kind = FIELD_LINE,
     .max = LINE_MAX_HERE,
     .label = "Title"},
    {.name = "type",   .kind = FIELD_CODE, .label = "Type of meeting"},
    {.name = "starts_at",
     .kind = FIELD_INSTANT,
     .required = true,
     .label = "Start",
     .missing = "Enter the date and time of the meeting"},
    {.name = "place",
     .kind = FIELD_LINE,
     .max = LINE_MAX_HERE,
     .label = "Place"},
    {.name = "chair_user_id",
     .kind = FIELD_UUID,
     .label = "Chair",
     .wrong = "Choose who chairs the meeting"},
    {0},
};
const struct input_table meeting_new_input = {.name = "MeetingNew",
                                              .fields = meeting_new_fields,
                                              .check = meeting_new_check};

static const struct field meeting_change_fields[] = {
    {.name = "series_id",        .kind = FIELD_UUID, .label = "Series"},
    {.name = "title",
     .kind = FIELD_LINE,
     .required = true,
     .max = LINE_MAX_HERE,
     .label = "Title",
     .missing = "Enter the title of the meeting"},
    {.name = "type",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Type of meeting",
     .missing = "Select the type of meeting"},
    {.name = "starts_at",
     .kind = FIELD_INSTANT,
     .required = true,
     .label = "Start",
     .missing = "Enter the date and time of the meeting"},
    {.name = "place",
     .kind = FIELD_LINE,
     .max = LINE_MAX_HERE,
     .label = "Place"},
    {.name = "chair_user_id",
     .kind = FIELD_UUID,
     .label = "Chair",
     .wrong = "Choose who chairs the meeting"},
    {.name = "general_notes",
     .kind = FIELD_TEXT,
     .max = NARRATIVE_MAX,
     .label = "General notes"},
    {.name = "inquorate_reason",
     .kind = FIELD_TEXT,
     .max = 2000,
     .label = "Why it went ahead without a quorum"},
    {0                         },
};
const struct input_table meeting_change_input = {
    .name = "MeetingChange", .fields = meeting_change_fields, .partial = true};

static const struct field meeting_move_fields[] = {
    {.name = "note", .kind = FIELD_TEXT, .max = 2000, .label = "Note"},
    {0  },
};
const struct input_table meeting_move_input = {
    .name = "MeetingMove", .fields = meeting_move_fields, .partial = true};

static const struct field meeting_sign_fields[] = {
    {.name = "note", .kind = FIELD_TEXT, .max = 2000, .label = "Note"},
    {.name = "inquorate_reason",
     .kind = FIELD_TEXT,
     .max = 2000,
     .label = "Why it went ahead without a quorum"},
    {0             },
};
const struct input_table meeting_sign_input = {
    .name = "MeetingSignOff", .fields = meeting_sign_fields, .partial = true};

static const struct field meeting_cancel_fields[] = {
    {.name = "note",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 2000,
     .label = "Reason",
     .missing = "Enter why the meeting is cancelled"},
    {0},
};
const struct input_table meeting_cancel_input = {
    .name = "MeetingCancel", .fields = meeting_cancel_fields};

static const struct field minutes_query_fields[] = {
    {.name = "agency",   .kind = FIELD_CODE, .label = "Agency"},
    {.name = "purpose", .kind = FIELD_LINE, .max = 500, .label = "Why"},
    {0 },
};
const struct input_table minutes_query = {.name = "MinutesQuery",
                                          .fields = minutes_query_fields};

static const struct field series_query_fields[] = {
    {.name = "spoke",   .kind = FIELD_CODE, .label = "Spoke"},
    PAGE_FIELDS,
    {0},
};
const struct input_table series_query = {.name = "MeetingSeriesQuery",
                                         .fields = series_query_fields};

#define SERIES_FIELDS                                                          \
    {.name = "name",                                                           \
     .kind = FIELD_LINE,                                                       \
     .required = true,                                                         \
     .max = LINE_MAX_HERE,                                                     \
     .label = "Name",                                                          \
     .missing = "Enter the name of the series"},                               \
        {.name = "type",                                                       \
         .kind = FIELD_CODE,                                                   \
         .required = true,                                                     \
         .label = "Type of meeting",                                           \
         .missing = "Select the type of meeting"},                             \
        {.name = "cadence_days",                                               \
         .kind = FIELD_INTEGER,                                                \
         .min = 1,                                                             \
         .max = 366,                                                           \
         .label = "Days between meetings"},                                    \
    {                                                                          \
        .name = "quorum_agency_types", .kind = FIELD_LIST, .item = FIELD_CODE, \
        .max = 20, .label = "Agencies needed for a quorum"                     \
    }

static const struct field series_new_fields[] = {
    {.name = "spoke",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Spoke",
     .missing = "Select a spoke"},
    SERIES_FIELDS,
    {0},
};
const struct input_table series_new_input = {.name = "MeetingSeriesNew",
                                             .fields = series_new_fields};

static const struct field series_change_fields[] = {
    SERIES_FIELDS,
    {.name = "ended_on",   .kind = FIELD_DATE, .label = "Last day"},
    {0},
};
const struct input_table series_change_input = {.name = "MeetingSeriesChange",
                                                .fields = series_change_fields,
                                                .partial = true};

static const struct field series_member_fields[] = {
    {.name = "user_id",
     .kind = FIELD_UUID,
     .required = true,
     .label = "Colleague",
     .missing = "Choose who belongs to the meeting"},
    {0 },
};
const struct input_table series_member_input = {.name = "MeetingSeriesMember",
                                                .fields = series_member_fields};

/* --- agenda and attendance -------------------------------------------------
 */

static const struct field agenda_new_fields[] = {
    {.name = "person_id",      .kind = FIELD_UUID, .label = "Young person"},
    {.name = "episode_id", .kind = FIELD_UUID, .label = "Episode"},
    {.name = "kind",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Why they are on the agenda",
     .missing = "Select why they are on the agenda"},
    {.name = "note",      .kind = FIELD_TEXT, .max = 2000, .label = "Note"},
    {0          },
};
const struct input_table agenda_new_input = {.name = "AgendaItemNew",
                                             .fields = agenda_new_fields,
                                             .check = agenda_new_check};

static const struct field agenda_change_fields[] = {
    {.name = "position",
     .kind = FIELD_INTEGER,
     .required = true,
     .min = 1,
     .max = 1000,
     .label = "Place on the agenda"},
    {.name = "kind",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Why they are on the agenda",
     .missing = "Select why they are on the agenda"},
    {.name = "note",        .kind = FIELD_TEXT, .max = 2000, .label = "Note"},
    {0                 },
};
const struct input_table agenda_change_input = {.name = "AgendaItemChange",
                                                .fields = agenda_change_fields,
                                                .partial = true};

#define ATTENDANCE_FIELDS                                                      \
    {.name = "attendance",                                                     \
     .kind = FIELD_CODE,                                                       \
     .required = true,                                                         \
     .label = "Attendance",                                                    \
     .missing = "Select how they attended"},                                   \
        {.name = "deputy_for",                                                 \
         .kind = FIELD_LINE,                                                   \
         .max = LINE_MAX_HERE,                                                 \
         .label = "Deputy for"},                                               \
        {.name = "confidentiality_accepted",                                   \
         .kind = FIELD_BOOLEAN,                                                \
         .label = "Accepted the confidentiality statement"},                   \
    {                                                                          \
        .name = "conflict_of_interest", .kind = FIELD_TEXT, .max = 2000,       \
        .label = "Conflict of interest"                                        \
    }

static const struct field attendance_new_fields[] = {
    {.name = "agency",      .kind = FIELD_CODE, .label = "Agency"},
    {.name = "name",    .kind = FIELD_LINE, .max = LINE_MAX_HERE, .label = "Name"},
    {.name = "user_id",        .kind = FIELD_UUID, .label = "Colleague"},
    ATTENDANCE_FIELDS,
    {0},
};
const struct input_table attendance_new_input = {.name = "AttendanceNew",
                                                 .fields =
                                                     attendance_new_fields,
                                                 .check = attendance_new_check};

static const struct field attendance_change_fields[] = {
    {.name = "agency",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Agency",
     .missing = "Select the agency they came for"},
    {.name = "name",
     .kind = FIELD_LINE,
     .required = true,
     .max = LINE_MAX_HERE,
     .label = "Name",
     .missing = "Enter their name"},
    ATTENDANCE_FIELDS,
    {0},
};
const struct input_table attendance_change_input = {
    .name = "AttendanceChange",
    .fields = attendance_change_fields,
    .check = attendance_change_check,
    .partial = true};
