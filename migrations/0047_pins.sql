-- The young people somebody keeps at hand (experience.md 20). It says what its
-- owner is busy with, nothing of the young person: it is no record of theirs,
-- and it shows nobody whom its owner may not open.
SET LOCAL ROLE throughline_owner;

CREATE TABLE casework.pin (
    user_id    uuid NOT NULL REFERENCES access.user_account,
    person_id  uuid NOT NULL REFERENCES casework.person,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, person_id)
);
CREATE INDEX pin_person ON casework.pin (person_id);
