#include "referral/held.h"

#include "input/json_keep.h"
#include "referral_store.h"

enum held_column {
    HELD_FORM,
    HELD_VERSION,
    HELD_STATE,
    HELD_PERSON,
    HELD_SPOKE,
    HELD_REFERENCE,
};

static struct err *form_read(struct call *call, struct held *held)
{
    json_error_t error;
    json_t *form = json_loads(held->form_json, 0, &error);

    if (form == NULL)
        return err_logged(call->arena, ERR_INTERNAL, "a stored form: %s",
                          error.text);
    held->form = json_keep(call->arena, form);
    return NULL;
}

struct err *held_load(struct call *call, struct held *ret_held)
{
    struct rows *rows = NULL;
    struct err *err = referral_held(call->tx, call->ids[0], &rows);

    *ret_held = (struct held){.form_json = "{}"};
    if (!err)
        err = tx_flush(call->tx);
    if (err)
        return err;
    if (rows_count(rows) > 0 &&
        rows_equal(rows, 0, HELD_VERSION, call->if_match))
        *ret_held = (struct held){
            .current = true,
            .form_json = rows_text(rows, 0, HELD_FORM),
            .state = rows_text(rows, 0, HELD_STATE),
            .person_id = rows_text(rows, 0, HELD_PERSON),
            .spoke = rows_text(rows, 0, HELD_SPOKE),
            .reference = rows_text(rows, 0, HELD_REFERENCE),
        };
    return form_read(call, ret_held);
}
