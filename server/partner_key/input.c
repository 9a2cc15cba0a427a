#include "partner_key/input.h"

#define NAME_MOST 80
#define REASON_MOST 1000

/* Roles that a key can have; the database refuses any other. */
static const char *const key_roles[] = {"referrer", "provider_worker", NULL};

static const struct field new_fields[] = {
    {.name = "name",
     .kind = FIELD_LINE,
     .required = true,
     .max = NAME_MOST,
     .label = "Name of the system",
     .missing = "Enter the name of the system"},
    {.name = "agency",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Agency",
     .missing = "Select the agency whose system it is"},
    {.name = "spoke",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Spoke",
     .missing = "Select a spoke"},
    {.name = "role",
     .kind = FIELD_LINE,
     .required = true,
     .one_of = key_roles,
     .label = "What it does",
     .missing = "Select what the system does"},
    {.name = "read_only",
     .kind = FIELD_BOOLEAN,
     .required = true,
     .label = "Reads only",
     .missing = "Select whether it may write"},
    {.name = "expires_on",
     .kind = FIELD_DATE,
     .required = true,
     .label = "Last day",
     .missing = "Enter the last day on which the key works"},
    {.name = "reason",
     .kind = FIELD_TEXT,
     .required = true,
     .max = REASON_MOST,
     .label = "Reason",
     .missing = "Enter what the partner needs the key for"},
    {0           },
};
const struct input_table key_new_input = {.name = "PartnerKeyNew",
                                          .fields = new_fields};

static const struct field renew_fields[] = {
    {.name = "expires_on",
     .kind = FIELD_DATE,
     .required = true,
     .label = "Last day",
     .missing = "Enter the last day on which the key works"},
    {.name = "at_once",
     .kind = FIELD_BOOLEAN,
     .required = true,
     .label = "End the old one now",
     .missing = "Select whether the old key ends now"},
    {0},
};
const struct input_table key_renew_input = {.name = "PartnerKeyRenew",
                                            .fields = renew_fields};

static const struct field revoke_fields[] = {
    {.name = "reason",
     .kind = FIELD_TEXT,
     .required = true,
     .max = REASON_MOST,
     .label = "Reason",
     .missing = "Enter why"},
    {0},
};
const struct input_table key_revoke_input = {.name = "PartnerKeyRevoke",
                                             .fields = revoke_fields};
