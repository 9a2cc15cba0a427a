#include "profile/input.h"

#include "access/password.h"
#include "access/second_factor.h"

static const struct field code_fields[] = {
    {.name = "code",
     .kind = FIELD_LINE,
     .required = true,
     .max = CODE_LENGTH_MAX,
     .label = "Code",
     .missing = "Enter the 6 digits that the app shows"},
    {0},
};
const struct input_table code_input = {.name = "AppCode",
                                       .fields = code_fields};

static const struct field password_fields[] = {
    {.name = "password",
     .kind = FIELD_LINE,
     .required = true,
     .max = PASSWORD_LENGTH_MAX,
     .label = "Password",
     .missing = "Enter the password you sign in with now"},
    {.name = "new_password",
     .kind = FIELD_LINE,
     .required = true,
     .max = PASSWORD_LENGTH_MAX,
     .label = "New password",
     .missing = "Enter a new password"},
    {0},
};
const struct input_table password_input = {.name = "PasswordChange",
                                           .fields = password_fields};

static const struct field reason_fields[] = {
    {.name = "reason",
     .kind = FIELD_LINE,
     .required = true,
     .max = 500,
     .label = "Reason",
     .missing = "Enter why, and how you know that it is they who ask"},
    {0},
};
const struct input_table factor_reason_input = {.name = "SecondFactorRemoval",
                                                .fields = reason_fields};

static const struct field sign_out_fields[] = {
    {.name = "reason",
     .kind = FIELD_LINE,
     .required = true,
     .max = 500,
     .label = "Reason",
     .missing = "Enter why they are signed out"},
    {0},
};
const struct input_table sign_out_input = {.name = "SignOutEverywhere",
                                           .fields = sign_out_fields};

static const struct field role_fields[] = {
    {.name = "required",
     .kind = FIELD_BOOLEAN,
     .required = true,
     .label = "Needs a second factor",
     .missing = "Select whether the role needs a second factor"},
    {.name = "reason",
     .kind = FIELD_LINE,
     .required = true,
     .max = 500,
     .label = "Reason",
     .missing = "Enter why"},
    {0},
};
const struct input_table role_factor_input = {.name = "RoleSecondFactor",
                                              .fields = role_fields};
