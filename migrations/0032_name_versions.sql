-- A young person's name is corrected with a reason and keeps what it said; a
-- name that was never theirs is struck from view and stays in the record.
SET LOCAL ROLE throughline_owner;

ALTER TABLE casework.person_name
    ADD COLUMN version         integer NOT NULL DEFAULT 1,
    ADD COLUMN updated_at      timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN updated_by      uuid REFERENCES access.user_account,
    ADD COLUMN amend_reason    text REFERENCES reference.correction_reason (code), -- the guard takes it
    ADD COLUMN in_error_at     timestamptz,
    ADD COLUMN in_error_by     uuid REFERENCES access.user_account,
    ADD COLUMN in_error_reason text REFERENCES reference.correction_reason (code),
    ADD CONSTRAINT person_name_in_error_check CHECK ((in_error_at IS NULL) = (in_error_reason IS NULL));
DROP INDEX casework.person_name_one_legal;
CREATE UNIQUE INDEX person_name_one_legal ON casework.person_name (person_id)
    WHERE kind = 'legal' AND valid_to IS NULL AND in_error_at IS NULL;

ALTER TABLE casework.person_amendment
    ADD COLUMN name_id uuid REFERENCES casework.person_name,
    ADD CONSTRAINT person_amendment_one_check CHECK (num_nonnulls(fact_id, name_id) <= 1);
CREATE INDEX person_amendment_name ON casework.person_amendment (name_id) WHERE name_id IS NOT NULL;
