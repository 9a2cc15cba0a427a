/* What people run into in this room: see db/constraints.h. */
/* clang-format off */
{"account_link_open", "", "already_there",
 "A new link is being made: try again in a moment"},
{"grant_proposal_once_excl", "/role", "already_there",
 "This role has been proposed already and waits for somebody to confirm it"},
{"role_grant_dates_check", "/valid_to", "too_early",
 "The last date must be the same as or after the first date"},
{"role_grant_once_excl", "/role", "already_there",
 "They hold this role already, or will on some of these days"},
{"role_grant_own_check", "/user_id", "not_allowed",
 "You cannot grant a role to yourself"},
{"session_key_fkey", "", "not_in_list", "A key has its own account"},
{"user_account_email_check", "/email", "invalid",
 "Enter an email address in lower case, like name@example.org"},
{"user_account_email_key", "/email", "already_there",
 "Somebody has an account with this email address already: ask the system administrator to add the role"},
/* clang-format on */
