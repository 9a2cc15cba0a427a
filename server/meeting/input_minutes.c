/*
 * input_minutes.c - the forms of a discussion and of what hangs on it.
 */
#include "meeting/input.h"

#include "meeting/rules.h"

#define NARRATIVE_MAX 20000
#define LINE_MAX_HERE 200

static const struct field discussion_new_fields[] = {
    {.name = "agenda_item_id",
     .kind = FIELD_UUID,
     .required = true,
     .label = "Agenda item",
     .missing = "Choose the agenda item"},
    {0        },
};
const struct input_table discussion_new_input = {
    .name = "DiscussionNew", .fields = discussion_new_fields};

static const char *const voice_bases[] = {"said", "seen", "inferred", NULL};

/* It does not see through the macro. */
/* clang-format off */
/* A text of the minutes. */
#define MINUTED(member, words)                                                 \
    {                                                                          \
        .name = member, .kind = FIELD_TEXT, .max = NARRATIVE_MAX,              \
        .label = words                                                         \
    }

static const struct field discussion_change_fields[] = {
    MINUTED("summary", "Summary"),
    MINUTED("incidents", "Incidents since last time"),
    MINUTED("concerns", "Concerns"),
    MINUTED("strengths", "Strengths"),
    MINUTED("young_person_voice", "The young person’s view"),
    {.name = "voice_basis",
                                                         .kind = FIELD_LINE,
                                                         .one_of = voice_bases,
                                                         .label = "How their view is known",
                                                         .wrong = "Select whether this was said, seen or inferred"},
    {.name = "voice_by",
                                                         .kind = FIELD_LINE,
                                                         .max = LINE_MAX_HERE,
                                                         .label = "Who brought their view"},
    {.name = "voice_on",
                                                         .kind = FIELD_DATE,
                                                         .past = true,
                                                         .label = "When they said it"},
    MINUTED("parent_view", "The parent’s or carer’s view"),
    {.name = "contexts",
                                                         .kind = FIELD_LIST,
                                                         .item = FIELD_CODE,
                                                         .max = 20,
                                                         .label = "Contexts of the risk"},
    MINUTED("disproportionality_check", "Check for bias"),
    {.name = "risk_before",                                        .kind = FIELD_CODE, .label = "Risk before"},
    {.name = "risk_after",                                      .kind = FIELD_CODE, .label = "Risk after"},
    {.name = "override_reason", .kind = FIELD_CODE, .label = "Why the panel differs"},
    MINUTED("rationale", "Rationale"),
    {.name = "next_review_on",                                                         .kind = FIELD_DATE, .label = "Next review"},
    {0                                       },
};
/* clang-format on */
const struct input_table discussion_change_input = {
    .name = "DiscussionChange",
    .fields = discussion_change_fields,
    .check = discussion_change_check,
    .partial = true};

static const struct field contribution_new_fields[] = {
    {.name = "agency",        .kind = FIELD_CODE, .label = "Agency"},
    {.name = "nothing_known",      .kind = FIELD_BOOLEAN, .label = "Nothing known"},
    MINUTED("text", "What the agency knows"),
    {0},
};
const struct input_table contribution_new_input = {
    .name = "DiscussionUpdateNew",
    .fields = contribution_new_fields,
    .check = contribution_new_check};

static const struct field contribution_change_fields[] = {
    {.name = "nothing_known",   .kind = FIELD_BOOLEAN, .label = "Nothing known"},
    MINUTED("text", "What the agency knows"),
    {0},
};
const struct input_table contribution_change_input = {
    .name = "DiscussionUpdateChange",
    .fields = contribution_change_fields,
    .check = contribution_change_check,
    .partial = true};

static const struct field decision_new_fields[] = {
    {.name = "decision",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Decision",
     .missing = "Select the decision"},
    {.name = "detail",                 .kind = FIELD_TEXT, .max = 2000, .label = "Detail"},
    {0},
};
const struct input_table decision_new_input = {.name = "DecisionNew",
                                               .fields = decision_new_fields};

static const struct field dissent_new_fields[] = {
    {.name = "agency",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Agency",
     .missing = "Select the agency that disagreed"},
    {.name = "text",
     .kind = FIELD_TEXT,
     .required = true,
     .max = NARRATIVE_MAX,
     .label = "Dissent",
     .missing = "Enter what they said, in their words"},
    {0},
};
const struct input_table dissent_new_input = {.name = "DissentNew",
                                              .fields = dissent_new_fields};

static const struct field action_new_fields[] = {
    {.name = "description",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 2000,
     .label = "Action",
     .missing = "Enter what is to be done"},
    {.name = "owner_user_id",      .kind = FIELD_UUID, .label = "Owner"},
    {.name = "owner_name",
     .kind = FIELD_LINE,
     .max = LINE_MAX_HERE,
     .label = "Owner’s name"},
    {.name = "owner_agency",                     .kind = FIELD_CODE, .label = "Agency"},
    {.name = "due_on",
     .kind = FIELD_DATE,
     .required = true,
     .label = "Due date",
     .missing = "Enter the date the action is due"},
    {.name = "priority",                     .kind = FIELD_CODE, .label = "Priority"},
    {0   },
};
const struct input_table action_new_input = {.name = "DiscussionActionNew",
                                             .fields = action_new_fields,
                                             .check = action_new_check};

static const struct field addendum_new_fields[] = {
    {.name = "discussion_id", .kind = FIELD_UUID, .label = "Discussion"},
    {.name = "text",
     .kind = FIELD_TEXT,
     .required = true,
     .max = NARRATIVE_MAX,
     .label = "Addendum",
     .missing = "Enter the addendum"},
    {0         },
};
const struct input_table addendum_new_input = {.name = "AddendumNew",
                                               .fields = addendum_new_fields};
