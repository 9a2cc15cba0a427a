/*
 * handlers.h - what the files of the session room share.
 */
#ifndef THROUGHLINE_SESSION_HANDLERS_H
#define THROUGHLINE_SESSION_HANDLERS_H

#include "access/second_factor.h"
#include "db/rows.h"
#include "http/route.h"

/* 429, to be tried again after `wait` seconds. */
struct err *session_throttled(struct call *call, const char *wait);

/* What the password and the code that were sent, if there is one, are worth:
 * `salt` and seconds to wait, and what is `sealed`, as the database gave them.
 */
struct err *session_prove(struct call *call, const struct rows *salt,
                          const struct rows *sealed, const char **ret_key,
                          struct code_proof *ret_proof);

/* The session's cookie, which holds its token. */
void session_set_token(struct call *call, const char *token, struct reply *out);

/* What the database answered to a sign-in or confirmation that is not "in":
 * committed first, for a failure counts; then `refused`, or that a code is
 * needed. */
struct err *session_not_in(struct call *call, const char *answer,
                           struct err *refused);

struct err *session_reconfirm(struct call *call, struct reply *out);

#endif
