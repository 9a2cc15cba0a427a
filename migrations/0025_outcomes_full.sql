-- Risk and outcomes corrected without losing what was (domain.md 11), scores
-- worked out from the items of their instrument, and the young person's own
-- words (8). A vocabulary without a partition of its own is pointed at through
-- a generated column that names it.
SET LOCAL ROLE throughline_owner;

-- What a record said before it was corrected or struck. `was` is the whole row.
CREATE TABLE casework.earlier_version (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    kind        text NOT NULL CHECK (kind <> ''), -- the table it is a row of
    record_id   uuid NOT NULL,
    version     integer NOT NULL,
    spoke_id    integer NOT NULL,
    person_id   uuid NOT NULL,
    was         jsonb NOT NULL,
    reason      text NOT NULL,
    reason_vocabulary text NOT NULL GENERATED ALWAYS AS ('correction_reason') STORED,
    note        text,
    replaced_at timestamptz NOT NULL,
    replaced_by uuid REFERENCES access.user_account,
    CONSTRAINT earlier_version_once_key UNIQUE (record_id, version),
    CONSTRAINT earlier_version_person_known_fkey
        FOREIGN KEY (person_id, spoke_id) REFERENCES casework.person_spoke (person_id, spoke_id),
    CONSTRAINT earlier_version_reason_fkey
        FOREIGN KEY (reason_vocabulary, reason) REFERENCES reference.term (vocabulary, code)
);
CREATE INDEX earlier_version_person ON casework.earlier_version (person_id);

-- The young person's voice: their words, how they came, and what may be done
-- with them. Only the anonymised version ever leaves the case.
CREATE TABLE casework.voice (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version       integer NOT NULL DEFAULT 1,
    spoke_id      integer NOT NULL,
    person_id     uuid NOT NULL,
    episode_id    uuid NOT NULL,
    said_on       date NOT NULL,
    medium        text NOT NULL REFERENCES reference.voice_medium (code),
    quotation     text NOT NULL CHECK (quotation <> ''),
    about         text,            -- what they were asked or speaking about
    permission    text NOT NULL DEFAULT 'not_asked',
    permission_vocabulary text NOT NULL GENERATED ALWAYS AS ('publication_permission') STORED,
    permission_on date,
    anonymised    text CHECK (anonymised <> ''),
    created_at    timestamptz NOT NULL DEFAULT now(),
    created_by    uuid REFERENCES access.user_account,
    updated_at    timestamptz NOT NULL DEFAULT now(),
    updated_by    uuid REFERENCES access.user_account,
    CONSTRAINT voice_episode_fkey FOREIGN KEY (episode_id, person_id, spoke_id)
        REFERENCES casework.episode (id, person_id, spoke_id),
    CONSTRAINT voice_permission_fkey FOREIGN KEY (permission_vocabulary, permission)
        REFERENCES reference.term (vocabulary, code),
    CONSTRAINT voice_permission_on_check CHECK (permission <> 'not_asked' OR permission_on IS NULL)
);
CREATE INDEX voice_person ON casework.voice (person_id, said_on);
CREATE INDEX voice_episode ON casework.voice (episode_id, said_on DESC);

ALTER TABLE casework.risk_assessment
    ADD COLUMN version       integer NOT NULL DEFAULT 1,
    ADD COLUMN override_note text,
    ADD COLUMN override_vocabulary text NOT NULL GENERATED ALWAYS AS ('risk_override_reason') STORED,
    ADD COLUMN review_on     date,  -- agreed with it; else the spoke's period for the level
    ADD COLUMN updated_at    timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN updated_by    uuid REFERENCES access.user_account;

-- Until now a code of the demo, or free text.
UPDATE casework.risk_assessment AS r
   SET override_note = r.override_reason, override_reason = 'professional_judgement'
 WHERE r.override_reason IS NOT NULL
   AND NOT EXISTS (SELECT FROM reference.term t
                    WHERE t.vocabulary = 'risk_override_reason' AND t.code = r.override_reason);
ALTER TABLE casework.risk_assessment
    ADD CONSTRAINT risk_assessment_override_reason_fkey
        FOREIGN KEY (override_vocabulary, override_reason) REFERENCES reference.term (vocabulary, code),
    ADD CONSTRAINT risk_assessment_override_note_check
        CHECK (override_note IS NULL OR override_reason IS NOT NULL),
    ADD CONSTRAINT risk_assessment_review_on_check
        CHECK (review_on >= (assessed_at AT TIME ZONE 'Europe/London')::date);

-- Why the panel's level differs from the practitioner's, as the meeting said.
ALTER TABLE casework.discussion
    ADD COLUMN override_reason text,
    ADD COLUMN override_vocabulary text NOT NULL GENERATED ALWAYS AS ('risk_override_reason') STORED,
    ADD CONSTRAINT discussion_override_reason_fkey
        FOREIGN KEY (override_vocabulary, override_reason) REFERENCES reference.term (vocabulary, code);

-- Which scale of a named instrument, or which of the young person's goals; and
-- the items a score was worked out from.
ALTER TABLE casework.outcome
    ADD COLUMN scale text CHECK (scale <> ''),
    ADD COLUMN items smallint[];

-- A correction says which version it corrects and why; striking is the last.
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['risk_assessment', 'outcome', 'voice'] LOOP
        EXECUTE format($sql$ALTER TABLE casework.%1$I
            ADD COLUMN correction_reason text,
            ADD COLUMN correction_vocabulary text NOT NULL GENERATED ALWAYS AS ('correction_reason') STORED,
            ADD COLUMN correction_note text,
            ADD COLUMN corrects_version integer,
            ADD COLUMN corrected_at timestamptz,
            ADD COLUMN corrected_by uuid REFERENCES access.user_account,
            ADD COLUMN in_error_at timestamptz,
            ADD COLUMN in_error_by uuid REFERENCES access.user_account,
            ADD CONSTRAINT %2$I FOREIGN KEY (correction_vocabulary, correction_reason)
                REFERENCES reference.term (vocabulary, code),
            ADD CONSTRAINT %3$I CHECK (
                (correction_reason IS NULL) = (corrects_version IS NULL)
                AND (correction_reason IS NULL) = (corrected_at IS NULL)
                AND (in_error_at IS NULL OR correction_reason IS NOT NULL))$sql$,
            t, t || '_correction_reason_fkey', t || '_correction_check');
    END LOOP;
END $$;

-- The same instrument, scale, version and informant has one value at each
-- point; what was struck is not in the way.
ALTER TABLE casework.outcome DROP CONSTRAINT outcome_once_key;
CREATE UNIQUE INDEX outcome_once_key ON casework.outcome
    (episode_id, allocation_id, measure, scale, instrument_version, informant, point)
    NULLS NOT DISTINCT WHERE in_error_at IS NULL;
CREATE INDEX outcome_episode ON casework.outcome (episode_id, measured_on);

-- Follow-up is due some months after an intervention ended.
CREATE INDEX allocation_ended ON casework.allocation (spoke_id, ended_on) WHERE ended_on IS NOT NULL;
