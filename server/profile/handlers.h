/*
 * handlers.h - what the files of the account room share.
 */
#ifndef THROUGHLINE_PROFILE_HANDLERS_H
#define THROUGHLINE_PROFILE_HANDLERS_H

#include "http/route.h"

struct err *second_factor_begin(struct call *call, struct reply *out);
struct err *second_factor_finish(struct call *call, struct reply *out);
struct err *second_factor_remove(struct call *call, struct reply *out);
struct err *second_factor_take(struct call *call, struct reply *out);
struct err *recovery_codes_renew(struct call *call, struct reply *out);
struct err *role_change(struct call *call, struct reply *out);

struct err *own_sessions(struct call *call, struct reply *out);
struct err *own_session_end(struct call *call, struct reply *out);
struct err *own_sessions_end(struct call *call, struct reply *out);
struct err *user_sessions_end(struct call *call, struct reply *out);
struct err *password_change(struct call *call, struct reply *out);

#endif
