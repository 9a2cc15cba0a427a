-- How long records are kept, what holds them back, and their disposal with a
-- certificate (domain.md 11, security.md R39).
--
-- throughline_disposer owns the one function that erases, and nothing else;
-- nobody signs in as it. The triggers that keep every row as it was written
-- stand aside for it alone (migrations/functions/99_disposal_triggers.sql).
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'throughline_disposer') THEN
        CREATE ROLE throughline_disposer NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOINHERIT;
    END IF;
    EXECUTE format('GRANT throughline_disposer TO %I', current_user);
END $$;
GRANT USAGE ON SCHEMA reference, access, audit, casework, jobs TO throughline_disposer;

SET LOCAL ROLE throughline_owner;

-- Vocabularies that a file had before its table lay in reference.other_term.
DO $$
DECLARE
    v text;
BEGIN
    FOREACH v IN ARRAY '{retention_start,legal_hold_reason,redaction_reason}'::text[] LOOP
        EXECUTE format('CREATE TEMPORARY TABLE moved ON COMMIT DROP AS SELECT * FROM reference.other_term WHERE vocabulary = %L', v);
        DELETE FROM reference.other_term WHERE vocabulary = v;
        EXECUTE format('CREATE TABLE reference.%I PARTITION OF reference.term FOR VALUES IN (%L)', v, v);
        EXECUTE format('ALTER TABLE reference.%I ADD CONSTRAINT %I UNIQUE (code)', v, v || '_code_key');
        INSERT INTO reference.term SELECT * FROM moved;
        DROP TABLE moved;
    END LOOP;
END $$;

-- config/partnership/retention_rules.csv. A spoke's own rule goes before the
-- partnership's.
CREATE TABLE reference.retention_rule (
    category     text NOT NULL REFERENCES reference.retention_category (code),
    spoke_id     integer REFERENCES reference.spoke,
    years        integer CHECK (years BETWEEN 0 AND 150),
    counted_from text REFERENCES reference.retention_start (code),
    until_age    integer CHECK (until_age BETWEEN 18 AND 120),
    permanent    boolean NOT NULL DEFAULT false,
    source       text NOT NULL CHECK (source <> ''),
    CONSTRAINT retention_rule_key UNIQUE NULLS NOT DISTINCT (category, spoke_id),
    CONSTRAINT retention_rule_start_check CHECK (permanent = (counted_from IS NULL))
);

-- What holds a record back: one young person's, or every record of a spoke.
CREATE TABLE casework.retention_hold (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version    integer NOT NULL DEFAULT 1,
    spoke_id   integer NOT NULL REFERENCES reference.spoke,
    person_id  uuid,                 -- NULL: all of the spoke's
    reference  text CHECK (reference <> ''), -- of the case it was set on
    reason     text NOT NULL REFERENCES reference.legal_hold_reason (code),
    note       text CHECK (note <> ''),
    from_on    date NOT NULL,
    until_on   date,                 -- NULL: until it is lifted
    ended_at   timestamptz,
    ended_by   uuid REFERENCES access.user_account,
    end_reason text CHECK (end_reason <> ''),
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by uuid REFERENCES access.user_account,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by uuid REFERENCES access.user_account,
    CONSTRAINT retention_hold_person_known_fkey FOREIGN KEY (person_id, spoke_id)
        REFERENCES casework.person_spoke (person_id, spoke_id),
    CONSTRAINT retention_hold_dates_check CHECK (until_on >= from_on),
    CONSTRAINT retention_hold_ended_check CHECK ((ended_at IS NULL) = (end_reason IS NULL)),
    CONSTRAINT retention_hold_whose_check CHECK ((person_id IS NULL) = (reference IS NULL))
);
CREATE INDEX retention_hold_person ON casework.retention_hold (person_id) WHERE ended_at IS NULL;
CREATE INDEX retention_hold_spoke ON casework.retention_hold (spoke_id, created_at DESC, id DESC);

-- One disposal: proposed by the spoke, carried out by information governance.
-- It names cases by their references, never a young person.
CREATE TABLE casework.disposal (
    id               uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version          integer NOT NULL DEFAULT 1,
    number           integer GENERATED ALWAYS AS IDENTITY UNIQUE,
    spoke_id         integer NOT NULL REFERENCES reference.spoke,
    person_id        uuid,                -- or a referral that led to nobody's record
    referral_id      uuid,
    state            text NOT NULL DEFAULT 'proposed',
    state_reason     text,
    state_note       text,
    reason           text NOT NULL CHECK (reason <> ''),
    record_references text[] NOT NULL,
    category         text NOT NULL REFERENCES reference.retention_category (code),
    due_on           date NOT NULL,
    decided_at       timestamptz,
    decided_by       uuid REFERENCES access.user_account,
    certificate      jsonb,
    certificate_hash bytea CHECK (octet_length(certificate_hash) = 32),
    created_at       timestamptz NOT NULL DEFAULT now(),
    created_by       uuid REFERENCES access.user_account,
    updated_at       timestamptz NOT NULL DEFAULT now(),
    updated_by       uuid REFERENCES access.user_account,
    CONSTRAINT disposal_person_known_fkey FOREIGN KEY (person_id, spoke_id)
        REFERENCES casework.person_spoke (person_id, spoke_id),
    CONSTRAINT disposal_referral_fkey FOREIGN KEY (referral_id, spoke_id) REFERENCES casework.referral (id, spoke_id),
    CONSTRAINT disposal_whose_check CHECK (num_nonnulls(person_id, referral_id) = 1),
    CONSTRAINT disposal_two_check CHECK (decided_by <> created_by OR state = 'withdrawn'),
    CONSTRAINT disposal_decided_check CHECK ((state = 'proposed') = (decided_at IS NULL)),
    CONSTRAINT disposal_note_check CHECK (state <> 'refused' OR state_note IS NOT NULL),
    CONSTRAINT disposal_certificate_check CHECK (
        (state = 'disposed') = (certificate IS NOT NULL) AND (certificate IS NULL) = (certificate_hash IS NULL))
);
CREATE UNIQUE INDEX disposal_once ON casework.disposal (person_id) WHERE state IN ('proposed', 'disposed');
CREATE UNIQUE INDEX disposal_referral_once ON casework.disposal (referral_id) WHERE state IN ('proposed', 'disposed');
CREATE INDEX disposal_spoke ON casework.disposal (spoke_id, created_at DESC, id DESC);

-- What is left of a young person disposed of points to the certificate.
ALTER TABLE casework.person ADD COLUMN disposal_id uuid REFERENCES casework.disposal;
CREATE INDEX person_disposal ON casework.person (disposal_id) WHERE disposal_id IS NOT NULL;

-- Which table is treated how: filled by migrations/functions/58_disposal_plan.sql.
CREATE TABLE casework.disposal_plan (
    position  integer PRIMARY KEY,
    relation  text NOT NULL UNIQUE,
    treatment text NOT NULL CHECK (treatment IN ('erase', 'blank', 'keep')),
    whose     text NOT NULL CHECK (whose <> ''), -- a condition; $1 their records, $2 a referral of nobody's
    empties   text[] NOT NULL,                   -- columns with words, of a table that is blanked
    sets      text CHECK (sets IS NULL OR treatment = 'blank'), -- what columns become instead, as of UPDATE
    why       text NOT NULL CHECK (why <> '')
);

-- Where to look for what may be due, without reading what is not.
CREATE INDEX episode_retention ON casework.episode (spoke_id, retention_trigger_on) WHERE state = 'closed';
CREATE INDEX referral_not_accepted ON casework.referral (spoke_id, coalesce(decided_at, updated_at))
    WHERE state IN ('draft', 'declined', 'redirected', 'out_of_area', 'duplicate', 'withdrawn');
RESET ROLE;
