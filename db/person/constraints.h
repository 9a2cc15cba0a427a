/* What people run into in this room: see db/constraints.h. */
/* clang-format off */
{"earlier_version_person_known_fkey", "/person_id", "not_in_list",
 "Choose somebody this spoke knows"},
{"earlier_version_reason_fkey", "/reason", "not_in_list",
 "Select why it is corrected from the list"},
{"person_born_on_check", "/born_on", "required",
 "Enter the date of birth, or that it is not known"},
{"person_born_past_check", "/born_on", "too_late",
 "The date of birth must be before the date of death"},
{"person_distinct_order_check", "/other_id", "not_in_list",
 "Choose another young person"},
{"person_name_dates_check", "/valid_to", "too_early",
 "The last date must be the same as or after the first date"},
{"person_name_one_legal", "/kind", "already_there",
 "This young person already has a legal name"},
{"person_name_some_check", "/given_name", "required",
 "Enter a given name or a family name"},
/* clang-format on */
