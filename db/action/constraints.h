/* What people run into in this room: see db/constraints.h. */
/* clang-format off */
{"action_cancelled_check", "/reason", "required",
 "Select why the action was cancelled"},
{"action_done_check", "/done_on", "required",
 "Enter the date the action was done"},
{"action_episode_fkey", "/episode_id", "not_in_list",
 "Choose an episode of this young person"},
{"action_owner_check", "/owner_user_id", "required",
 "Choose who will do the action, or enter their name"},
{"action_state_reason_fkey", "/reason", "not_in_list",
 "Select a reason from the list"},
/* clang-format on */
