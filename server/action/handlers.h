/*
 * handlers.h - the action room's handlers, for its route table.
 */
#ifndef THROUGHLINE_ACTION_HANDLERS_H
#define THROUGHLINE_ACTION_HANDLERS_H

#include "http/route.h"

/* open -> in progress -> done; cancelled, superseded; done -> open */
route_handler action_start;
route_handler action_complete;
route_handler action_cancel;
route_handler action_supersede;
route_handler action_reopen;

/* What waits for the reader, soonest due first. */
route_handler task_list;
/* What others did since the reader was last here. */
route_handler change_list;

#endif
