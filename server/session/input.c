#include "session/input.h"

#include "access/password.h"
#include "access/second_factor.h"

static const struct field sign_in_fields[] = {
    {.name = "email",
     .kind = FIELD_EMAIL,
     .required = true,
     .label = "Email address",
     .missing = "Enter your email address"},
    {.name = "password",
     .kind = FIELD_LINE,
     .required = true,
     .max = PASSWORD_LENGTH_MAX,
     .label = "Password",
     .missing = "Enter your password"},
    {.name = "code",
     .kind = FIELD_LINE,
     .max = CODE_LENGTH_MAX,
     .label = "Code"},
    {0                   },
};

const struct input_table sign_in_input = {.name = "SignIn",
                                          .fields = sign_in_fields};

static const struct field confirm_fields[] = {
    {.name = "password",
     .kind = FIELD_LINE,
     .required = true,
     .max = PASSWORD_LENGTH_MAX,
     .label = "Password",
     .missing = "Enter your password"},
    {.name = "code",
     .kind = FIELD_LINE,
     .max = CODE_LENGTH_MAX,
     .label = "Code"},
    {0},
};

const struct input_table confirm_input = {.name = "Confirmation",
                                          .fields = confirm_fields};
