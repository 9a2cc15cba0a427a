/*
 * draft_sent.h - a form that is sent takes its draft with it.
 */
#ifndef THROUGHLINE_HTTP_DRAFT_SENT_H
#define THROUGHLINE_HTTP_DRAFT_SENT_H

#include "http/request.h"

/* Draft: <id>/<version>, of a form that had one. */
#define DRAFT_HEADER "Draft"

/* After the handler: queues the removal of the draft the header names, so that
 * both are done or neither. A header that names none is passed over, for the
 * form itself is what counts. */
struct err *draft_sent(struct call *call);

#endif
