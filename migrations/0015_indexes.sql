-- Found by tests/statements: what was looked up without an index.
SET LOCAL ROLE throughline_owner;

CREATE INDEX addendum_discussion ON casework.addendum (discussion_id);
-- "Since you were last here" looks at ended sessions too.
CREATE INDEX session_user_seen ON access.session (user_id, seen_at);
