-- The Early Intervention Team's contacts (domain.md 7), outcomes measured over
-- time (8) and the actions people took away (4).
SET LOCAL ROLE throughline_owner;

CREATE TABLE casework.contact (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version       integer NOT NULL DEFAULT 1,
    spoke_id      integer NOT NULL,
    person_id     uuid NOT NULL,
    type          text NOT NULL REFERENCES reference.contact_type (code),
    happened_at   timestamptz NOT NULL,
    minutes       integer CHECK (minutes BETWEEN 1 AND 1440),
    place         text,
    seen          boolean NOT NULL,           -- false: attempted
    outcomes      text[] NOT NULL DEFAULT '{}',
    officer_id    uuid REFERENCES access.user_account,
    joint_with    text,
    trigger       text,
    force_reference text,
    presentation  text,
    note          text,
    follow_up     text,
    agency_id     integer NOT NULL REFERENCES reference.agency, -- its originator
    -- Originator control: held by the police until they release it.
    held          boolean NOT NULL DEFAULT false,
    released_at   timestamptz,
    released_by   uuid REFERENCES access.user_account,
    created_at    timestamptz NOT NULL DEFAULT now(),
    created_by    uuid REFERENCES access.user_account,
    updated_at    timestamptz NOT NULL DEFAULT now(),
    updated_by    uuid REFERENCES access.user_account,
    CONSTRAINT contact_person_known_fkey
        FOREIGN KEY (person_id, spoke_id) REFERENCES casework.person_spoke (person_id, spoke_id),
    CONSTRAINT contact_released_check CHECK ((released_at IS NULL) = (released_by IS NULL)
        AND NOT (held AND released_at IS NOT NULL))
);
CREATE INDEX contact_person ON casework.contact (person_id, happened_at);
CREATE INDEX contact_list ON casework.contact (spoke_id, happened_at DESC, id DESC);
CREATE INDEX contact_officer ON casework.contact (officer_id, happened_at DESC, id DESC);

CREATE TABLE casework.outcome (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version       integer NOT NULL DEFAULT 1,
    spoke_id      integer NOT NULL,
    person_id     uuid NOT NULL,
    episode_id    uuid NOT NULL,
    allocation_id uuid REFERENCES casework.allocation,
    measure       text NOT NULL REFERENCES reference.outcome_measure (code),
    instrument_version text NOT NULL DEFAULT '1',
    point         text NOT NULL REFERENCES reference.outcome_point (code),
    informant     text NOT NULL REFERENCES reference.informant (code),
    measured_on   date NOT NULL,
    value         numeric(7, 2),
    not_measured  text REFERENCES reference.answer_kind (code), -- why there is no value
    note          text,
    created_at    timestamptz NOT NULL DEFAULT now(),
    created_by    uuid REFERENCES access.user_account,
    updated_at    timestamptz NOT NULL DEFAULT now(),
    updated_by    uuid REFERENCES access.user_account,
    CONSTRAINT outcome_episode_fkey FOREIGN KEY (episode_id, person_id, spoke_id)
        REFERENCES casework.episode (id, person_id, spoke_id),
    CONSTRAINT outcome_value_check CHECK ((value IS NULL) = (not_measured IS NOT NULL)),
    -- The same instrument, version and informant has one value at each point.
    CONSTRAINT outcome_once_key UNIQUE NULLS NOT DISTINCT
        (episode_id, allocation_id, measure, instrument_version, informant, point)
);
CREATE INDEX outcome_person ON casework.outcome (person_id, measured_on);
CREATE INDEX outcome_allocation ON casework.outcome (allocation_id);

CREATE TABLE casework.action (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version       integer NOT NULL DEFAULT 1,
    spoke_id      integer NOT NULL REFERENCES reference.spoke,
    person_id     uuid NOT NULL,
    episode_id    uuid NOT NULL,
    meeting_id    uuid,
    discussion_id uuid REFERENCES casework.discussion,
    description   text NOT NULL CHECK (description <> ''),
    owner_agency_id integer NOT NULL REFERENCES reference.agency, -- person *and* agency
    owner_user_id uuid REFERENCES access.user_account,
    owner_name    text,
    due_on        date NOT NULL,
    priority      text NOT NULL DEFAULT 'normal' REFERENCES reference.action_priority (code),
    state         text NOT NULL DEFAULT 'open',
    state_reason  text REFERENCES reference.action_cancel_reason (code),
    state_note    text,
    carried_forward integer NOT NULL DEFAULT 0 CHECK (carried_forward >= 0),
    done_on       date,
    created_at    timestamptz NOT NULL DEFAULT now(),
    created_by    uuid REFERENCES access.user_account,
    updated_at    timestamptz NOT NULL DEFAULT now(),
    updated_by    uuid REFERENCES access.user_account,
    CONSTRAINT action_episode_fkey FOREIGN KEY (episode_id, person_id, spoke_id)
        REFERENCES casework.episode (id, person_id, spoke_id),
    CONSTRAINT action_owner_check CHECK (owner_user_id IS NOT NULL OR owner_name IS NOT NULL),
    CONSTRAINT action_done_check CHECK ((state = 'done') = (done_on IS NOT NULL)),
    CONSTRAINT action_cancelled_check CHECK (state <> 'cancelled' OR state_reason IS NOT NULL)
);
CREATE INDEX action_person ON casework.action (person_id, created_at);
CREATE INDEX action_open ON casework.action (spoke_id, due_on, id) WHERE state IN ('open', 'in_progress');
CREATE INDEX action_owner_open ON casework.action (owner_user_id, due_on, id) WHERE state IN ('open', 'in_progress');
CREATE INDEX action_episode ON casework.action (episode_id, state);
CREATE INDEX action_list ON casework.action (spoke_id, due_on DESC, id DESC);
CREATE INDEX action_discussion ON casework.action (discussion_id);
