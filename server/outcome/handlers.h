/*
 * handlers.h - handlers of the room of outcomes that stand beside its table.
 */
#ifndef THROUGHLINE_OUTCOME_HANDLERS_H
#define THROUGHLINE_OUTCOME_HANDLERS_H

#include "http/route.h"

struct err *voice_list(struct call *call, struct reply *out);
struct err *voice_create(struct call *call, struct reply *out);
struct err *voice_show(struct call *call, struct reply *out);
struct err *voice_amend(struct call *call, struct reply *out);
struct err *voice_in_error(struct call *call, struct reply *out);

#endif
