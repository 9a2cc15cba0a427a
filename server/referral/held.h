/*
 * held.h - a referral held for change: what is stored, in the shape of its
 * form, locked until the transaction ends.
 */
#ifndef THROUGHLINE_REFERRAL_HELD_H
#define THROUGHLINE_REFERRAL_HELD_H

#include <jansson.h>
#include <stdbool.h>

#include "http/route.h"

struct held {
    bool current;       /* it may be changed, and is what If-Match says */
    const json_t *form; /* an empty object unless current */
    const char *form_json;
    const char *state; /* NULL unless current */
    const char *person_id;
    const char *spoke;
    const char *reference;
};

/* Locks the referral of the path and waits for it. One that is not there, not
 * the reader's to change, or of another version is not an error here: the
 * update that follows changes nothing, and reply_changed() says why. */
struct err *held_load(struct call *call, struct held *ret_held);

#endif
