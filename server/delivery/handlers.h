/*
 * handlers.h - the delivery room's handlers, for its route table.
 */
#ifndef THROUGHLINE_DELIVERY_HANDLERS_H
#define THROUGHLINE_DELIVERY_HANDLERS_H

#include "http/route.h"

struct err *group_index(struct call *call, struct reply *out);
struct err *group_candidates(struct call *call, struct reply *out);
struct err *group_add(struct call *call, struct reply *out);
struct err *group_show(struct call *call, struct reply *out);
struct err *group_change(struct call *call, struct reply *out);

#endif
