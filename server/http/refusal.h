/*
 * refusal.h - who was refused what stands in the access log, too.
 */
#ifndef THROUGHLINE_HTTP_REFUSAL_H
#define THROUGHLINE_HTTP_REFUSAL_H

#include "http/request.h"

struct connection;

/* After the transaction of the request is over, for what is refused undoes
 * what was begun. Only for those signed in, and only where somebody asked for
 * more than theirs: not entitled, or a record that is not there for them. What
 * goes wrong here is logged; the answer stays what it is. The caller ends the
 * transaction. */
void refusal_keep(struct call *call, struct connection *connection,
                  const struct err *refused);

#endif
