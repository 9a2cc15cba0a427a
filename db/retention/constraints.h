/* What people run into in this room: see db/constraints.h. */
/* clang-format off */
{"disposal_note_check", "/note", "required", "Enter why it stays"},
{"disposal_once", "", "already_there", "It has been proposed already"},
{"disposal_person_known_fkey", "/person_id", "not_in_list", "Choose a record"},
{"disposal_referral_fkey", "/referral_id", "not_in_list", "Choose a referral"},
{"disposal_referral_once", "", "already_there", "It is proposed already"},
{"retention_hold_dates_check", "/until_on", "too_early",
 "Enter a last day that is not before the first"},
{"retention_hold_person_known_fkey", "/reference", "not_in_list",
 "Enter the reference of a case of this spoke"},
/* clang-format on */
