-- A note on the wrong young person is moved (domain.md 11); it says so ever after.
SET LOCAL ROLE throughline_owner;

ALTER TABLE casework.note
    ADD COLUMN moved_at timestamptz,
    ADD COLUMN moved_by uuid REFERENCES access.user_account,
    ADD COLUMN move_reason text,
    ADD CONSTRAINT note_moved_check CHECK ((moved_at IS NULL) = (move_reason IS NULL));

-- Closed without outcomes: reminded of for a while.
CREATE INDEX episode_no_outcome ON casework.episode (lead_user_id, closed_on)
    WHERE state = 'closed' AND NOT outcomes_recorded;
