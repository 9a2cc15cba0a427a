/* What people run into in this room: see db/constraints.h. */
/* clang-format off */
{"referral_letter_issued_check", "/channel", "required",
 "Select how it is sent"},
{"referral_letter_not_sent_check", "/reason", "required",
 "Select why it is not sent"},
{"referral_letter_one_draft", "", "already_there",
 "A letter to the referrer is being written already"},
{"referral_letter_person_known_fkey", "/person_id", "not_in_list",
 "Choose a young person known to this spoke"},
{"referral_letter_referral_fkey", "/referral_id", "not_in_list",
 "Choose a referral of this spoke"},
/* clang-format on */
