-- Vocabularies, spokes, agencies and settings: what is particular to one
-- partnership is data (domain.md, opening paragraph).
SET LOCAL ROLE throughline_owner;

-- One table for all vocabularies, one partition for each, so that a column
-- can point a foreign key at just its own vocabulary.
CREATE TABLE reference.term (
    vocabulary  text NOT NULL,
    code        text NOT NULL CHECK (code ~ '^[a-z0-9_]{1,64}$'),
    label       text NOT NULL CHECK (label <> ''),
    position    integer NOT NULL,
    active_from date,
    active_to   date,
    detail      jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (vocabulary, code),
    CONSTRAINT term_dates_check CHECK (active_to >= active_from)
) PARTITION BY LIST (vocabulary);

DO $$
DECLARE
    vocabulary text;
BEGIN
    FOREACH vocabulary IN ARRAY string_to_array(regexp_replace($list$
        agency_type information_tier sharing_gateway sex gender_identity
        pronouns dob_precision ethnicity language communication_need
        disability sen_status care_status education_status name_kind
        identifier_kind address_kind contact_safety warning_marker
        relationship association_kind referral_source family_informed
        support_agreement concern concern_currency concern_certainty urgency
        referral_decline_reason referral_redirect withdrawal_reason
        meeting_type attendance agenda_kind decision action_priority
        action_cancel_reason risk_level risk_context risk_factor
        protective_factor risk_change closure_reason intervention_approach
        prevention_level targeting intervention_theme intervention_mode
        funding_stream evaluation_status exit_reason allocation_reason
        session_attendance engagement session_mode contact_type
        contact_outcome place_type outcome_measure outcome_point informant
        voice_medium note_kind note_heading answer_kind purpose
        retention_category delivery_headcount_kind re_referral_route
        $list$, '\s+', ' ', 'g'), ' ') LOOP
        CONTINUE WHEN vocabulary = '';
        EXECUTE format('CREATE TABLE reference.%I PARTITION OF reference.term
                        FOR VALUES IN (%L)', vocabulary, vocabulary);
        EXECUTE format('ALTER TABLE reference.%I ADD CONSTRAINT %I
                        UNIQUE (code)', vocabulary, vocabulary || '_code_key');
    END LOOP;
END $$;
-- A vocabulary a later release brings, before its own partition exists.
CREATE TABLE reference.other_term PARTITION OF reference.term DEFAULT;

CREATE TABLE reference.spoke (
    id               integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code             text NOT NULL UNIQUE CHECK (code ~ '^[a-z0-9_]{1,32}$'),
    gss_code         text NOT NULL,
    name             text NOT NULL,
    short_name       text NOT NULL,
    reference_prefix text NOT NULL UNIQUE CHECK (reference_prefix ~ '^[A-Z]{2,3}$')
);

CREATE TABLE reference.spoke_setting (
    spoke_id integer NOT NULL REFERENCES reference.spoke,
    setting  text NOT NULL,
    value    text NOT NULL,
    PRIMARY KEY (spoke_id, setting)
);

CREATE TABLE reference.agency (
    id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code        text NOT NULL UNIQUE CHECK (code ~ '^[a-z0-9_]{1,64}$'),
    name        text NOT NULL,
    agency_type text NOT NULL REFERENCES reference.agency_type (code),
    spoke_id    integer REFERENCES reference.spoke, -- NULL: whole partnership
    is_police   boolean GENERATED ALWAYS AS (agency_type = 'police') STORED
);
CREATE INDEX agency_spoke ON reference.agency (spoke_id);

CREATE TABLE reference.bank_holiday (
    day  date PRIMARY KEY,
    name text NOT NULL
);

-- Every vocabulary table is read by all who sign in and written by nobody but
-- the loader: see policies/reference.sql.
