#include "tests/unit/suite.h"

#include "db/sqlstate.h"

static struct err *err_of(const char *sqlstate, const char *message)
{
    struct sqlstate_report report = {.sqlstate = sqlstate, .message = message};

    return sqlstate_err(&arena, &report);
}

START_TEST(each_state_has_its_meaning)
{
    static const struct {
        const char *state;
        enum err_code code;
    } cases[] = {
        {"TL401", ERR_UNAUTHENTICATED},
        {"TL403", ERR_FORBIDDEN      },
        {"TL404", ERR_NOT_FOUND      },
        {"TL409", ERR_IMPOSSIBLE_MOVE},
        {"TL412", ERR_STALE          },
        {"TL422", ERR_INVALID        },
        {"TL429", ERR_TOO_MANY       },
        {"TLE03", ERR_SECOND_FACTOR  },
        {"TLR03", ERR_RECENT_SIGN_IN },
        {"TLK03", ERR_KEY_LIMITED    },
        {"TLI01", ERR_KEY_ANSWERED   },
        {"TLI02", ERR_KEY_REUSED     },
        {"TLI03", ERR_STILL_RUNNING  },
        {"23505", ERR_CONFLICT       },
        {"23P01", ERR_CONFLICT       },
        {"23503", ERR_INVALID        },
        {"23514", ERR_INVALID        },
        {"23502", ERR_INVALID        },
        {"22001", ERR_INVALID        },
        {"22P02", ERR_INVALID        },
        {"42501", ERR_FORBIDDEN      },
        {"42703", ERR_INTERNAL       },
        {"40001", ERR_RETRY          },
        {"40P01", ERR_RETRY          },
        {"08006", ERR_BUSY           },
        {"53100", ERR_BUSY           },
        {"53300", ERR_BUSY           },
        {"57P01", ERR_BUSY           },
        {"57014", ERR_BUSY           },
        {"55P03", ERR_BUSY           },
        {"25P02", ERR_INTERNAL       },
        {"P0001", ERR_INTERNAL       },
        {"XX000", ERR_INTERNAL       },
        {"TL999", ERR_INTERNAL       },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        ck_assert_msg(err_of(cases[i].state, "m")->code == cases[i].code, "%s",
                      cases[i].state);
}
END_TEST

START_TEST(busy_says_when_to_come_back)
{
    static const char *const states[] = {"08006", "53300", "57P01",
                                         "40001", "TLI03", "TL429"};

    for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
        ck_assert_int_gt(err_of(states[i], "m")->retry_after, 0);
}
END_TEST

START_TEST(only_our_own_wording_is_shown)
{
    ck_assert_str_eq(err_of("TL409", "The minutes are signed off.")->detail,
                     "The minutes are signed off.");
    ck_assert_str_eq(err_of("TL422", "Choose one.")->detail, "Choose one.");
    ck_assert_ptr_null(err_of("TL403", "permission x not held")->detail);
    ck_assert_ptr_null(err_of("23514", "row violates check")->detail);
    ck_assert_ptr_null(err_of("XX000", "oh")->detail);
}
END_TEST

/* R26: "invalid input syntax for type date: "Jamie Smith"" */
START_TEST(messages_that_quote_are_not_logged)
{
    static const char *const quoting[] = {"22P02", "22001", "22007",
                                          "P0001", "21000", "0A000"};

    for (size_t i = 0; i < sizeof(quoting) / sizeof(quoting[0]); i++)
        ck_assert_ptr_null(
            strstr(err_of(quoting[i], "syntax: \"Jamie\"")->log, "Jamie"));
    ck_assert_str_eq(err_of("42703", "no column x")->log,
                     "sqlstate 42703: no column x");
}
END_TEST

static struct err *foreign_key_err(const char *constraint, const char *table,
                                   const char *message)
{
    struct sqlstate_report report = {
        .sqlstate = "23503",
        .constraint = constraint,
        .table = table,
        .message = message,
    };

    return sqlstate_err(&arena, &report);
}

START_TEST(a_foreign_key_names_the_field)
{
    static const struct {
        const char *constraint;
        const char *table;
        const char *pointer;
        const char *detail;
    } cases[] = {
        {"action_kind_fkey",       "action", "/kind",            "Select a kind from the list"    },
        {"place_use_code_fkey",    "place",  "/use_code",
         "Select a use from the list"                                                             },
        {"a_b_outcome_code_fkey",  "a_b",    "/outcome_code",
         "Select an outcome from the list"                                                        },
        {"a_usual_agency_id_fkey", "a",      "/usual_agency_id",
         "Select a usual agency from the list"                                                    },
        {"a_urgency_fkey",         "a",      "/urgency",         "Select an urgency from the list"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct err *err =
            foreign_key_err(cases[i].constraint, cases[i].table,
                            "insert or update on table violates foreign key");
        ck_assert_int_eq(err->code, ERR_INVALID);
        ck_assert_str_eq(err->faults->pointer, cases[i].pointer);
        ck_assert_str_eq(err->faults->code, "not_in_list");
        ck_assert_str_eq(err->faults->detail, cases[i].detail);
        ck_assert_ptr_null(err->faults->next);
    }
}
END_TEST

START_TEST(other_foreign_keys_still_answer)
{
    struct err *deleted = foreign_key_err("action_kind_fkey", "action",
                                          "update or delete on table \"kind\"");
    struct err *strange = foreign_key_err("x_fkey", "action", "insert");
    struct err *bare = foreign_key_err(NULL, NULL, NULL);

    ck_assert_int_eq(deleted->code, ERR_CONFLICT);
    ck_assert_ptr_nonnull(deleted->detail);
    ck_assert_ptr_null(deleted->faults);
    ck_assert_int_eq(strange->code, ERR_INVALID);
    ck_assert_ptr_null(strange->faults);
    ck_assert_int_eq(bare->code, ERR_INVALID);
}
END_TEST

START_TEST(columns_become_fields)
{
    struct sqlstate_report missing = {.sqlstate = "23502",
                                      .table = "person",
                                      .column = "born_on",
                                      .message = "null value"};
    struct sqlstate_report ours = {.sqlstate = "TL422",
                                   .column = "release",
                                   .message = "Only police may hold it."};
    struct err *err = sqlstate_err(&arena, &missing);

    ck_assert_str_eq(err->faults->pointer, "/born_on");
    ck_assert_str_eq(err->faults->code, "required");
    ck_assert_str_eq(err->faults->detail, "Enter the born on");
    err = sqlstate_err(&arena, &ours);
    ck_assert_str_eq(err->faults->pointer, "/release");
    ck_assert_str_eq(err->faults->detail, "Only police may hold it.");
}
END_TEST

START_TEST(throttling_says_how_long)
{
    struct sqlstate_report report = {
        .sqlstate = "TL429", .message = "Wait.", .hint = "900"};

    ck_assert_int_eq(sqlstate_err(&arena, &report)->retry_after, 900);
    report.hint = "soon";
    ck_assert_int_gt(sqlstate_err(&arena, &report)->retry_after, 0);
}
END_TEST

START_TEST(known_constraints_have_their_wording)
{
    struct sqlstate_report unique = {.sqlstate = "23505",
                                     .constraint = "user_account_email_key",
                                     .table = "user_account",
                                     .message = "duplicate key"};
    struct sqlstate_report check = {.sqlstate = "23514",
                                    .constraint = "person_name_some_check",
                                    .message = "new row"};
    struct sqlstate_report other = {.sqlstate = "23514",
                                    .constraint = "no_such_check",
                                    .message = "new row"};
    struct err *err = sqlstate_err(&arena, &unique);

    ck_assert_int_eq(err->code, ERR_CONFLICT);
    ck_assert_str_eq(err->faults->pointer, "/email");
    ck_assert_str_eq(err->detail, err->faults->detail);
    err = sqlstate_err(&arena, &check);
    ck_assert_int_eq(err->code, ERR_INVALID);
    ck_assert_str_eq(err->faults->pointer, "/given_name");
    ck_assert_ptr_null(err->detail);
    err = sqlstate_err(&arena, &other);
    ck_assert_int_eq(err->code, ERR_INVALID);
    ck_assert_ptr_null(err->faults);
    ck_assert_ptr_nonnull(strstr(err->log, "no_such_check"));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        each_state_has_its_meaning,
        busy_says_when_to_come_back,
        only_our_own_wording_is_shown,
        messages_that_quote_are_not_logged,
        a_foreign_key_names_the_field,
        other_foreign_keys_still_answer,
        columns_become_fields,
        throttling_says_how_long,
        known_constraints_have_their_wording,
        NULL,
    };

    return suite_run("db/sqlstate", tests, NULL, NULL);
}
