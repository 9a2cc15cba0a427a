/* What people run into in this room: see db/constraints.h. */
/* clang-format off */
{"draft_content_check", "/content", "invalid",
 "What was typed must be a list of fields"},
{"draft_form_check", "/form", "invalid", "Enter which form it is"},
{"draft_once_key", "/form", "already_there",
 "You have a draft of this form already, from another tab or device"},
{"draft_size_check", "/content", "too_long",
 "This is too long to keep unsent. Shorten it, or send it now"},
{"draft_subject_check", "/subject", "not_a_page",
 "The page must be one of this site"},
{"draft_title_check", "/title", "invalid", "Enter the title of the page"},
/* clang-format on */
