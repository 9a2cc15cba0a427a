-- Opening the record of a young person of another spoke in an emergency (R21):
-- one record, a reason, at most an hour, told to its spoke, reviewed by somebody
-- else.
SET LOCAL ROLE throughline_owner;

DO $$
DECLARE
    v text;
BEGIN
    FOREACH v IN ARRAY '{break_glass_purpose,break_glass_review}'::text[] LOOP
        EXECUTE format('CREATE TABLE reference.%I PARTITION OF reference.term FOR VALUES IN (%L)', v, v);
        EXECUTE format('ALTER TABLE reference.%I ADD CONSTRAINT %I UNIQUE (code)', v, v || '_code_key');
    END LOOP;
    -- The access log says so by its own word, beside those it has by now.
    EXECUTE 'ALTER TABLE audit.access_log DROP CONSTRAINT access_log_action_check, '
         || 'ADD CONSTRAINT access_log_action_check ' || (SELECT replace(pg_get_constraintdef(c.oid), 'ARRAY[', 'ARRAY[''break_glass''::text, ')
                || ' NOT VALID' FROM pg_constraint c
              WHERE c.conrelid = 'audit.access_log'::regclass AND c.conname = 'access_log_action_check');
END $$;

CREATE TABLE casework.break_glass (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version     integer NOT NULL DEFAULT 1,
    spoke_id    integer NOT NULL,     -- whose case it is
    person_id   uuid NOT NULL,
    reference   text NOT NULL,        -- by which they were found
    user_id     uuid NOT NULL REFERENCES access.user_account,
    purpose     text NOT NULL REFERENCES reference.break_glass_purpose (code),
    reason      text NOT NULL CHECK (reason <> ''),
    opened_at   timestamptz NOT NULL,
    until       timestamptz NOT NULL,
    reads       integer NOT NULL DEFAULT 0,
    outcome     text REFERENCES reference.break_glass_review (code),
    review_note text,
    reviewed_at timestamptz,
    reviewed_by uuid REFERENCES access.user_account,
    created_at  timestamptz NOT NULL DEFAULT now(),
    created_by  uuid REFERENCES access.user_account,
    updated_at  timestamptz NOT NULL DEFAULT now(),
    updated_by  uuid REFERENCES access.user_account,
    CONSTRAINT break_glass_person_known_fkey FOREIGN KEY (person_id, spoke_id)
        REFERENCES casework.person_spoke (person_id, spoke_id),
    CONSTRAINT break_glass_until_check CHECK (until <= opened_at + interval '60 minutes'),
    CONSTRAINT break_glass_reviewed_check CHECK (
        (outcome IS NULL) = (reviewed_at IS NULL) AND (outcome IS NULL) = (review_note IS NULL)),
    CONSTRAINT break_glass_reviewer_check CHECK (reviewed_by <> user_id)
);
CREATE INDEX break_glass_list ON casework.break_glass (spoke_id, opened_at DESC, id DESC);
CREATE INDEX break_glass_user ON casework.break_glass (user_id, opened_at DESC, id DESC);
CREATE INDEX break_glass_person ON casework.break_glass (person_id);
