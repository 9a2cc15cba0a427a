-- One row is one human being, partnership-wide (domain.md section 2). Which
-- spokes know of them is person_spoke; every scoped row elsewhere points its
-- (person_id, spoke_id) there, so that no work can be recorded in a spoke that
-- does not know the person, and a guessed id gives nothing away.
SET LOCAL ROLE throughline_owner;

-- State machines: the moves there are, and who may make them. Reviewed data,
-- written by functions/21_state_moves.sql.
CREATE TABLE casework.state_move (
    machine    text NOT NULL,
    verb       text NOT NULL,
    from_state text,            -- NULL: the row is new
    to_state   text NOT NULL,
    permission text NOT NULL REFERENCES access.permission,
    CONSTRAINT state_move_key UNIQUE NULLS NOT DISTINCT (machine, verb, from_state, to_state)
);

CREATE TABLE casework.person (
    id               uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version          integer NOT NULL DEFAULT 1,
    -- Kept by trigger from person_spoke; the policies read it.
    spoke_ids        integer[] NOT NULL CHECK (cardinality(spoke_ids) > 0),
    display_name     text NOT NULL CHECK (display_name <> ''), -- kept by trigger from person_name
    born_on          date,
    born_precision   text NOT NULL REFERENCES reference.dob_precision (code),
    sex              text NOT NULL DEFAULT 'not_known' REFERENCES reference.sex (code),
    pronouns         text REFERENCES reference.pronouns (code),
    -- Contact safety is shown before any number. NULL: not asked.
    safe_to_phone    boolean,
    safe_to_text     boolean,
    safe_to_voicemail boolean,
    safe_to_write    boolean,
    contact_safety   text,      -- who must not be told, safe times, home-visit risk
    phone            text,
    trauma_guidance  text,      -- how to engage and calm; not a risk marker
    died_on          date,
    created_at       timestamptz NOT NULL DEFAULT now(),
    created_by       uuid REFERENCES access.user_account,
    updated_at       timestamptz NOT NULL DEFAULT now(),
    updated_by       uuid REFERENCES access.user_account,
    CONSTRAINT person_born_on_check CHECK ((born_on IS NULL) = (born_precision = 'unknown')),
    CONSTRAINT person_born_past_check CHECK (born_on <= died_on)
);

CREATE TABLE casework.person_spoke (
    person_id uuid NOT NULL REFERENCES casework.person,
    spoke_id  integer NOT NULL REFERENCES reference.spoke,
    since     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (person_id, spoke_id)
);
CREATE INDEX person_spoke_spoke ON casework.person_spoke (spoke_id, person_id);

CREATE TABLE casework.person_name (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    person_id   uuid NOT NULL REFERENCES casework.person,
    kind        text NOT NULL REFERENCES reference.name_kind (code),
    given_name  text CHECK (given_name <> ''),
    family_name text CHECK (family_name <> ''),
    source      text,
    valid_from  date,
    valid_to    date,
    created_at  timestamptz NOT NULL DEFAULT now(),
    created_by  uuid REFERENCES access.user_account,
    CONSTRAINT person_name_some_check CHECK (given_name IS NOT NULL OR family_name IS NOT NULL),
    CONSTRAINT person_name_dates_check CHECK (valid_to >= valid_from)
);
CREATE INDEX person_name_person ON casework.person_name (person_id);
CREATE UNIQUE INDEX person_name_one_legal ON casework.person_name (person_id)
    WHERE kind = 'legal' AND valid_to IS NULL;

-- Characteristics a provider worker has no need of.
CREATE TABLE casework.person_detail (
    person_id           uuid PRIMARY KEY REFERENCES casework.person,
    version             integer NOT NULL DEFAULT 1,
    ethnicity           text REFERENCES reference.ethnicity (code), -- self-defined
    ethnicity_observed  text REFERENCES reference.ethnicity (code), -- by an officer
    gender_identity     text REFERENCES reference.gender_identity (code),
    first_language      text REFERENCES reference.language (code),
    interpreter_needed  boolean,
    communication_needs text[] NOT NULL DEFAULT '{}',
    care_status         text REFERENCES reference.care_status (code),
    education_status    text REFERENCES reference.education_status (code),
    school_agency_id    integer REFERENCES reference.agency,
    updated_at          timestamptz NOT NULL DEFAULT now(),
    updated_by          uuid REFERENCES access.user_account
);

-- "Not the same person", remembered so that nobody has to decide it again.
CREATE TABLE casework.person_distinct (
    person_id uuid NOT NULL REFERENCES casework.person,
    other_id  uuid NOT NULL REFERENCES casework.person,
    reason    text,
    by_user   uuid REFERENCES access.user_account,
    at        timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (person_id, other_id),
    CONSTRAINT person_distinct_order_check CHECK (person_id < other_id)
);

-- What search and matching look through: one row a name and spoke, kept by
-- trigger. The server's role cannot read it; only the definer functions can,
-- and they apply the scope first.
CREATE TABLE casework.person_search (
    spoke_id        integer NOT NULL,
    person_id       uuid NOT NULL REFERENCES casework.person,
    name_id         uuid NOT NULL REFERENCES casework.person_name ON DELETE CASCADE,
    full_name       text COLLATE "C" NOT NULL,  -- normalised "given family"
    given_name      text COLLATE "C" NOT NULL,
    family_name     text COLLATE "C" NOT NULL,
    given_sound     text COLLATE "C" NOT NULL,  -- double metaphone
    family_sound    text COLLATE "C" NOT NULL,
    born_on         date,
    PRIMARY KEY (spoke_id, name_id)
);
CREATE INDEX person_search_full ON casework.person_search (spoke_id, full_name);
CREATE INDEX person_search_family ON casework.person_search (spoke_id, family_name);
CREATE INDEX person_search_sound ON casework.person_search (spoke_id, family_sound, given_sound);
CREATE INDEX person_search_given_sound ON casework.person_search (spoke_id, given_sound);
CREATE INDEX person_search_born ON casework.person_search (spoke_id, born_on);
CREATE INDEX person_search_person ON casework.person_search (person_id);
CREATE INDEX person_search_trgm ON casework.person_search
    USING gist (full_name public.gist_trgm_ops (siglen = 64));

-- One number a person, raised by every write that changes their journey: the
-- journey's ETag. Narrow and apart, because it changes often.
CREATE TABLE casework.journey_version (
    person_id uuid PRIMARY KEY REFERENCES casework.person,
    version   bigint NOT NULL DEFAULT 1
) WITH (fillfactor = 50);

-- Every move of every state machine, with who, when and why.
CREATE TABLE casework.state_change (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    machine    text NOT NULL,
    subject_id uuid NOT NULL,
    spoke_id   integer NOT NULL REFERENCES reference.spoke,
    person_id  uuid REFERENCES casework.person,
    episode_id uuid,
    verb       text NOT NULL,
    from_state text,
    to_state   text NOT NULL,
    at         timestamptz NOT NULL DEFAULT now(),
    by_user    uuid REFERENCES access.user_account,
    agency_id  integer REFERENCES reference.agency,
    reason     text,
    note       text
);
CREATE INDEX state_change_subject ON casework.state_change (subject_id, at);
CREATE INDEX state_change_person ON casework.state_change (person_id, at);

-- Counters behind BR-26-0417. The number says nothing of the person.
CREATE TABLE casework.reference_counter (
    spoke_id integer NOT NULL REFERENCES reference.spoke,
    kind     text NOT NULL,
    year     integer NOT NULL,
    last     integer NOT NULL,
    PRIMARY KEY (spoke_id, kind, year)
);
