#include "account/input.h"

#include "access/password.h"
#include "account/rules.h"
#include "http/reply.h"

#define REASON_MOST 1000
#define NAME_MOST 120

static const char *const states[] = {"active", "invited", "no_role", "disabled",
                                     NULL};

static const struct field query_fields[] = {
    {.name = "q",         .kind = FIELD_LINE, .max = 200, .label = "Name or email"},
    {.name = "role",         .kind = FIELD_CODE, .label = "Role"},
    {.name = "spoke",                   .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "agency",.kind = FIELD_CODE, .label = "Agency"},
    {.name = "state",                   .kind = FIELD_LINE, .one_of = states, .label = "State"},
    {.name = "unseen",.kind = FIELD_BOOLEAN, .label = "Not here for 90 days"},
    PAGE_FIELDS,
    {0                  },
};
const struct input_table user_query = {.name = "UserQuery",
                                       .fields = query_fields};

static const struct field role_fields[] = {
    {.name = "mine",                .kind = FIELD_BOOLEAN, .label = "That one may give"},
    {0},
};
const struct input_table role_query = {.name = "RoleQuery",
                                       .fields = role_fields};

#define NAME_FIELDS(REQUIRED)                                                  \
    {.name = "name",                                                           \
     .kind = FIELD_LINE,                                                       \
     .required = REQUIRED,                                                     \
     .max = NAME_MOST,                                                         \
     .label = "Name",                                                          \
     .missing = "Enter their name"},                                           \
        {.name = "email",                                                      \
         .kind = FIELD_EMAIL,                                                  \
         .required = REQUIRED,                                                 \
         .label = "Email address",                                             \
         .missing = "Enter their email address"},                              \
        {.name = "agency",                                                     \
         .kind = FIELD_CODE,                                                   \
         .required = REQUIRED,                                                 \
         .label = "Agency",                                                    \
         .missing = "Select the agency they work for"},                        \
    {                                                                          \
        .name = "job_title", .kind = FIELD_LINE, .max = NAME_MOST,             \
        .label = "Job title"                                                   \
    }

#define GRANT_FIELDS                                                           \
    {.name = "role",                                                           \
     .kind = FIELD_CODE,                                                       \
     .required = true,                                                         \
     .label = "Role",                                                          \
     .missing = "Select a role"},                                              \
        {.name = "spoke", .kind = FIELD_CODE, .label = "Spoke"},               \
        {.name = "valid_from", .kind = FIELD_DATE, .label = "First day"},      \
        {.name = "valid_to", .kind = FIELD_DATE, .label = "Last day"},         \
    {                                                                          \
        .name = "reason", .kind = FIELD_TEXT, .required = true,                \
        .max = REASON_MOST, .label = "Reason",                                 \
        .missing = "Enter why they need this role"                             \
    }

static const struct field new_fields[] = {
    NAME_FIELDS(true),
    GRANT_FIELDS,
    {0},
};
const struct input_table user_new_input = {
    .name = "UserNew", .fields = new_fields, .check = grant_dates_check};

static const struct field change_fields[] = {
    NAME_FIELDS(false),
    {0},
};
const struct input_table user_change_input = {.name = "UserChange",
                                              .fields = change_fields,
                                              .check = user_change_check,
                                              .partial = true};

static const struct field grant_fields[] = {
    GRANT_FIELDS,
    {0},
};
const struct input_table grant_new_input = {
    .name = "RoleGrantNew", .fields = grant_fields, .check = grant_dates_check};

#define REASON_FIELD(NAME, REQUIRED, MISSING)                                  \
    {                                                                          \
        .name = NAME, .kind = FIELD_TEXT, .required = REQUIRED,                \
        .max = REASON_MOST, .label = "Reason", .missing = MISSING              \
    }

static const struct field end_fields[] = {
    {.name = "last_day",   .kind = FIELD_DATE, .label = "Last day"},
    REASON_FIELD("reason", true, "Enter why the role ends"),
    {0},
};
const struct input_table grant_end_input = {.name = "RoleGrantEnd",
                                            .fields = end_fields};

static const struct field confirm_fields[] = {
    REASON_FIELD("note", false, NULL),
    {0},
};
const struct input_table proposal_confirm_input = {.name = "ProposalConfirm",
                                                   .fields = confirm_fields};

static const struct field refuse_fields[] = {
    REASON_FIELD("note", true, "Enter why they do not get the role"),
    {0},
};
const struct input_table proposal_refuse_input = {.name = "ProposalRefuse",
                                                  .fields = refuse_fields};

static const struct field link_ask_fields[] = {
    REASON_FIELD("reason", false, NULL),
    {0},
};
const struct input_table link_ask_input = {.name = "LinkAsk",
                                           .fields = link_ask_fields};

static const struct field link_refuse_fields[] = {
    REASON_FIELD("note", true, "Enter why there is to be no link"),
    {0},
};
const struct input_table link_refuse_input = {.name = "LinkRefuse",
                                              .fields = link_refuse_fields};

static const struct field disable_fields[] = {
    REASON_FIELD("reason", true, "Enter why the account is disabled"),
    {0},
};
const struct input_table user_disable_input = {.name = "UserDisable",
                                               .fields = disable_fields};

static const struct field accept_fields[] = {
    {.name = "token",
     .kind = FIELD_LINE,
     .required = true,
     .max = 100,
     .label = "Code of the link",
     .missing = "Open the link you were sent, or enter its code"},
    {.name = "password",
     .kind = FIELD_LINE,
     .required = true,
     .max = PASSWORD_LENGTH_MAX,
     .label = "New password",
     .missing = "Enter a password"},
    {0},
};
const struct input_table link_accept_input = {.name = "LinkAccept",
                                              .fields = accept_fields};
