#include "transfer/input.h"

#include "http/reply.h"
#include "input/told.h"
#include "transfer/rules.h"

static const char *const directions[] = {"incoming", "outgoing", NULL};

static const struct field query_fields[] = {
    {.name = "spoke",      .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "direction",
     .kind = FIELD_LINE,
     .one_of = directions,
     .label = "Direction"},
    {.name = "state",  .kind = FIELD_CODE, .label = "State"},
    {.name = "episode_id", .kind = FIELD_UUID, .label = "Episode"},
    PAGE_FIELDS,
    {0                   },
};
const struct input_table transfer_query = {.name = "TransferQuery",
                                           .fields = query_fields};

static const struct field offer_fields[] = {
    {.name = "to_spoke",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Spoke",
     .missing = "Select the spoke to offer the young person to"},
    {.name = "reason",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Reason",
     .missing = "Select why you offer a transfer"},
    {.name = "summary",
     .kind = FIELD_TEXT,
     .required = true,
     .label = "What they need to know",
     .missing = "Enter what the other spoke needs to know to decide"},
    {.name = "shares",
     .kind = FIELD_LIST,
     .item = FIELD_CODE,
     .max = 20,
     .label = "What to share once they accept"},
    {.name = "sharing_gateway",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Legal power to share",
     .missing = "Select the legal power to share"},
    {.name = "closing_risk_level",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Risk now",
     .missing = "Select the risk now"},
    {.name = "outcomes_recorded",
     .kind = FIELD_BOOLEAN,
     .required = true,
     .label = "Outcomes recorded",
     .missing = "Select whether outcomes have been recorded"},
    TOLD_CLOSING_FIELDS,
    {0                                          },
};
const struct input_table transfer_offer_input = {.name = "TransferOffer",
                                                 .fields = offer_fields,
                                                 .check = transfer_offer_check};

static const struct field accept_fields[] = {
    {.name = "lead_user_id",        .kind = FIELD_UUID, .label = "Lead professional"},
    {.name = "note", .kind = FIELD_TEXT, .max = 4000, .label = "Note"},
    {0               },
};
const struct input_table transfer_accept_input = {.name = "TransferAccept",
                                                  .fields = accept_fields};

static const struct field refuse_fields[] = {
    {.name = "reason",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Reason",
     .missing = "Select why you refuse"},
    {.name = "note",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 4000,
     .label = "What they should know",
     .missing = "Enter what the other spoke should know"},
    {0},
};
const struct input_table transfer_refuse_input = {.name = "TransferRefuse",
                                                  .fields = refuse_fields};

static const struct field withdraw_fields[] = {
    {.name = "note",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 4000,
     .label = "Reason",
     .missing = "Enter why you withdraw the offer"},
    {0},
};
const struct input_table transfer_withdraw_input = {.name = "TransferWithdraw",
                                                    .fields = withdraw_fields};
