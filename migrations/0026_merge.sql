-- Two records of one human being made one, and parted again (domain.md 2).
-- Nothing is moved: a record that was merged points to the one that stands for
-- both, and reading takes them together. So taking the pointer away restores
-- all exactly, and frozen minutes, closed episodes and the access log stay as
-- they were written.
SET LOCAL ROLE throughline_owner;

ALTER TABLE casework.person
    ADD COLUMN merged_into uuid REFERENCES casework.person,
    ADD CONSTRAINT person_merged_into_check CHECK (merged_into <> id);
CREATE INDEX person_merged_into ON casework.person (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE casework.person_merge (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    survivor_id  uuid NOT NULL REFERENCES casework.person,
    merged_id    uuid NOT NULL REFERENCES casework.person,
    reason       text NOT NULL CHECK (reason <> ''),
    -- Spokes that know the survivor only since: parting takes them away again.
    spokes_added integer[] NOT NULL DEFAULT '{}',
    at           timestamptz NOT NULL DEFAULT now(),
    by_user      uuid REFERENCES access.user_account,
    undone_at    timestamptz,
    undone_by    uuid REFERENCES access.user_account,
    undo_reason  text CHECK (undo_reason <> ''),
    CONSTRAINT person_merge_two_check CHECK (survivor_id <> merged_id),
    CONSTRAINT person_merge_undone_check CHECK ((undone_at IS NULL) = (undo_reason IS NULL))
);
CREATE UNIQUE INDEX person_merge_standing ON casework.person_merge (merged_id) WHERE undone_at IS NULL;
CREATE INDEX person_merge_survivor ON casework.person_merge (survivor_id) WHERE undone_at IS NULL;
CREATE INDEX person_merge_merged ON casework.person_merge (merged_id);
-- "Not the same person" is looked up from either side.
CREATE INDEX person_distinct_other ON casework.person_distinct (other_id);

-- Found by tests/statements: which of two partial indexes of the offers that
-- wait was left to chance.
DROP INDEX casework.transfer_by;
CREATE INDEX transfer_by ON casework.transfer (created_by, state);
