/*
 * handlers.h - the allocation room's handlers, for its route table.
 */
#ifndef THROUGHLINE_ALLOCATION_HANDLERS_H
#define THROUGHLINE_ALLOCATION_HANDLERS_H

#include "http/route.h"

struct err *session_list(struct call *call, struct reply *out);
struct err *session_create(struct call *call, struct reply *out);
struct err *session_show(struct call *call, struct reply *out);
struct err *session_change(struct call *call, struct reply *out);

#endif
