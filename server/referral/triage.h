/*
 * triage.h - the moves of a referral after it was sent, and who it is about.
 */
#ifndef THROUGHLINE_REFERRAL_TRIAGE_H
#define THROUGHLINE_REFERRAL_TRIAGE_H

#include "http/route.h"

/* submitted -> in triage */
route_handler referral_triage;
/* in triage <-> more information requested: the clock stands still */
route_handler referral_ask;
route_handler referral_answer;

/* Decisions. The first three open an episode in the same transaction. */
route_handler referral_accept;
route_handler referral_convene;
route_handler referral_allocate;
route_handler referral_add_to_episode;
route_handler referral_redirect;
route_handler referral_decline;
route_handler referral_mark_duplicate;
route_handler referral_mark_outside;

route_handler referral_withdraw;

/* Says who the young person is: one known here, or a new record. */
route_handler referral_person_say;

/* What only the police may read. */
route_handler referral_annex_say;

/* Makes the move of that verb with `input`, JSON of a body, and answers. */
struct err *referral_move_to(struct call *call, const char *verb,
                             const char *input, struct reply *out);

#endif
