-- The multi-agency operational meeting: an agenda of several young people, who
-- came, what was said and decided for each, and minutes that freeze when the
-- chair signs them off (domain.md 4).
SET LOCAL ROLE throughline_owner;

CREATE TABLE casework.meeting (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version       integer NOT NULL DEFAULT 1,
    spoke_id      integer NOT NULL REFERENCES reference.spoke,
    series_id     uuid,
    type          text NOT NULL REFERENCES reference.meeting_type (code),
    title         text NOT NULL CHECK (title <> ''),
    starts_at     timestamptz NOT NULL,
    place         text,
    chair_user_id uuid REFERENCES access.user_account,
    state         text NOT NULL DEFAULT 'planned',
    state_reason  text,
    state_note    text,
    general_notes text,
    signed_off_at timestamptz,
    signed_off_by uuid REFERENCES access.user_account,
    created_at    timestamptz NOT NULL DEFAULT now(),
    created_by    uuid REFERENCES access.user_account,
    updated_at    timestamptz NOT NULL DEFAULT now(),
    updated_by    uuid REFERENCES access.user_account,
    CONSTRAINT meeting_spoke_key UNIQUE (id, spoke_id),
    CONSTRAINT meeting_series_fkey
        FOREIGN KEY (series_id, spoke_id) REFERENCES casework.meeting_series (id, spoke_id),
    CONSTRAINT meeting_signed_off_check
        CHECK ((state IN ('signed_off', 'distributed')) = (signed_off_at IS NOT NULL))
);
CREATE INDEX meeting_list ON casework.meeting (spoke_id, starts_at DESC, id DESC);
CREATE INDEX meeting_series_starts ON casework.meeting (series_id, starts_at DESC);

CREATE TABLE casework.meeting_attendance (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version     integer NOT NULL DEFAULT 1,
    spoke_id    integer NOT NULL,
    meeting_id  uuid NOT NULL,
    agency_id   integer NOT NULL REFERENCES reference.agency,
    name        text NOT NULL CHECK (name <> ''),
    user_id     uuid REFERENCES access.user_account,
    attendance  text NOT NULL REFERENCES reference.attendance (code),
    deputy_for  text,
    confidentiality_accepted boolean NOT NULL DEFAULT false, -- at each meeting anew
    conflict_of_interest     text,
    CONSTRAINT meeting_attendance_meeting_fkey
        FOREIGN KEY (meeting_id, spoke_id) REFERENCES casework.meeting (id, spoke_id),
    CONSTRAINT meeting_attendance_once_key UNIQUE (meeting_id, agency_id, name),
    CONSTRAINT meeting_attendance_deputy_check
        CHECK ((attendance = 'deputy') = (deputy_for IS NOT NULL))
);

CREATE TABLE casework.agenda_item (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version     integer NOT NULL DEFAULT 1,
    spoke_id    integer NOT NULL,
    meeting_id  uuid NOT NULL,
    person_id   uuid NOT NULL,
    episode_id  uuid NOT NULL,
    kind        text NOT NULL REFERENCES reference.agenda_kind (code),
    position    integer NOT NULL,
    note        text,
    created_at  timestamptz NOT NULL DEFAULT now(),
    created_by  uuid REFERENCES access.user_account,
    CONSTRAINT agenda_item_meeting_fkey
        FOREIGN KEY (meeting_id, spoke_id) REFERENCES casework.meeting (id, spoke_id),
    CONSTRAINT agenda_item_episode_fkey FOREIGN KEY (episode_id, person_id, spoke_id)
        REFERENCES casework.episode (id, person_id, spoke_id),
    CONSTRAINT agenda_item_whole_key UNIQUE (id, meeting_id, person_id, episode_id, spoke_id),
    CONSTRAINT agenda_item_once_key UNIQUE (meeting_id, person_id)
);
CREATE INDEX agenda_item_person ON casework.agenda_item (person_id);
CREATE INDEX agenda_item_episode ON casework.agenda_item (episode_id);

-- One young person at one meeting.
CREATE TABLE casework.discussion (
    id                 uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version            integer NOT NULL DEFAULT 1,
    spoke_id           integer NOT NULL,
    meeting_id         uuid NOT NULL,
    agenda_item_id     uuid NOT NULL UNIQUE,
    person_id          uuid NOT NULL,
    episode_id         uuid NOT NULL,
    happened_at        timestamptz NOT NULL,   -- the meeting's start, for the journey
    summary            text,
    incidents          text,       -- since last time
    concerns           text,
    strengths          text,       -- as prominent as the risks
    young_person_voice text,
    voice_basis        text CHECK (voice_basis IN ('said', 'seen', 'inferred')),
    voice_by           text,
    parent_view        text,
    contexts           text[] NOT NULL DEFAULT '{}',
    disproportionality_check text, -- adultification and disproportionality
    risk_before        text REFERENCES reference.risk_level (code),
    risk_after         text REFERENCES reference.risk_level (code),
    rationale          text,
    next_review_on     date,
    created_at         timestamptz NOT NULL DEFAULT now(),
    created_by         uuid REFERENCES access.user_account,
    updated_at         timestamptz NOT NULL DEFAULT now(),
    updated_by         uuid REFERENCES access.user_account,
    CONSTRAINT discussion_agenda_item_fkey
        FOREIGN KEY (agenda_item_id, meeting_id, person_id, episode_id, spoke_id)
        REFERENCES casework.agenda_item (id, meeting_id, person_id, episode_id, spoke_id),
    CONSTRAINT discussion_whole_key UNIQUE (id, meeting_id, person_id, spoke_id),
    CONSTRAINT discussion_voice_check CHECK (young_person_voice IS NULL OR voice_basis IS NOT NULL),
    CONSTRAINT discussion_rationale_check
        CHECK (risk_after IS NULL OR risk_after IS NOT DISTINCT FROM risk_before OR rationale IS NOT NULL)
);
CREATE INDEX discussion_person ON casework.discussion (person_id, happened_at);
CREATE INDEX discussion_meeting ON casework.discussion (meeting_id);

CREATE TABLE casework.discussion_update (   -- what an agency told the meeting
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version       integer NOT NULL DEFAULT 1,
    spoke_id      integer NOT NULL,
    meeting_id    uuid NOT NULL,
    discussion_id uuid NOT NULL,
    person_id     uuid NOT NULL,
    agency_id     integer NOT NULL REFERENCES reference.agency,
    nothing_known boolean NOT NULL DEFAULT false, -- a recorded answer
    text          text,
    created_at    timestamptz NOT NULL DEFAULT now(),
    created_by    uuid REFERENCES access.user_account,
    updated_at    timestamptz NOT NULL DEFAULT now(),
    updated_by    uuid REFERENCES access.user_account,
    CONSTRAINT discussion_update_discussion_fkey
        FOREIGN KEY (discussion_id, meeting_id, person_id, spoke_id)
        REFERENCES casework.discussion (id, meeting_id, person_id, spoke_id),
    CONSTRAINT discussion_update_agency_key UNIQUE (discussion_id, agency_id),
    CONSTRAINT discussion_update_text_check CHECK (nothing_known <> (text IS NOT NULL))
);

CREATE TABLE casework.discussion_decision (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    spoke_id      integer NOT NULL,
    meeting_id    uuid NOT NULL,
    discussion_id uuid NOT NULL,
    person_id     uuid NOT NULL,
    decision      text NOT NULL REFERENCES reference.decision (code),
    detail        text,
    created_at    timestamptz NOT NULL DEFAULT now(),
    created_by    uuid REFERENCES access.user_account,
    CONSTRAINT discussion_decision_discussion_fkey
        FOREIGN KEY (discussion_id, meeting_id, person_id, spoke_id)
        REFERENCES casework.discussion (id, meeting_id, person_id, spoke_id),
    CONSTRAINT discussion_decision_once_key UNIQUE NULLS NOT DISTINCT (discussion_id, decision, detail)
);

CREATE TABLE casework.discussion_dissent (  -- kept word for word
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    spoke_id      integer NOT NULL,
    meeting_id    uuid NOT NULL,
    discussion_id uuid NOT NULL,
    person_id     uuid NOT NULL,
    agency_id     integer NOT NULL REFERENCES reference.agency,
    text          text NOT NULL CHECK (text <> ''),
    created_at    timestamptz NOT NULL DEFAULT now(),
    created_by    uuid REFERENCES access.user_account,
    CONSTRAINT discussion_dissent_discussion_fkey
        FOREIGN KEY (discussion_id, meeting_id, person_id, spoke_id)
        REFERENCES casework.discussion (id, meeting_id, person_id, spoke_id)
);
CREATE INDEX discussion_dissent_discussion ON casework.discussion_dissent (discussion_id);

CREATE TABLE casework.addendum (            -- the only word after sign-off
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    spoke_id      integer NOT NULL,
    meeting_id    uuid NOT NULL,
    discussion_id uuid,
    person_id     uuid,
    text          text NOT NULL CHECK (text <> ''),
    created_at    timestamptz NOT NULL DEFAULT now(),
    created_by    uuid REFERENCES access.user_account,
    CONSTRAINT addendum_meeting_fkey
        FOREIGN KEY (meeting_id, spoke_id) REFERENCES casework.meeting (id, spoke_id),
    CONSTRAINT addendum_discussion_fkey
        FOREIGN KEY (discussion_id, meeting_id, person_id, spoke_id)
        REFERENCES casework.discussion (id, meeting_id, person_id, spoke_id),
    CONSTRAINT addendum_person_check CHECK ((discussion_id IS NULL) = (person_id IS NULL))
);
CREATE INDEX addendum_meeting ON casework.addendum (meeting_id, created_at);

ALTER TABLE casework.risk_assessment ADD CONSTRAINT risk_assessment_discussion_fkey
    FOREIGN KEY (discussion_id) REFERENCES casework.discussion;
