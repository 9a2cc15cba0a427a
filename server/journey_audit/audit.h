/*
 * audit.h - the handlers of one journey audit and of what it asks, for the
 * table in routes.c.
 */
#ifndef THROUGHLINE_JOURNEY_AUDIT_AUDIT_H
#define THROUGHLINE_JOURNEY_AUDIT_AUDIT_H

#include "http/route.h"

struct err *audit_index(struct call *call, struct reply *out);
struct err *audit_show(struct call *call, struct reply *out);
struct err *audit_step_list(struct call *call, struct reply *out);
struct err *audit_change(struct call *call, struct reply *out);
struct err *audit_grade(struct call *call, struct reply *out);
struct err *audit_send(struct call *call, struct reply *out);
struct err *audit_revise(struct call *call, struct reply *out);
struct err *audit_close(struct call *call, struct reply *out);
struct err *audit_set_aside(struct call *call, struct reply *out);
struct err *audit_answer(struct call *call, struct reply *out);
struct err *audit_repeat(struct call *call, struct reply *out);
struct err *audit_opening(struct call *call, struct reply *out);
struct err *audit_shutting(struct call *call, struct reply *out);
struct err *audit_score(struct call *call, struct reply *out);
struct err *audit_owner_list(struct call *call, struct reply *out);

/* action.c */
struct err *audit_action_index(struct call *call, struct reply *out);
struct err *audit_action_make(struct call *call, struct reply *out);
struct err *audit_action_show(struct call *call, struct reply *out);
struct err *audit_action_change(struct call *call, struct reply *out);
struct err *audit_action_complete(struct call *call, struct reply *out);
struct err *audit_action_cancel(struct call *call, struct reply *out);
struct err *audit_action_reopen(struct call *call, struct reply *out);

#endif
