-- Journey audit (domain.md 1: the hub's auditor works with pseudonyms, and sees
-- one young person after giving a reason, for a limited time, for reading).
SET LOCAL ROLE throughline_owner;

CREATE TEMPORARY TABLE moved_audit_term (LIKE reference.term) ON COMMIT DROP;
DO $$
DECLARE
    v text;
BEGIN
    FOREACH v IN ARRAY ARRAY['audit_criterion', 'audit_score', 'audit_grade', 'audit_gap', 'audit_theme',
                             'audit_response', 'audit_stratum', 'audit_set_aside_reason',
                             'audit_action_reason', 'audit_opening_purpose'] LOOP
        CONTINUE WHEN to_regclass('reference.' || v) IS NOT NULL;
        INSERT INTO moved_audit_term SELECT * FROM reference.other_term t WHERE t.vocabulary = v;
        DELETE FROM reference.other_term t WHERE t.vocabulary = v;
        EXECUTE format('CREATE TABLE reference.%I PARTITION OF reference.term FOR VALUES IN (%L)', v, v);
        EXECUTE format('ALTER TABLE reference.%I ADD CONSTRAINT %I UNIQUE (code)', v, v || '_code_key');
        INSERT INTO reference.term SELECT * FROM moved_audit_term m WHERE m.vocabulary = v;
    END LOOP;
END $$;

-- Makes pseudonyms; read by a definer function alone.
ALTER TABLE access.secret ADD COLUMN pseudonym_key bytea;
UPDATE access.secret SET pseudonym_key =
    sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'));
ALTER TABLE access.secret ALTER COLUMN pseudonym_key SET NOT NULL;

-- A sample, drawn by its own insertion: the same seed over the same journeys
-- draws the same.
CREATE TABLE casework.journey_sample (
    id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version         integer NOT NULL DEFAULT 1,
    title           text NOT NULL CHECK (title <> ''),
    seed            text NOT NULL CHECK (seed <> ''),
    wanted          integer NOT NULL,
    stratify_by     text NOT NULL DEFAULT 'spoke' REFERENCES reference.audit_stratum (code),
    -- Which journeys: empty = any.
    spoke_ids       integer[] NOT NULL DEFAULT '{}',
    risk_levels     text[] NOT NULL DEFAULT '{}',
    closure_reasons text[] NOT NULL DEFAULT '{}',
    gaps            text[] NOT NULL DEFAULT '{}',
    closed          boolean,
    opened_from     date NOT NULL,
    opened_to       date NOT NULL,
    -- What the draw found: [{stratum, population, drawn}].
    population      integer,
    strata          jsonb,
    created_at      timestamptz NOT NULL DEFAULT now(),
    created_by      uuid REFERENCES access.user_account,
    CONSTRAINT journey_sample_wanted_check CHECK (wanted BETWEEN 1 AND 100),
    CONSTRAINT journey_sample_dates_check CHECK (opened_to >= opened_from)
);
CREATE INDEX journey_sample_list ON casework.journey_sample (created_at DESC, id DESC);

-- One journey of a sample: a spoke's episode with one young person. Whose it is
-- stands in two columns that the server's login cannot read.
CREATE TABLE casework.journey_audit (
    id               uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version          integer NOT NULL DEFAULT 1,
    sample_id        uuid NOT NULL REFERENCES casework.journey_sample,
    spoke_id         integer NOT NULL REFERENCES reference.spoke,
    audited_person   uuid NOT NULL,
    audited_episode  uuid NOT NULL,
    pseudonym        text NOT NULL CHECK (pseudonym ~ '^J-[A-Z2-7]{6}$'),
    position         integer NOT NULL,
    stratum          text NOT NULL,
    -- As it was when it was drawn.
    age_band         text NOT NULL REFERENCES reference.age_band (code),
    year             integer NOT NULL,
    risk_level       text REFERENCES reference.risk_level (code),
    closure_reason   text REFERENCES reference.closure_reason (code),
    gaps             text[] NOT NULL,
    intervals        jsonb NOT NULL,
    -- What the auditor says.
    state            text NOT NULL DEFAULT 'draft',
    state_reason     text REFERENCES reference.audit_set_aside_reason (code),
    state_note       text,
    grade            text REFERENCES reference.audit_grade (code),
    summary          text CHECK (summary <> ''),
    strengths        text CHECK (strengths <> ''),
    sent_at          timestamptz,
    -- What the spoke says to it.
    response         text REFERENCES reference.audit_response (code),
    response_text    text CHECK (response_text <> ''),
    responded_at     timestamptz,
    responded_by     uuid REFERENCES access.user_account,
    earlier_id       uuid REFERENCES casework.journey_audit,
    created_at       timestamptz NOT NULL DEFAULT now(),
    created_by       uuid REFERENCES access.user_account,
    updated_at       timestamptz NOT NULL DEFAULT now(),
    updated_by       uuid REFERENCES access.user_account,
    CONSTRAINT journey_audit_spoke_key UNIQUE (id, spoke_id),
    CONSTRAINT journey_audit_once_key UNIQUE NULLS NOT DISTINCT (sample_id, audited_episode, earlier_id),
    CONSTRAINT journey_audit_again_key UNIQUE (earlier_id),
    CONSTRAINT journey_audit_episode_fkey FOREIGN KEY (audited_episode, audited_person, spoke_id)
        REFERENCES casework.episode (id, person_id, spoke_id),
    CONSTRAINT journey_audit_grade_check CHECK (state IN ('draft', 'set_aside') OR grade IS NOT NULL),
    CONSTRAINT journey_audit_graded_summary_check CHECK (state IN ('draft', 'set_aside') OR summary IS NOT NULL),
    CONSTRAINT journey_audit_set_aside_check CHECK ((state = 'set_aside') = (state_reason IS NOT NULL)),
    CONSTRAINT journey_audit_response_check CHECK (
        state NOT IN ('responded', 'closed', 're_audited') OR response IS NOT NULL AND responded_at IS NOT NULL),
    CONSTRAINT journey_audit_contest_check CHECK (response IS DISTINCT FROM 'contested' OR response_text IS NOT NULL)
);
CREATE INDEX journey_audit_sample ON casework.journey_audit (sample_id, position);
CREATE INDEX journey_audit_list ON casework.journey_audit (spoke_id, updated_at DESC, id DESC);
CREATE INDEX journey_audit_open ON casework.journey_audit (state, spoke_id)
    WHERE state NOT IN ('closed', 're_audited', 'set_aside');
CREATE INDEX journey_audit_episode ON casework.journey_audit (audited_episode);

-- One criterion's score. A correction is a new row; the one before stays.
CREATE TABLE casework.journey_audit_score (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    spoke_id    integer NOT NULL,
    audit_id    uuid NOT NULL,
    criterion   text NOT NULL REFERENCES reference.audit_criterion (code),
    score       text NOT NULL REFERENCES reference.audit_score (code),
    comment     text CHECK (comment <> ''),
    number      integer NOT NULL,
    correction  text CHECK (correction <> ''),
    replaced_at timestamptz,
    created_at  timestamptz NOT NULL DEFAULT now(),
    created_by  uuid REFERENCES access.user_account,
    CONSTRAINT journey_audit_score_audit_fkey
        FOREIGN KEY (audit_id, spoke_id) REFERENCES casework.journey_audit (id, spoke_id),
    CONSTRAINT journey_audit_score_number_key UNIQUE (audit_id, criterion, number)
);
CREATE UNIQUE INDEX journey_audit_score_current ON casework.journey_audit_score (audit_id, criterion)
    WHERE replaced_at IS NULL;

-- What the spoke is to learn or do: who, by when.
CREATE TABLE casework.journey_audit_action (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version       integer NOT NULL DEFAULT 1,
    spoke_id      integer NOT NULL,
    audit_id      uuid NOT NULL,
    theme         text NOT NULL REFERENCES reference.audit_theme (code),
    description   text NOT NULL CHECK (description <> ''),
    owner_user_id uuid REFERENCES access.user_account,  -- NULL: the spoke's coordinator
    due_on        date NOT NULL,
    state         text NOT NULL DEFAULT 'open',
    state_reason  text REFERENCES reference.audit_action_reason (code),
    state_note    text,
    done_on       date,
    created_at    timestamptz NOT NULL DEFAULT now(),
    created_by    uuid REFERENCES access.user_account,
    updated_at    timestamptz NOT NULL DEFAULT now(),
    updated_by    uuid REFERENCES access.user_account,
    CONSTRAINT journey_audit_action_audit_fkey
        FOREIGN KEY (audit_id, spoke_id) REFERENCES casework.journey_audit (id, spoke_id),
    CONSTRAINT journey_audit_action_done_check CHECK ((state = 'done') = (done_on IS NOT NULL)),
    CONSTRAINT journey_audit_action_note_check CHECK (state <> 'done' OR state_note IS NOT NULL),
    CONSTRAINT journey_audit_action_cancelled_check CHECK ((state = 'cancelled') = (state_reason IS NOT NULL))
);
CREATE INDEX journey_audit_action_audit ON casework.journey_audit_action (audit_id, due_on);
CREATE INDEX journey_audit_action_list ON casework.journey_audit_action (spoke_id, state, due_on, id);
CREATE INDEX journey_audit_action_owner ON casework.journey_audit_action (owner_user_id) WHERE state = 'open';

-- One journey opened by name: by whom, why, until when. One at a time for each
-- auditor, and never longer than four hours.
CREATE TABLE access.journey_opening (
    id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    audit_id       uuid NOT NULL REFERENCES casework.journey_audit,
    user_id        uuid NOT NULL REFERENCES access.user_account,
    spoke_id       integer NOT NULL REFERENCES reference.spoke,
    audited_person uuid NOT NULL REFERENCES casework.person,
    purpose        text NOT NULL REFERENCES reference.audit_opening_purpose (code),
    reason         text NOT NULL CHECK (length(btrim(reason)) >= 10),
    opened_at      timestamptz NOT NULL DEFAULT now(),
    until          timestamptz NOT NULL,
    ended_at       timestamptz,
    CONSTRAINT journey_opening_until_check
        CHECK (until > opened_at AND until <= opened_at + interval '4 hours'),
    CONSTRAINT journey_opening_ended_check CHECK (ended_at >= opened_at)
);
CREATE UNIQUE INDEX journey_opening_one ON access.journey_opening (user_id) WHERE ended_at IS NULL;
CREATE INDEX journey_opening_audit ON access.journey_opening (audit_id, opened_at);

-- What an audit said before it was corrected or answered anew.
CREATE TABLE casework.journey_audit_version (
    audit_id    uuid NOT NULL,
    spoke_id    integer NOT NULL,
    number      integer NOT NULL,
    was         jsonb NOT NULL,
    replaced_at timestamptz NOT NULL,
    replaced_by uuid REFERENCES access.user_account,
    PRIMARY KEY (audit_id, number),
    CONSTRAINT journey_audit_version_audit_fkey
        FOREIGN KEY (audit_id, spoke_id) REFERENCES casework.journey_audit (id, spoke_id)
);
