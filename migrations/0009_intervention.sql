-- What can be offered, to whom it was allocated, and each session of it
-- (domain.md 6). Whether a session happened, whether they attended and how it
-- went are three separate facts.
SET LOCAL ROLE throughline_owner;

CREATE TABLE casework.intervention (
    id               uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version          integer NOT NULL DEFAULT 1,
    code             text NOT NULL UNIQUE CHECK (code ~ '^[a-z0-9_]{1,64}$'),
    name             text NOT NULL CHECK (name <> ''),
    description      text,
    provider_agency_id integer NOT NULL REFERENCES reference.agency,
    approach         text REFERENCES reference.intervention_approach (code),
    prevention_level text NOT NULL REFERENCES reference.prevention_level (code),
    targeting        text NOT NULL REFERENCES reference.targeting (code),
    theme            text REFERENCES reference.intervention_theme (code),
    mode             text NOT NULL REFERENCES reference.intervention_mode (code),
    funding_stream   text REFERENCES reference.funding_stream (code),
    capacity         integer CHECK (capacity > 0),
    planned_sessions integer CHECK (planned_sessions > 0),
    planned_hours    numeric(7, 2) CHECK (planned_hours > 0),
    min_age          integer CHECK (min_age BETWEEN 0 AND 25),
    max_age          integer,
    active_from      date,
    active_to        date,
    CONSTRAINT intervention_ages_check CHECK (max_age >= min_age),
    CONSTRAINT intervention_dates_check CHECK (active_to >= active_from)
);

CREATE TABLE casework.intervention_spoke (
    intervention_id uuid NOT NULL REFERENCES casework.intervention,
    spoke_id        integer NOT NULL REFERENCES reference.spoke,
    PRIMARY KEY (intervention_id, spoke_id)
);
CREATE INDEX intervention_spoke_spoke ON casework.intervention_spoke (spoke_id);

CREATE TABLE casework.allocation (
    id               uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version          integer NOT NULL DEFAULT 1,
    spoke_id         integer NOT NULL,
    person_id        uuid NOT NULL,
    episode_id       uuid NOT NULL,
    intervention_id  uuid NOT NULL,
    provider_agency_id integer NOT NULL REFERENCES reference.agency, -- the intervention's, when allocated
    discussion_id    uuid REFERENCES casework.discussion,
    state            text NOT NULL DEFAULT 'proposed',
    state_reason     text REFERENCES reference.allocation_reason (code),
    state_note       text,
    need_to_know     text,       -- the summary the provider sees
    goals            text,
    planned_sessions integer CHECK (planned_sessions > 0),
    planned_hours    numeric(7, 2) CHECK (planned_hours > 0),
    worker_user_id   uuid REFERENCES access.user_account,
    proposed_on      date NOT NULL,
    started_on       date,
    ended_on         date,
    exit_reason      text REFERENCES reference.exit_reason (code),
    exit_summary     text,
    created_at       timestamptz NOT NULL DEFAULT now(),
    created_by       uuid REFERENCES access.user_account,
    updated_at       timestamptz NOT NULL DEFAULT now(),
    updated_by       uuid REFERENCES access.user_account,
    CONSTRAINT allocation_episode_fkey FOREIGN KEY (episode_id, person_id, spoke_id)
        REFERENCES casework.episode (id, person_id, spoke_id),
    -- Only what that spoke delivers.
    CONSTRAINT allocation_intervention_fkey FOREIGN KEY (intervention_id, spoke_id)
        REFERENCES casework.intervention_spoke (intervention_id, spoke_id),
    CONSTRAINT allocation_whole_key UNIQUE (id, person_id, spoke_id, provider_agency_id),
    CONSTRAINT allocation_dates_check CHECK (ended_on >= started_on),
    CONSTRAINT allocation_started_check CHECK (
        state NOT IN ('active', 'paused', 'completed') OR started_on IS NOT NULL),
    CONSTRAINT allocation_ended_check CHECK (
        (state IN ('completed', 'disengaged', 'withdrawn', 'declined',
                   'unsuitable', 'provider_declined', 'never_started'))
        = (ended_on IS NOT NULL)),
    CONSTRAINT allocation_exit_reason_check CHECK (
        state NOT IN ('completed', 'disengaged', 'withdrawn') OR exit_reason IS NOT NULL),
    CONSTRAINT allocation_state_reason_check CHECK (
        state NOT IN ('declined', 'unsuitable', 'provider_declined', 'never_started', 'paused')
        OR state_reason IS NOT NULL)
);
CREATE INDEX allocation_person ON casework.allocation (person_id);
CREATE INDEX allocation_episode ON casework.allocation (episode_id);
CREATE INDEX allocation_list ON casework.allocation (spoke_id, state, updated_at DESC, id DESC);
CREATE INDEX allocation_updated ON casework.allocation (spoke_id, updated_at DESC, id DESC);
CREATE INDEX allocation_provider ON casework.allocation (provider_agency_id, state, updated_at DESC, id DESC);
CREATE INDEX allocation_provider_updated ON casework.allocation (provider_agency_id, updated_at DESC, id DESC);
CREATE INDEX allocation_intervention ON casework.allocation (intervention_id, state);
-- The same offer is open once.
CREATE UNIQUE INDEX allocation_one_open ON casework.allocation (episode_id, intervention_id)
    WHERE ended_on IS NULL;

CREATE TABLE casework.session (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version       integer NOT NULL DEFAULT 1,
    spoke_id      integer NOT NULL,
    person_id     uuid NOT NULL,
    allocation_id uuid NOT NULL,
    provider_agency_id integer NOT NULL,
    planned_at    timestamptz NOT NULL,
    minutes       integer CHECK (minutes BETWEEN 1 AND 1440),
    mode          text REFERENCES reference.session_mode (code),
    happened      boolean,       -- NULL: planned, not yet logged
    attendance    text REFERENCES reference.session_attendance (code),
    engagement    text REFERENCES reference.engagement (code),
    note          text,
    young_person_voice text,
    next_step     text,
    worker_user_id uuid REFERENCES access.user_account,
    created_at    timestamptz NOT NULL DEFAULT now(),
    created_by    uuid REFERENCES access.user_account,
    updated_at    timestamptz NOT NULL DEFAULT now(),
    updated_by    uuid REFERENCES access.user_account,
    CONSTRAINT session_allocation_fkey
        FOREIGN KEY (allocation_id, person_id, spoke_id, provider_agency_id)
        REFERENCES casework.allocation (id, person_id, spoke_id, provider_agency_id),
    CONSTRAINT session_logged_check CHECK ((happened IS NULL) = (attendance IS NULL)),
    CONSTRAINT session_attendance_check CHECK (
        happened IS NOT FALSE OR attendance NOT IN ('attended', 'part', 'late')),
    CONSTRAINT session_engagement_check CHECK (
        engagement IS NULL OR attendance IN ('attended', 'part', 'late'))
);
CREATE INDEX session_person ON casework.session (person_id, planned_at);
CREATE INDEX session_allocation ON casework.session (allocation_id, planned_at DESC);
CREATE INDEX session_provider_unlogged ON casework.session (provider_agency_id, planned_at)
    WHERE happened IS NULL;
