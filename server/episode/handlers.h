/*
 * handlers.h - the episode room's handlers, for its route table.
 */
#ifndef THROUGHLINE_EPISODE_HANDLERS_H
#define THROUGHLINE_EPISODE_HANDLERS_H

#include "http/route.h"

struct err *risk_list(struct call *call, struct reply *out);
struct err *risk_create(struct call *call, struct reply *out);
struct err *risk_show(struct call *call, struct reply *out);
struct err *risk_amend(struct call *call, struct reply *out);
struct err *risk_in_error(struct call *call, struct reply *out);
struct err *note_list(struct call *call, struct reply *out);
struct err *note_create(struct call *call, struct reply *out);
struct err *note_amend(struct call *call, struct reply *out);
struct err *note_in_error(struct call *call, struct reply *out);
struct err *note_show(struct call *call, struct reply *out);
struct err *note_move(struct call *call, struct reply *out);

#endif
