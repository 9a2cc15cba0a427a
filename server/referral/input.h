/*
 * input.h - what may be sent to the room of referrals.
 */
#ifndef THROUGHLINE_REFERRAL_INPUT_H
#define THROUGHLINE_REFERRAL_INPUT_H

#include "input/input.h"

extern const struct input_table referral_query;
extern const struct input_table referral_new_input;
extern const struct input_table referral_change_input;
extern const struct input_table referral_annex_input;
extern const struct input_table referral_person_input;

/* Of the moves; `submit` and `triage` need none. */
extern const struct input_table referral_question_input;
extern const struct input_table referral_answer_input;
extern const struct input_table referral_accept_input;
extern const struct input_table referral_add_input;
extern const struct input_table referral_redirect_input;
extern const struct input_table referral_decline_input;
extern const struct input_table referral_duplicate_input;
extern const struct input_table referral_outside_input;
extern const struct input_table referral_withdraw_input;

#endif
