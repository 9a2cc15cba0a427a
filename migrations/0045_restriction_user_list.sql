-- A restriction is read with its list, those taken off it too.
SET LOCAL ROLE throughline_owner;
CREATE INDEX restriction_user_list ON casework.restriction_user (restriction_id, created_at);
