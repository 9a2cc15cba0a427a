/* What people run into in this room: see db/constraints.h. */
/* clang-format off */
{"intervention_ages_check", "/max_age", "too_small",
 "The oldest age must be the same as or above the youngest"},
{"intervention_capacity_check", "/capacity", "too_small",
 "The number of places must be 1 or more"},
{"intervention_code_key", "/code", "already_there",
 "Another intervention has this code"},
{"intervention_dates_check", "/active_to", "too_early",
 "The last date must be the same as or after the first date"},
{"intervention_min_age_check", "/min_age", "out_of_range",
 "The youngest age must be between 0 and 25"},
{"intervention_planned_hours_check", "/planned_hours", "too_small",
 "Planned hours must be more than 0"},
{"intervention_planned_sessions_check", "/planned_sessions", "too_small",
 "Planned sessions must be 1 or more"},
/* clang-format on */
