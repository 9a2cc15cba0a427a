-- Young people whose record some staff may not open (domain.md 13): those who
-- know the family are blocked by name, or only those named may open it.
SET LOCAL ROLE throughline_owner;

DO $$
DECLARE
    v text;
BEGIN
    FOREACH v IN ARRAY '{restriction_reason,restriction_entry}'::text[] LOOP
        EXECUTE format('CREATE TABLE reference.%I PARTITION OF reference.term FOR VALUES IN (%L)', v, v);
        EXECUTE format('ALTER TABLE reference.%I ADD CONSTRAINT %I UNIQUE (code)', v, v || '_code_key');
    END LOOP;
END $$;

-- Whose records the session's user may not open: worked out with its scopes and
-- emptied with them. For nearly everybody it is empty.
ALTER TABLE access.session ADD COLUMN withheld uuid[] NOT NULL DEFAULT '{}';
UPDATE access.session SET scope_day = NULL WHERE ended_at IS NULL;

CREATE TABLE casework.restriction (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version    integer NOT NULL DEFAULT 1,
    spoke_id   integer NOT NULL,
    person_id  uuid NOT NULL,
    named_only boolean NOT NULL,     -- else all but those blocked
    reason     text NOT NULL REFERENCES reference.restriction_reason (code),
    note       text,
    review_on  date NOT NULL,
    ended_at   timestamptz,
    ended_by   uuid REFERENCES access.user_account,
    end_reason text,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by uuid REFERENCES access.user_account,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by uuid REFERENCES access.user_account,
    CONSTRAINT restriction_person_known_fkey FOREIGN KEY (person_id, spoke_id)
        REFERENCES casework.person_spoke (person_id, spoke_id),
    CONSTRAINT restriction_person_key UNIQUE (id, person_id, spoke_id),
    CONSTRAINT restriction_end_check CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);
CREATE UNIQUE INDEX restriction_one_open ON casework.restriction (person_id, spoke_id) WHERE ended_at IS NULL;
CREATE INDEX restriction_list ON casework.restriction (spoke_id, created_at DESC, id DESC);

-- Who is blocked, and who is named. Taken off, never deleted.
CREATE TABLE casework.restriction_user (
    id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    restriction_id uuid NOT NULL,
    person_id      uuid NOT NULL,
    spoke_id       integer NOT NULL,
    user_id        uuid NOT NULL REFERENCES access.user_account,
    entry          text NOT NULL REFERENCES reference.restriction_entry (code),
    reason         text NOT NULL CHECK (reason <> ''),
    ended_at       timestamptz,
    ended_by       uuid REFERENCES access.user_account,
    end_reason     text,
    created_at     timestamptz NOT NULL DEFAULT now(),
    created_by     uuid REFERENCES access.user_account,
    CONSTRAINT restriction_user_of_fkey FOREIGN KEY (restriction_id, person_id, spoke_id)
        REFERENCES casework.restriction (id, person_id, spoke_id),
    CONSTRAINT restriction_user_end_check CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);
CREATE UNIQUE INDEX restriction_user_once ON casework.restriction_user (restriction_id, user_id) WHERE ended_at IS NULL;
CREATE INDEX restriction_user_of ON casework.restriction_user (user_id) WHERE ended_at IS NULL;
CREATE INDEX restriction_user_person ON casework.restriction_user (person_id);
