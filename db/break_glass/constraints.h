/* What people run into in this room: see db/constraints.h. */
/* clang-format off */
{"break_glass_person_known_fkey", "/reference", "not_in_list",
 "Nothing can be opened by this reference. Check it, or ring the spoke"},
{"break_glass_reviewed_by_fkey", "/user_id", "not_in_list", "Choose somebody"},
{"break_glass_reviewed_check", "/note", "required", "Enter what you found"},
{"break_glass_reviewer_check", "/outcome", "contradiction",
 "Somebody else reviews what you opened"},
{"break_glass_until_check", "/minutes", "too_big",
 "It may be open for an hour at the most"},
{"break_glass_user_id_fkey", "/user_id", "not_in_list", "Choose somebody"},
/* clang-format on */
