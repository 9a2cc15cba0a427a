/* What people run into in this room: see db/constraints.h. */
/* clang-format off */
{"association_basis_check", "/basis", "inferred",
 "Record only what somebody said or saw, not what it may mean"},
{"association_ended_check", "/ended_on", "too_early",
 "It cannot end before it was known"},
{"association_expires_check", "/expires_on", "too_early",
 "The date it runs out must be after the date it was known"},
{"association_one_open", "/other_id", "already_there",
 "This is recorded of the two of them already"},
{"association_other_known_fkey", "/other_id", "not_in_list",
 "Choose a young person known in this spoke"},
{"association_person_known_fkey", "/person_id", "not_in_list",
 "Choose a young person known in this spoke"},
{"association_two_check", "/other_id", "contradiction",
 "Choose another young person"},
/* clang-format on */
