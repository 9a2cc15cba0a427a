-- A worry put in writing by somebody, and what became of it (domain.md 3).
SET LOCAL ROLE throughline_owner;

CREATE TABLE casework.referral (
    id                   uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version              integer NOT NULL DEFAULT 1,
    spoke_id             integer NOT NULL REFERENCES reference.spoke,
    reference            text NOT NULL,
    state                text NOT NULL DEFAULT 'draft',
    state_reason         text,
    state_note           text,
    -- The young person, once somebody has checked whether they are known.
    person_id            uuid,
    -- As the referrer wrote them.
    given_name           text,
    family_name          text,
    known_as             text,
    born_on              date,
    born_precision       text NOT NULL DEFAULT 'unknown' REFERENCES reference.dob_precision (code),
    sex                  text REFERENCES reference.sex (code),
    school               text,
    address              text,
    phone                text,
    -- Who refers.
    source               text REFERENCES reference.referral_source (code),
    referred_by          uuid REFERENCES access.user_account,
    agency_id            integer REFERENCES reference.agency,
    referrer_name        text,
    referrer_contact     text,
    -- What about.
    concern_on           date,
    urgency              text REFERENCES reference.urgency (code),
    narrative            text,
    risk_to              text,
    risk_from            text,
    young_person_view    text,
    parent_view          text,
    already_tried        text,
    services_involved    text,
    desired_outcome      text,
    -- Three separate records; consent is not the data-protection basis.
    family_informed      text REFERENCES reference.family_informed (code),
    support_agreement    text REFERENCES reference.support_agreement (code),
    sharing_gateway      text REFERENCES reference.sharing_gateway (code),
    -- What became of it.
    submitted_at         timestamptz,
    decided_at           timestamptz,
    redirected_to        text REFERENCES reference.referral_redirect (code),
    decline_reason       text REFERENCES reference.referral_decline_reason (code),
    duplicate_of         uuid REFERENCES casework.referral,
    result_for_referrer  text,   -- written for them; holds no other child's details
    created_at           timestamptz NOT NULL DEFAULT now(),
    created_by           uuid REFERENCES access.user_account,
    updated_at           timestamptz NOT NULL DEFAULT now(),
    updated_by           uuid REFERENCES access.user_account,
    CONSTRAINT referral_spoke_reference_key UNIQUE (spoke_id, reference),
    CONSTRAINT referral_person_known_fkey
        FOREIGN KEY (person_id, spoke_id) REFERENCES casework.person_spoke (person_id, spoke_id),
    CONSTRAINT referral_born_on_check CHECK ((born_on IS NULL) = (born_precision = 'unknown')),
    CONSTRAINT referral_complete_check CHECK (state IN ('draft', 'withdrawn') OR (
        (person_id IS NOT NULL OR coalesce(given_name, family_name) IS NOT NULL)
        AND source IS NOT NULL AND agency_id IS NOT NULL AND narrative IS NOT NULL
        AND concern_on IS NOT NULL AND urgency IS NOT NULL
        AND family_informed IS NOT NULL AND support_agreement IS NOT NULL
        AND sharing_gateway IS NOT NULL AND submitted_at IS NOT NULL)),
    CONSTRAINT referral_person_identified_check CHECK (
        state NOT IN ('accepted_to_panel', 'extraordinary_meeting',
                      'straight_to_intervention', 'added_to_episode')
        OR person_id IS NOT NULL),
    CONSTRAINT referral_decline_reason_check
        CHECK ((state = 'declined') = (decline_reason IS NOT NULL)),
    CONSTRAINT referral_redirected_to_check
        CHECK ((state = 'redirected') = (redirected_to IS NOT NULL)),
    CONSTRAINT referral_duplicate_of_check
        CHECK ((state = 'duplicate') = (duplicate_of IS NOT NULL) AND duplicate_of <> id)
);
CREATE INDEX referral_list ON casework.referral (spoke_id, state, updated_at DESC, id DESC);
CREATE INDEX referral_updated ON casework.referral (spoke_id, updated_at DESC, id DESC);
CREATE INDEX referral_person ON casework.referral (person_id, submitted_at);
CREATE INDEX referral_by ON casework.referral (referred_by, updated_at DESC, id DESC);
CREATE INDEX referral_reference ON casework.referral (reference);

CREATE TABLE casework.referral_concern (
    referral_id uuid NOT NULL REFERENCES casework.referral,
    position    integer NOT NULL,
    concern     text NOT NULL REFERENCES reference.concern (code),
    is_primary  boolean NOT NULL DEFAULT false,
    currency    text NOT NULL DEFAULT 'current' REFERENCES reference.concern_currency (code),
    certainty   text NOT NULL DEFAULT 'suspected' REFERENCES reference.concern_certainty (code),
    PRIMARY KEY (referral_id, concern)
);
CREATE UNIQUE INDEX referral_concern_one_primary
    ON casework.referral_concern (referral_id) WHERE is_primary;

-- What only the police may read (domain.md 3).
CREATE TABLE casework.referral_police_annex (
    referral_id uuid PRIMARY KEY REFERENCES casework.referral,
    spoke_id    integer NOT NULL REFERENCES reference.spoke,
    text        text NOT NULL CHECK (text <> ''),
    created_at  timestamptz NOT NULL DEFAULT now(),
    created_by  uuid REFERENCES access.user_account
);
