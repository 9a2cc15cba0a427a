-- One spoke's period of work with one young person (domain.md 4), the risk
-- judgements made in it (5) and the notes kept (11).
SET LOCAL ROLE throughline_owner;

CREATE TABLE casework.meeting_series (
    id                  uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version             integer NOT NULL DEFAULT 1,
    spoke_id            integer NOT NULL REFERENCES reference.spoke,
    name                text NOT NULL CHECK (name <> ''),
    type                text NOT NULL REFERENCES reference.meeting_type (code),
    cadence_days        integer CHECK (cadence_days BETWEEN 1 AND 366),
    quorum_agency_types text[] NOT NULL DEFAULT '{}',
    ended_on            date,
    CONSTRAINT meeting_series_spoke_key UNIQUE (id, spoke_id),
    CONSTRAINT meeting_series_name_key UNIQUE (spoke_id, name)
);

-- Who belongs: a panel member sees the young people of these meetings only.
CREATE TABLE casework.meeting_series_member (
    series_id  uuid NOT NULL REFERENCES casework.meeting_series,
    user_id    uuid NOT NULL REFERENCES access.user_account,
    valid_from date NOT NULL DEFAULT current_date,
    valid_to   date,
    PRIMARY KEY (series_id, user_id),
    CONSTRAINT meeting_series_member_dates_check CHECK (valid_to >= valid_from)
);
CREATE INDEX meeting_series_member_user ON casework.meeting_series_member (user_id);

CREATE TABLE casework.episode (
    id                     uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version                integer NOT NULL DEFAULT 1,
    spoke_id               integer NOT NULL REFERENCES reference.spoke,
    person_id              uuid NOT NULL,
    reference              text NOT NULL,
    state                  text NOT NULL DEFAULT 'referred',
    state_reason           text,
    state_note             text,
    referral_id            uuid REFERENCES casework.referral,
    series_id              uuid,  -- the meeting that keeps it on its active list
    opened_on              date NOT NULL,
    lead_user_id           uuid REFERENCES access.user_account,
    lead_professional      text,  -- where they are not a user
    risk_level             text REFERENCES reference.risk_level (code), -- kept from the latest assessment
    next_review_on         date,
    statutory_lead         text,  -- who leads elsewhere, if anybody does
    -- Closure and its checklist: all of it, or none.
    closed_on              date,
    closure_reason         text REFERENCES reference.closure_reason (code),
    closure_summary        text,
    closing_risk_level     text REFERENCES reference.risk_level (code),
    young_person_told_on   date,
    young_person_not_told  text,  -- why not, where they were not
    referrer_told_on       date,
    referrer_not_told      text,
    re_referral_route      text REFERENCES reference.re_referral_route (code),
    outcomes_recorded      boolean,
    retention_trigger_on   date,
    created_at             timestamptz NOT NULL DEFAULT now(),
    created_by             uuid REFERENCES access.user_account,
    updated_at             timestamptz NOT NULL DEFAULT now(),
    updated_by             uuid REFERENCES access.user_account,
    CONSTRAINT episode_spoke_reference_key UNIQUE (spoke_id, reference),
    CONSTRAINT episode_person_key UNIQUE (id, person_id, spoke_id),
    CONSTRAINT episode_person_known_fkey
        FOREIGN KEY (person_id, spoke_id) REFERENCES casework.person_spoke (person_id, spoke_id),
    CONSTRAINT episode_series_fkey
        FOREIGN KEY (series_id, spoke_id) REFERENCES casework.meeting_series (id, spoke_id),
    CONSTRAINT episode_closed_check CHECK (CASE WHEN state = 'closed' THEN
            closed_on IS NOT NULL AND closure_reason IS NOT NULL
            AND closure_summary IS NOT NULL AND closing_risk_level IS NOT NULL
            AND (young_person_told_on IS NOT NULL OR young_person_not_told IS NOT NULL)
            AND (referrer_told_on IS NOT NULL OR referrer_not_told IS NOT NULL)
            AND re_referral_route IS NOT NULL AND outcomes_recorded IS NOT NULL
            AND retention_trigger_on IS NOT NULL
        ELSE closed_on IS NULL AND closure_reason IS NULL END),
    CONSTRAINT episode_dates_check CHECK (closed_on >= opened_on)
);
-- One open episode for a person in a spoke; a re-referral opens a new one
-- after the last is closed.
CREATE UNIQUE INDEX episode_one_open ON casework.episode (person_id, spoke_id)
    WHERE state <> 'closed';
CREATE INDEX episode_list ON casework.episode (spoke_id, state, updated_at DESC, id DESC);
CREATE INDEX episode_updated ON casework.episode (spoke_id, updated_at DESC, id DESC);
CREATE INDEX episode_review ON casework.episode (spoke_id, next_review_on, id) WHERE state <> 'closed';
CREATE INDEX episode_lead ON casework.episode (lead_user_id, next_review_on) WHERE state <> 'closed';
CREATE INDEX episode_series_active ON casework.episode (series_id)
    WHERE state IN ('listed', 'active_monitoring', 'step_down');
CREATE INDEX episode_referral ON casework.episode (referral_id);
CREATE INDEX episode_reference ON casework.episode (reference);

CREATE TABLE casework.risk_assessment (
    id                 uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    spoke_id           integer NOT NULL,
    person_id          uuid NOT NULL,
    episode_id         uuid NOT NULL,
    discussion_id      uuid,   -- where a panel agreed it
    assessed_at        timestamptz NOT NULL DEFAULT now(),
    assessed_by        uuid REFERENCES access.user_account,
    scale_version      text NOT NULL DEFAULT '2023',
    risk_to            text NOT NULL REFERENCES reference.risk_level (code),
    risk_from          text NOT NULL REFERENCES reference.risk_level (code),
    practitioner_level text NOT NULL REFERENCES reference.risk_level (code),
    panel_level        text REFERENCES reference.risk_level (code),
    override_reason    text,
    rationale          text NOT NULL CHECK (rationale <> ''),
    contexts           text[] NOT NULL DEFAULT '{}',
    leading_context    text REFERENCES reference.risk_context (code),
    risk_factors       text[] NOT NULL DEFAULT '{}',
    protective_factors text[] NOT NULL DEFAULT '{}',
    created_at         timestamptz NOT NULL DEFAULT now(),
    created_by         uuid REFERENCES access.user_account,
    CONSTRAINT risk_assessment_episode_fkey FOREIGN KEY (episode_id, person_id, spoke_id)
        REFERENCES casework.episode (id, person_id, spoke_id),
    -- A level is never changed silently (domain.md 5).
    CONSTRAINT risk_assessment_override_reason_check CHECK (
        panel_level IS NULL OR panel_level = practitioner_level OR override_reason IS NOT NULL),
    CONSTRAINT risk_assessment_leading_context_check
        CHECK (leading_context IS NULL OR leading_context = ANY (contexts))
);
CREATE INDEX risk_assessment_person ON casework.risk_assessment (person_id, assessed_at);
CREATE INDEX risk_assessment_episode ON casework.risk_assessment (episode_id, assessed_at DESC);

CREATE TABLE casework.note (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version      integer NOT NULL DEFAULT 1,
    spoke_id     integer NOT NULL,
    person_id    uuid NOT NULL,
    episode_id   uuid NOT NULL,
    kind         text NOT NULL REFERENCES reference.note_kind (code),
    text         text NOT NULL CHECK (text <> ''),
    happened_at  timestamptz NOT NULL,
    -- Amend, never overwrite: the note this one replaces, and why.
    replaces_id  uuid UNIQUE REFERENCES casework.note,
    amend_reason text,
    replaced_at  timestamptz,
    in_error_at  timestamptz,
    in_error_by  uuid REFERENCES access.user_account,
    in_error_reason text,
    created_at   timestamptz NOT NULL DEFAULT now(),
    created_by   uuid REFERENCES access.user_account,
    CONSTRAINT note_episode_fkey FOREIGN KEY (episode_id, person_id, spoke_id)
        REFERENCES casework.episode (id, person_id, spoke_id),
    CONSTRAINT note_amend_reason_check CHECK ((replaces_id IS NULL) = (amend_reason IS NULL)),
    CONSTRAINT note_in_error_check CHECK ((in_error_at IS NULL) = (in_error_reason IS NULL))
);
CREATE INDEX note_person ON casework.note (person_id, happened_at);
CREATE INDEX note_episode ON casework.note (episode_id, happened_at DESC);
