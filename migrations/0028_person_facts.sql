-- What is known of a young person and since when: identifiers, addresses,
-- carers, professionals, care, education, disabilities, warning markers, what
-- makes contact safe. One row a fact: dated, sourced, corrected with a reason,
-- ended or struck, never overwritten (domain.md 2 and 11).
SET LOCAL ROLE throughline_owner;

-- Vocabularies that a column points at get their own partition; a database
-- that is older holds their terms among the others.
DO $$
DECLARE
    vocabulary_ text;
BEGIN
    FOREACH vocabulary_ IN ARRAY ARRAY['answer', 'diagnosis_status', 'year_group', 'correction_reason'] LOOP
        CONTINUE WHEN to_regclass(format('reference.%I', vocabulary_)) IS NOT NULL;
        EXECUTE format('CREATE TABLE reference.%I (LIKE reference.term INCLUDING ALL)', vocabulary_);
        EXECUTE format('WITH moved AS (DELETE FROM reference.other_term WHERE vocabulary = %L RETURNING *)
                        INSERT INTO reference.%I SELECT * FROM moved', vocabulary_, vocabulary_);
        EXECUTE format('ALTER TABLE reference.term ATTACH PARTITION reference.%I FOR VALUES IN (%L)',
                       vocabulary_, vocabulary_);
        EXECUTE format('ALTER TABLE reference.%I ADD CONSTRAINT %I UNIQUE (code)',
                       vocabulary_, vocabulary_ || '_code_key');
    END LOOP;
END $$;

-- "Not asked", "declined to say" and "not known" are three answers beside yes
-- and no. The terms are loaded after this; these five the columns need now.
INSERT INTO reference.term (vocabulary, code, label, position) VALUES
    ('answer', 'yes', 'Yes', 10), ('answer', 'no', 'No', 20), ('answer', 'not_asked', 'Not asked', 30),
    ('answer', 'declined_to_say', 'Declined to say', 40), ('answer', 'not_known', 'Not known', 50);

CREATE FUNCTION pg_temp.answer_of(known boolean) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN CASE known WHEN true THEN 'yes' WHEN false THEN 'no' ELSE 'not_asked' END;

-- Views of these columns come back with the functions, which are applied anew
-- after every migration.
-- By name, gathered first: one that goes takes others with it.
DO $$
DECLARE
    view_ text;
BEGIN
    FOREACH view_ IN ARRAY ARRAY(SELECT format('casework.%I', c.relname) FROM pg_class c
                  WHERE c.relkind = 'v' AND c.relnamespace = 'casework'::regnamespace) LOOP
        EXECUTE format('DROP VIEW IF EXISTS %s CASCADE', view_);
    END LOOP;
END $$;

DO $$
DECLARE
    column_ text;
BEGIN
    FOREACH column_ IN ARRAY ARRAY['person.safe_to_phone', 'person.safe_to_text', 'person.safe_to_voicemail',
                                   'person.safe_to_write', 'person_detail.interpreter_needed'] LOOP
        EXECUTE format($f$ALTER TABLE casework.%1$I
            ALTER COLUMN %2$I TYPE text USING pg_temp.answer_of(%2$I),
            ALTER COLUMN %2$I SET DEFAULT 'not_asked',
            ALTER COLUMN %2$I SET NOT NULL,
            ADD FOREIGN KEY (%2$I) REFERENCES reference.answer (code)$f$,
            split_part(column_, '.', 1), split_part(column_, '.', 2));
    END LOOP;
END $$;
ALTER TABLE casework.person_detail ADD COLUMN sen_status text REFERENCES reference.sen_status (code);

-- What a fact is about, which vocabulary its code is of, and who needs it:
-- everyone who meets the young person, the panel too, or the spoke's staff.
CREATE TABLE casework.fact_topic (
    topic      text PRIMARY KEY,
    vocabulary text NOT NULL,
    shown_to   text NOT NULL CHECK (shown_to IN ('all', 'panel', 'staff')),
    in_journey boolean NOT NULL,
    UNIQUE (topic, vocabulary)
);
INSERT INTO casework.fact_topic VALUES
    ('identifier',       'identifier_kind',   'staff', false),
    ('address',          'address_kind',      'panel', false),
    ('carer',            'relationship',      'panel', false),
    ('professional',     'professional_role', 'panel', false),
    ('care_status',      'care_status',       'panel', true),
    ('education_status', 'education_status',  'panel', true),
    ('disability',       'disability',        'panel', false),
    ('marker',           'warning_marker',    'all',   true),
    ('safety',           'contact_safety',    'all',   false);

CREATE TABLE casework.person_fact (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version     integer NOT NULL DEFAULT 1,
    person_id   uuid NOT NULL REFERENCES casework.person,
    topic       text NOT NULL,
    vocabulary  text NOT NULL,      -- kept by trigger from the topic
    code        text NOT NULL,
    valid_from  date,               -- NULL: since nobody knows when
    valid_to    date,
    end_reason  text CHECK (end_reason <> ''),
    source      text CHECK (source <> ''),
    note        text CHECK (note <> ''),
    confidential boolean NOT NULL DEFAULT false, -- for those who do casework
    warnings    jsonb NOT NULL DEFAULT '[]',     -- what the server doubted
    -- An identifier, and how it is compared.
    value       text CHECK (value <> ''),
    value_key   text COLLATE "C" GENERATED ALWAYS AS
                (upper(regexp_replace(value, '[^A-Za-z0-9]', '', 'g'))) STORED,
    -- An address. It may lie in one authority and be another's to answer for.
    lines       text CHECK (lines <> ''),
    postcode    text CHECK (postcode <> ''),
    uprn        text CHECK (uprn <> ''),
    resident_authority    text CHECK (resident_authority <> ''),
    responsible_authority text CHECK (responsible_authority <> ''),
    -- A carer or a professional.
    name        text CHECK (name <> ''),
    phone       text CHECK (phone <> ''),
    email       text CHECK (email <> ''),
    parental_responsibility text REFERENCES reference.answer (code),
    lives_with  text REFERENCES reference.answer (code),
    may_contact text REFERENCES reference.answer (code),
    agency_id   integer REFERENCES reference.agency, -- a professional's; the school
    organisation text CHECK (organisation <> ''),    -- where it is not on the list
    is_lead     boolean,
    -- Care: who placed them, and whose area they are placed in.
    placing_authority text CHECK (placing_authority <> ''),
    host_authority    text CHECK (host_authority <> ''),
    -- Education.
    urn         text CHECK (urn <> ''),
    year_group  text REFERENCES reference.year_group (code),
    attendance_percent numeric(4, 1) CHECK (attendance_percent BETWEEN 0 AND 100),
    -- A disability or difference.
    diagnosis_status text REFERENCES reference.diagnosis_status (code),
    -- A warning marker.
    review_on   date,
    person_knows text REFERENCES reference.answer (code),
    -- Why it is being corrected: taken from the row when the correction is kept.
    amend_reason text REFERENCES reference.correction_reason (code),
    in_error_at timestamptz,
    in_error_by uuid REFERENCES access.user_account,
    in_error_reason text REFERENCES reference.correction_reason (code),
    created_at  timestamptz NOT NULL DEFAULT now(),
    created_by  uuid REFERENCES access.user_account,
    updated_at  timestamptz NOT NULL DEFAULT now(),
    updated_by  uuid REFERENCES access.user_account,
    FOREIGN KEY (topic, vocabulary) REFERENCES casework.fact_topic (topic, vocabulary),
    CONSTRAINT person_fact_code_fkey FOREIGN KEY (vocabulary, code) REFERENCES reference.term (vocabulary, code),
    CONSTRAINT person_fact_dates_check CHECK (valid_to >= valid_from),
    CONSTRAINT person_fact_in_error_check CHECK ((in_error_at IS NULL) = (in_error_reason IS NULL)),
    -- What each topic needs ...
    CONSTRAINT person_fact_value_needed_check CHECK (topic <> 'identifier' OR value IS NOT NULL),
    CONSTRAINT person_fact_place_needed_check
        CHECK (topic <> 'address' OR code = 'no_fixed_address' OR lines IS NOT NULL OR postcode IS NOT NULL),
    CONSTRAINT person_fact_name_needed_check CHECK (topic NOT IN ('carer', 'professional') OR name IS NOT NULL),
    CONSTRAINT person_fact_review_needed_check CHECK (topic <> 'marker' OR review_on IS NOT NULL),
    CONSTRAINT person_fact_knows_needed_check CHECK (topic <> 'marker' OR person_knows IS NOT NULL),
    CONSTRAINT person_fact_why_ended_check
        CHECK (topic <> 'marker' OR valid_to IS NULL OR end_reason IS NOT NULL),
    -- ... and which have what.
    CONSTRAINT person_fact_value_only_check CHECK (topic = 'identifier' OR value IS NULL),
    CONSTRAINT person_fact_place_only_check CHECK (topic = 'address'
        OR num_nonnulls(lines, postcode, uprn, resident_authority, responsible_authority) = 0),
    CONSTRAINT person_fact_contact_only_check
        CHECK (topic IN ('carer', 'professional') OR num_nonnulls(name, phone, email, may_contact) = 0),
    CONSTRAINT person_fact_carer_only_check CHECK (topic = 'carer' OR num_nonnulls(parental_responsibility, lives_with) = 0),
    CONSTRAINT person_fact_agency_only_check
        CHECK (topic IN ('professional', 'education_status') OR num_nonnulls(agency_id, organisation) = 0),
    CONSTRAINT person_fact_lead_only_check CHECK (topic = 'professional' OR is_lead IS NULL),
    CONSTRAINT person_fact_care_only_check
        CHECK (topic = 'care_status' OR num_nonnulls(placing_authority, host_authority) = 0),
    CONSTRAINT person_fact_education_only_check
        CHECK (topic = 'education_status' OR num_nonnulls(urn, year_group, attendance_percent) = 0),
    CONSTRAINT person_fact_diagnosis_only_check CHECK (topic = 'disability' OR diagnosis_status IS NULL),
    CONSTRAINT person_fact_marker_only_check CHECK (topic = 'marker' OR num_nonnulls(review_on, person_knows) = 0),
    CONSTRAINT person_fact_confidential_only_check CHECK (topic IN ('address', 'carer') OR NOT confidential)
);
CREATE INDEX person_fact_person ON casework.person_fact (person_id, topic);
CREATE INDEX person_fact_value ON casework.person_fact (code, value_key)
    WHERE topic = 'identifier' AND in_error_at IS NULL;
CREATE UNIQUE INDEX person_fact_value_key ON casework.person_fact (person_id, code, value_key)
    WHERE topic = 'identifier' AND valid_to IS NULL AND in_error_at IS NULL;
CREATE UNIQUE INDEX person_fact_lead_key ON casework.person_fact (person_id)
    WHERE is_lead AND valid_to IS NULL AND in_error_at IS NULL;
-- The same status, difference, marker or advice is not held twice at a time.
CREATE UNIQUE INDEX person_fact_once_key ON casework.person_fact (person_id, topic, code)
    WHERE topic IN ('care_status', 'education_status', 'disability', 'marker') AND code <> 'other'
      AND valid_to IS NULL AND in_error_at IS NULL;

-- What a record said before: each change of a person, their characteristics or
-- a fact, with who, when and why.
CREATE TABLE casework.person_amendment (
    id        uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    person_id uuid NOT NULL REFERENCES casework.person,
    fact_id   uuid REFERENCES casework.person_fact,
    at        timestamptz NOT NULL,
    by_user   uuid REFERENCES access.user_account,
    reason    text REFERENCES reference.correction_reason (code),
    before    jsonb NOT NULL,   -- the members that changed, as they were
    after     jsonb NOT NULL
);
CREATE INDEX person_amendment_person ON casework.person_amendment (person_id, at DESC);
CREATE INDEX person_amendment_fact ON casework.person_amendment (fact_id) WHERE fact_id IS NOT NULL;

-- What is known of care and education today begins their histories.
INSERT INTO casework.person_fact (person_id, topic, vocabulary, code, created_at, created_by, updated_at, updated_by)
SELECT d.person_id, 'care_status', 'care_status', d.care_status, d.updated_at, d.updated_by, d.updated_at, d.updated_by
  FROM casework.person_detail d WHERE d.care_status IS NOT NULL;
INSERT INTO casework.person_fact (person_id, topic, vocabulary, code, agency_id, created_at, created_by, updated_at, updated_by)
SELECT d.person_id, 'education_status', 'education_status', d.education_status, d.school_agency_id,
       d.updated_at, d.updated_by, d.updated_at, d.updated_by
  FROM casework.person_detail d WHERE d.education_status IS NOT NULL;
