-- The Early Intervention Team's contacts in full (domain.md 7): young people
-- identified but not yet on the system, inputs that are about nobody in
-- particular, what follows from a contact, what the sergeant keeps back and
-- why, and corrections that keep what was there before (11).
SET LOCAL ROLE throughline_owner;

-- Vocabularies a column can point at have a partition of their own.
CREATE TEMPORARY TABLE moved_term (LIKE reference.term) ON COMMIT DROP;
DO $$
DECLARE
    v text;
BEGIN
    FOREACH v IN ARRAY ARRAY['correction_reason', 'year_group'] LOOP
        CONTINUE WHEN to_regclass('reference.' || v) IS NOT NULL;
        INSERT INTO moved_term SELECT * FROM reference.other_term t WHERE t.vocabulary = v;
        DELETE FROM reference.other_term t WHERE t.vocabulary = v;
        EXECUTE format('CREATE TABLE reference.%I PARTITION OF reference.term FOR VALUES IN (%L)', v, v);
        EXECUTE format('ALTER TABLE reference.%I ADD CONSTRAINT %I UNIQUE (code)', v, v || '_code_key');
        INSERT INTO reference.term SELECT * FROM moved_term m WHERE m.vocabulary = v;
    END LOOP;
END $$;

-- Somebody met or heard of whom the system does not hold yet: counted, and
-- later linked to a young person's record or referred.
CREATE TABLE casework.identified (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version       integer NOT NULL DEFAULT 1,
    spoke_id      integer NOT NULL REFERENCES reference.spoke,
    given_name    text,
    family_name   text,
    known_as      text,
    age_about     integer CHECK (age_about BETWEEN 5 AND 25),
    sex           text REFERENCES reference.sex (code),
    school        text,
    description   text,
    identified_on date NOT NULL,
    agency_id     integer NOT NULL REFERENCES reference.agency, -- its originator
    held          boolean NOT NULL DEFAULT false, -- as the contact it comes from
    person_id     uuid,                           -- once it is known who it is
    linked_at     timestamptz,
    linked_by     uuid REFERENCES access.user_account,
    link_note     text,
    created_at    timestamptz NOT NULL DEFAULT now(),
    created_by    uuid REFERENCES access.user_account,
    updated_at    timestamptz NOT NULL DEFAULT now(),
    updated_by    uuid REFERENCES access.user_account,
    CONSTRAINT identified_spoke_key UNIQUE (id, spoke_id),
    CONSTRAINT identified_named_check
        CHECK (coalesce(given_name, family_name, known_as, description) IS NOT NULL),
    CONSTRAINT identified_linked_check CHECK ((person_id IS NULL) = (linked_at IS NULL)),
    CONSTRAINT identified_person_known_fkey
        FOREIGN KEY (person_id, spoke_id) REFERENCES casework.person_spoke (person_id, spoke_id)
);
CREATE INDEX identified_person ON casework.identified (person_id);
CREATE INDEX identified_list ON casework.identified (spoke_id, identified_on DESC, id DESC);

ALTER TABLE casework.contact
    ALTER COLUMN person_id DROP NOT NULL,
    ADD COLUMN identified_id   uuid,
    ADD COLUMN school          text,
    ADD COLUMN year_groups     text[] NOT NULL DEFAULT '{}',
    ADD COLUMN headcount       integer CHECK (headcount BETWEEN 1 AND 5000),
    ADD COLUMN colleague_ids   uuid[] NOT NULL DEFAULT '{}', -- the other officers
    ADD COLUMN follow_up_on    date,
    ADD COLUMN follow_up_done_on date,
    ADD COLUMN kept_at         timestamptz,                  -- looked at, and not let go
    ADD COLUMN kept_by         uuid REFERENCES access.user_account,
    ADD COLUMN kept_reason     text,
    ADD COLUMN kept_until      date,
    -- Why this write changes what was said; the trigger takes it to the kept
    -- version, so that a change that gives no reason is seen as one.
    ADD COLUMN correction_reason text REFERENCES reference.correction_reason (code),
    ADD COLUMN correction_note text,
    ADD COLUMN in_error_at     timestamptz,
    ADD COLUMN in_error_by     uuid REFERENCES access.user_account,
    ADD COLUMN in_error_reason text REFERENCES reference.correction_reason (code),
    ADD COLUMN in_error_note   text,
    ADD CONSTRAINT contact_spoke_id_fkey FOREIGN KEY (spoke_id) REFERENCES reference.spoke,
    ADD CONSTRAINT contact_identified_fkey FOREIGN KEY (identified_id, spoke_id)
        REFERENCES casework.identified (id, spoke_id),
    ADD CONSTRAINT contact_headcount_group_check
        CHECK (headcount IS NULL OR person_id IS NULL AND identified_id IS NULL),
    ADD CONSTRAINT contact_follow_up_on_check CHECK (follow_up_on IS NULL OR follow_up IS NOT NULL),
    ADD CONSTRAINT contact_follow_up_done_check
        CHECK (follow_up_done_on IS NULL OR follow_up_on IS NOT NULL),
    ADD CONSTRAINT contact_kept_check
        CHECK ((kept_at IS NULL) = (kept_by IS NULL) AND (kept_at IS NULL) = (kept_reason IS NULL)),
    ADD CONSTRAINT contact_in_error_check
        CHECK ((in_error_at IS NULL) = (in_error_by IS NULL)
               AND (in_error_at IS NULL) = (in_error_reason IS NULL));
CREATE INDEX contact_identified ON casework.contact (identified_id, happened_at);
CREATE INDEX contact_to_follow_up ON casework.contact (officer_id, follow_up_on)
    WHERE follow_up_on IS NOT NULL AND follow_up_done_on IS NULL;
CREATE INDEX contact_waiting ON casework.contact (spoke_id, happened_at, id) WHERE held;

-- What a contact said before it was corrected.
CREATE TABLE casework.contact_version (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    contact_id  uuid NOT NULL REFERENCES casework.contact,
    spoke_id    integer NOT NULL REFERENCES reference.spoke,
    number      integer NOT NULL,          -- the version it was
    was         jsonb NOT NULL,
    written_at  timestamptz NOT NULL,
    written_by  uuid REFERENCES access.user_account,
    replaced_at timestamptz NOT NULL,
    replaced_by uuid REFERENCES access.user_account,
    reason      text NOT NULL REFERENCES reference.correction_reason (code),
    note        text,
    CONSTRAINT contact_version_number_key UNIQUE (contact_id, number)
);

-- What the team referred in a period is counted.
CREATE INDEX referral_of_team ON casework.referral (spoke_id, submitted_at)
    WHERE source = 'police_eit';
