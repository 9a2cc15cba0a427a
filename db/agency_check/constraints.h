/* What people run into in this room: see db/constraints.h. */
/* clang-format off */
{"agency_check_answer_check", "/text", "required",
 "Enter what your agency knows, or say that nothing is known"},
{"agency_check_episode_fkey", "/episode_id", "not_in_list",
 "Choose an episode of this young person"},
{"agency_check_meeting_fkey", "/meeting_id", "not_in_list",
 "Choose a meeting of this spoke"},
{"agency_check_one_open", "/agencies", "already_there",
 "This agency has been asked and has not answered yet"},
{"agency_check_withdrawn_check", "/reason", "required",
 "Select why it is withdrawn"},
{"agency_check_withdrawn_reason_fkey", "/reason", "not_in_list",
 "Select one from the list"},
{"agency_check_withdrawn_text_check", "/text", "not_allowed",
 "Nothing was answered: it was withdrawn"},
{"agency_check_withdrawn_why_check", "/note", "not_allowed",
 "Only what is withdrawn has a reason"},
/* clang-format on */
