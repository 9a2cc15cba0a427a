/* What people run into in this room: see db/constraints.h. */
/* clang-format off */
{"restriction_end_check", "/reason", "required", "Enter why it is lifted"},
{"restriction_one_open", "", "already_there", "It is restricted already"},
{"restriction_person_known_fkey", "/person_id", "not_in_list",
 "Choose a young person this spoke knows"},
{"restriction_user_end_check", "/reason", "required", "Enter why"},
{"restriction_user_of_fkey", "/restriction_id", "not_in_list",
 "Choose a restriction of this young person"},
{"restriction_user_once", "/user_id", "already_there",
 "They are on the list already"},
{"restriction_user_user_id_fkey", "/user_id", "not_in_list", "Choose somebody"},
/* clang-format on */
