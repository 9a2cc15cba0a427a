/*
 * handlers.h - the contact room's operations, for its route table.
 */
#ifndef THROUGHLINE_CONTACT_HANDLERS_H
#define THROUGHLINE_CONTACT_HANDLERS_H

#include "http/route.h"

/* contacts.c */
route_handler contact_index, contact_log, contact_show, contact_change,
    contact_in_error, contact_history, contact_followed;

/* held.c */
route_handler contact_queue, contact_let_go, contact_hold_on;

/* counts.c */
route_handler contact_numbers, contact_rows;

/* identified.c */
route_handler identified_index, identified_show, identified_candidates,
    identified_tie, identified_untie;

#endif
