#include "referral/input.h"

#include "http/reply.h"
#include "referral/rules.h"

/* House rules of forms: how much fits. Narratives are never refused for their
 * words, only for a length no person would read. */
#define NAME_MOST 100
#define LINE_MOST 200
#define TEXT_MOST 20000

static const struct field query_fields[] = {
    {.name = "spoke",   .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "state", .kind = FIELD_CODE, .label = "State"},
    {.name = "mine",   .kind = FIELD_BOOLEAN, .label = "Only my own"},
    PAGE_FIELDS,
    {0},
};
const struct input_table referral_query = {.name = "ReferralQuery",
                                           .fields = query_fields};

static const struct field concern_fields[] = {
    {.name = "concern",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Concern",
     .missing = "Select a concern"},
    {.name = "currency",              .kind = FIELD_CODE, .label = "Current or historic"},
    {.name = "certainty",
     .kind = FIELD_CODE,
     .label = "Suspected or confirmed"},
    {0           },
};

/* The form, of a new referral and of a change alike. What it needs to be sent
 * is a rule (rules.c), for a draft may lack all of it. */
#define FORM_FIELDS                                                            \
    {.name = "person_id", .kind = FIELD_UUID, .label = "Young person"},        \
        {.name = "given_name",                                                 \
         .kind = FIELD_LINE,                                                   \
         .max = NAME_MOST,                                                     \
         .label = "Given name"},                                               \
        {.name = "family_name",                                                \
         .kind = FIELD_LINE,                                                   \
         .max = NAME_MOST,                                                     \
         .label = "Family name"},                                              \
        {.name = "known_as",                                                   \
         .kind = FIELD_LINE,                                                   \
         .max = NAME_MOST,                                                     \
         .label = "Name they go by"},                                          \
        {.name = "born_on",                                                    \
         .kind = FIELD_DATE,                                                   \
         .past = true,                                                         \
         .precision = "born_precision",                                        \
         .label = "Date of birth"},                                            \
        {.name = "born_precision",                                             \
         .kind = FIELD_CODE,                                                   \
         .label = "How exact the date of birth is"},                           \
        {.name = "sex", .kind = FIELD_CODE, .label = "Sex"},                   \
        {.name = "school",                                                     \
         .kind = FIELD_LINE,                                                   \
         .max = LINE_MOST,                                                     \
         .label = "School, college or work"},                                  \
        {.name = "address",                                                    \
         .kind = FIELD_TEXT,                                                   \
         .max = 1000,                                                          \
         .label = "Address"},                                                  \
        {.name = "phone",                                                      \
         .kind = FIELD_LINE,                                                   \
         .max = 60,                                                            \
         .label = "Phone number"},                                             \
        {.name = "concerns",                                                   \
         .kind = FIELD_LIST,                                                   \
         .max = 60,                                                            \
         .fields = concern_fields,                                             \
         .label = "Concerns"},                                                 \
        {.name = "primary_concern",                                            \
         .kind = FIELD_CODE,                                                   \
         .label = "Main concern"},                                             \
        {.name = "made_on",                                                    \
         .kind = FIELD_DATE,                                                   \
         .past = true,                                                         \
         .label = "When it was made"},                                         \
        {.name = "received_on",                                                \
         .kind = FIELD_DATE,                                                   \
         .past = true,                                                         \
         .label = "When it reached the spoke"},                                \
        {.name = "concern_on",                                                 \
         .kind = FIELD_DATE,                                                   \
         .past = true,                                                         \
         .label = "Date of the concern"},                                      \
        {.name = "narrative",                                                  \
         .kind = FIELD_TEXT,                                                   \
         .max = TEXT_MOST,                                                     \
         .label = "What you are worried about"},                               \
        {.name = "risk_to",                                                    \
         .kind = FIELD_TEXT,                                                   \
         .max = TEXT_MOST,                                                     \
         .label = "Risk to them"},                                             \
        {.name = "risk_from",                                                  \
         .kind = FIELD_TEXT,                                                   \
         .max = TEXT_MOST,                                                     \
         .label = "Risk from them"},                                           \
        {.name = "young_person_view",                                          \
         .kind = FIELD_TEXT,                                                   \
         .max = TEXT_MOST,                                                     \
         .label = "Young person's view"},                                      \
        {.name = "parent_view",                                                \
         .kind = FIELD_TEXT,                                                   \
         .max = TEXT_MOST,                                                     \
         .label = "Parent's or carer's view"},                                 \
        {.name = "already_tried",                                              \
         .kind = FIELD_TEXT,                                                   \
         .max = TEXT_MOST,                                                     \
         .label = "What has been tried"},                                      \
        {.name = "services_involved",                                          \
         .kind = FIELD_TEXT,                                                   \
         .max = TEXT_MOST,                                                     \
         .label = "Services involved"},                                        \
        {.name = "desired_outcome",                                            \
         .kind = FIELD_TEXT,                                                   \
         .max = TEXT_MOST,                                                     \
         .label = "What should change"},                                       \
        {.name = "family_informed",                                            \
         .kind = FIELD_CODE,                                                   \
         .label = "Whether the family has been told"},                         \
        {.name = "support_agreement",                                          \
         .kind = FIELD_CODE,                                                   \
         .label = "Whether they agreed to support"},                           \
        {.name = "sharing_gateway",                                            \
         .kind = FIELD_CODE,                                                   \
         .label = "Legal power to share"},                                     \
        {.name = "urgency", .kind = FIELD_CODE, .label = "Urgency"},           \
        {.name = "source",                                                     \
         .kind = FIELD_CODE,                                                   \
         .label = "Who is making this referral"},                              \
        {.name = "agency",                                                     \
         .kind = FIELD_CODE,                                                   \
         .label = "Referring organisation"},                                   \
        {.name = "referrer_name",                                              \
         .kind = FIELD_LINE,                                                   \
         .max = LINE_MOST,                                                     \
         .label = "Referrer's name"},                                          \
        {.name = "referrer_contact",                                           \
         .kind = FIELD_LINE,                                                   \
         .max = LINE_MOST,                                                     \
         .label = "How to reach the referrer"},                                \
    {                                                                          \
        .name = "submit", .kind = FIELD_BOOLEAN, .label = "Send it now"        \
    }

static const struct field new_fields[] = {
    {.name = "spoke",   .kind = FIELD_CODE, .label = "Spoke"},
    FORM_FIELDS,
    {0},
};
const struct input_table referral_new_input = {
    .name = "ReferralNew", .fields = new_fields, .check = referral_new_check};

static const struct field change_fields[] = {FORM_FIELDS, {0}};
const struct input_table referral_change_input = {.name = "ReferralChange",
                                                  .fields = change_fields,
                                                  .check =
                                                      referral_change_check,
                                                  .partial = true};

static const struct field annex_fields[] = {
    {.name = "text",
     .kind = FIELD_TEXT,
     .required = true,
     .max = TEXT_MOST,
     .label = "Police-sensitive information",
     .missing = "Enter what only the police may read"},
    {0},
};
const struct input_table referral_annex_input = {.name = "ReferralAnnex",
                                                 .fields = annex_fields};

/* --- who the young person is ------------------------------------------------
 */

#define PERSON_FIELDS                                                          \
    {.name = "person_id", .kind = FIELD_UUID, .label = "Young person"},        \
        {.name = "new_person",                                                 \
         .kind = FIELD_BOOLEAN,                                                \
         .label = "Make a new record"},                                        \
    {                                                                          \
        .name = "not_same_as", .kind = FIELD_LIST, .item = FIELD_UUID,         \
        .max = 50, .label = "Not the same young person as"                     \
    }

static const struct field person_fields[] = {PERSON_FIELDS, {0}};
const struct input_table referral_person_input = {.name = "ReferralPerson",
                                                  .fields = person_fields,
                                                  .check =
                                                      referral_person_check};

/* --- moves ------------------------------------------------------------------
 */

#define NOTE_FIELD                                                             \
    {                                                                          \
        .name = "note", .kind = FIELD_TEXT, .max = TEXT_MOST, .label = "Note"  \
    }

/* Written for the referrer: it must hold no other child's details. */
#define RESULT_FIELD                                                           \
    {                                                                          \
        .name = "result_for_referrer", .kind = FIELD_TEXT, .max = 4000,        \
        .label = "Message to the referrer"                                     \
    }

static const struct field question_fields[] = {
    {.name = "question",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 4000,
     .label = "Question",
     .missing = "Enter what you need to know"},
    {0  },
};
const struct input_table referral_question_input = {.name = "ReferralQuestion",
                                                    .fields = question_fields};

static const struct field answer_fields[] = {
    {.name = "answer",
     .kind = FIELD_TEXT,
     .required = true,
     .max = TEXT_MOST,
     .label = "Answer",
     .missing = "Enter your answer"},
    {0},
};
const struct input_table referral_answer_input = {.name = "ReferralAnswer",
                                                  .fields = answer_fields};

static const struct field accept_fields[] = {
    PERSON_FIELDS,
    {.name = "lead_user_id",        .kind = FIELD_UUID, .label = "Lead professional"},
    {.name = "lead_professional",
      .kind = FIELD_LINE,
      .max = LINE_MOST,
      .label = "Lead professional"},
    {.name = "series_id",   .kind = FIELD_UUID, .label = "Meeting"},
    NOTE_FIELD,
    RESULT_FIELD,
    {0             },
};
const struct input_table referral_accept_input = {.name = "ReferralAccept",
                                                  .fields = accept_fields,
                                                  .check =
                                                      referral_person_check};

static const struct field add_fields[] = {
    {.name = "episode_id", .kind = FIELD_UUID, .label = "Episode"},
    NOTE_FIELD,
    RESULT_FIELD,
    {0 },
};
const struct input_table referral_add_input = {.name = "ReferralAddToEpisode",
                                               .fields = add_fields};

static const struct field redirect_fields[] = {
    {.name = "redirected_to",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Where to",
     .missing = "Select where the referral goes"},
    NOTE_FIELD,
    RESULT_FIELD,
    {0       },
};
const struct input_table referral_redirect_input = {.name = "ReferralRedirect",
                                                    .fields = redirect_fields};

static const struct field decline_fields[] = {
    {.name = "decline_reason",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Reason",
     .missing = "Select why the referral is declined"},
    NOTE_FIELD,
    RESULT_FIELD,
    {0        },
};
const struct input_table referral_decline_input = {.name = "ReferralDecline",
                                                   .fields = decline_fields};

static const struct field duplicate_fields[] = {
    {.name = "duplicate_of",
     .kind = FIELD_LINE,
     .max = 40,
     .label = "Other referral"},
    {.name = "duplicate_reference",
     .kind = FIELD_LINE,
     .max = 40,
     .label = "Reference of the other referral"},
    NOTE_FIELD,
    RESULT_FIELD,
    {0                     },
};
const struct input_table referral_duplicate_input = {
    .name = "ReferralDuplicate",
    .fields = duplicate_fields,
    .check = referral_duplicate_check};

static const struct field outside_fields[] = {
    {.name = "note",
     .kind = FIELD_TEXT,
     .required = true,
     .max = TEXT_MOST,
     .label = "Note",
     .missing = "Enter where the young person lives and who has been told"},
    RESULT_FIELD,
    {0},
};
const struct input_table referral_outside_input = {.name = "ReferralOutOfArea",
                                                   .fields = outside_fields};

static const struct field withdraw_fields[] = {
    {.name = "reason",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Reason",
     .missing = "Select why the referral is withdrawn"},
    NOTE_FIELD,
    {0},
};
const struct input_table referral_withdraw_input = {.name = "ReferralWithdraw",
                                                    .fields = withdraw_fields};
