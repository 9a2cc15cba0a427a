-- Meetings in full: what agencies are asked beforehand, papers, conflicts of
-- interest, who comes for one meeting only, whether it was quorate, and what
-- each agency is sent (domain.md 4).
SET LOCAL ROLE throughline_owner;

-- Two vocabularies get their own partition, so that columns can point at them;
-- what an older release loaded beside the others moves along.
DO $$
DECLARE
    vocabulary_ text;
BEGIN
    FOREACH vocabulary_ IN ARRAY ARRAY['agency_check_result', 'conflict_of_interest'] LOOP
        CREATE TEMPORARY TABLE moved ON COMMIT DROP AS
            SELECT * FROM reference.term t WHERE t.vocabulary = vocabulary_;
        DELETE FROM reference.term t WHERE t.vocabulary = vocabulary_;
        EXECUTE format('CREATE TABLE reference.%I PARTITION OF reference.term FOR VALUES IN (%L)',
                       vocabulary_, vocabulary_);
        EXECUTE format('ALTER TABLE reference.%I ADD CONSTRAINT %I UNIQUE (code)',
                       vocabulary_, vocabulary_ || '_code_key');
        INSERT INTO reference.term SELECT * FROM moved;
        DROP TABLE moved;
    END LOOP;
END $$;

-- The day the rhythm gave before holidays moved it, so that a series does not
-- drift off its weekday; and, from the signature on, whether there was a
-- quorum, or why the meeting went ahead without one.
ALTER TABLE casework.meeting
    ADD COLUMN planned_for       date,
    ADD COLUMN quorate           boolean,
    ADD COLUMN inquorate_missing text[] NOT NULL DEFAULT '{}',
    ADD COLUMN inquorate_reason  text CHECK (inquorate_reason <> ''),
    ADD CONSTRAINT meeting_inquorate_check CHECK (quorate IS NOT FALSE OR inquorate_reason IS NOT NULL);

-- When the statement was accepted, and who wrote that down: themselves, or
-- whoever took the attendance.
ALTER TABLE casework.meeting_attendance
    ADD COLUMN confidentiality_at timestamptz,
    ADD COLUMN confidentiality_by uuid REFERENCES access.user_account;

ALTER TABLE casework.agenda_item
    ADD CONSTRAINT agenda_item_person_key UNIQUE (id, meeting_id, person_id, spoke_id);
CREATE INDEX addendum_person ON casework.addendum (person_id, created_at) WHERE person_id IS NOT NULL;
-- Whose agency's actions: also those on young people no longer on a list.
CREATE INDEX action_agency_open ON casework.action (owner_agency_id, spoke_id)
    WHERE state IN ('open', 'in_progress');

-- One agency asked what it knows of one young person, with a deadline.
-- "Nothing known" is an answer.
CREATE TABLE casework.agency_check (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version      integer NOT NULL DEFAULT 1,
    spoke_id     integer NOT NULL,
    person_id    uuid NOT NULL,
    episode_id   uuid NOT NULL,
    meeting_id   uuid,            -- the meeting it is for, if one is called
    agency_id    integer NOT NULL REFERENCES reference.agency,
    question     text CHECK (question <> ''),
    due_on       date NOT NULL,
    result       text REFERENCES reference.agency_check_result (code),
    text         text CHECK (text <> ''),
    answered_at  timestamptz,
    answered_by  uuid REFERENCES access.user_account,
    chased_on    date,
    chased_count integer NOT NULL DEFAULT 0,
    created_at   timestamptz NOT NULL DEFAULT now(),
    created_by   uuid REFERENCES access.user_account,
    updated_at   timestamptz NOT NULL DEFAULT now(),
    updated_by   uuid REFERENCES access.user_account,
    CONSTRAINT agency_check_episode_fkey FOREIGN KEY (episode_id, person_id, spoke_id)
        REFERENCES casework.episode (id, person_id, spoke_id),
    CONSTRAINT agency_check_meeting_fkey
        FOREIGN KEY (meeting_id, spoke_id) REFERENCES casework.meeting (id, spoke_id),
    CONSTRAINT agency_check_answered_check CHECK ((result IS NULL) = (answered_at IS NULL)),
    CONSTRAINT agency_check_answer_check CHECK (CASE WHEN result IN ('information_given') THEN text IS NOT NULL
        WHEN result IS NULL OR result IN ('nothing_known', 'no_reply') THEN text IS NULL ELSE true END),
    CONSTRAINT agency_check_chased_check CHECK ((chased_on IS NULL) = (chased_count = 0))
);
-- An agency is asked again once it has answered, not twice at a time.
CREATE UNIQUE INDEX agency_check_one_open ON casework.agency_check (episode_id, agency_id) WHERE result IS NULL;
CREATE INDEX agency_check_open ON casework.agency_check (spoke_id, due_on, id) WHERE result IS NULL;
CREATE INDEX agency_check_answered ON casework.agency_check (spoke_id, answered_at DESC, id DESC)
    WHERE result IS NOT NULL;
CREATE INDEX agency_check_agency ON casework.agency_check (agency_id, spoke_id, created_at);
CREATE INDEX agency_check_episode ON casework.agency_check (episode_id, due_on);
CREATE INDEX agency_check_person ON casework.agency_check (person_id, created_at);

-- A paper for the meeting as a whole, or about one young person on its agenda.
CREATE TABLE casework.meeting_paper (
    id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version        integer NOT NULL DEFAULT 1,
    spoke_id       integer NOT NULL,
    meeting_id     uuid NOT NULL,
    agenda_item_id uuid,
    person_id      uuid,
    title          text NOT NULL CHECK (title <> ''),
    text           text CHECK (text <> ''),
    link           text,
    created_at     timestamptz NOT NULL DEFAULT now(),
    created_by     uuid REFERENCES access.user_account,
    CONSTRAINT meeting_paper_meeting_fkey
        FOREIGN KEY (meeting_id, spoke_id) REFERENCES casework.meeting (id, spoke_id),
    CONSTRAINT meeting_paper_item_fkey FOREIGN KEY (agenda_item_id, meeting_id, person_id, spoke_id)
        REFERENCES casework.agenda_item (id, meeting_id, person_id, spoke_id) ON DELETE CASCADE,
    CONSTRAINT meeting_paper_item_check CHECK ((agenda_item_id IS NULL) = (person_id IS NULL)),
    CONSTRAINT meeting_paper_content_check CHECK (text IS NOT NULL OR link IS NOT NULL),
    CONSTRAINT meeting_paper_link_check CHECK (link ~ '^https?://[^[:space:]]+$')
);
CREATE INDEX meeting_paper_meeting ON casework.meeting_paper (meeting_id);
CREATE INDEX meeting_paper_item ON casework.meeting_paper (agenda_item_id);

-- Who has an interest in one young person on the agenda. With an account,
-- that item is hidden from them; without, it is for the chair to act on.
CREATE TABLE casework.conflict (
    id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    spoke_id       integer NOT NULL,
    meeting_id     uuid NOT NULL,
    agenda_item_id uuid NOT NULL,
    person_id      uuid NOT NULL,
    user_id        uuid REFERENCES access.user_account,
    name           text NOT NULL CHECK (name <> ''),
    kind           text NOT NULL REFERENCES reference.conflict_of_interest (code),
    note           text CHECK (note <> ''),
    created_at     timestamptz NOT NULL DEFAULT now(),
    created_by     uuid REFERENCES access.user_account,
    CONSTRAINT conflict_item_fkey FOREIGN KEY (agenda_item_id, meeting_id, person_id, spoke_id)
        REFERENCES casework.agenda_item (id, meeting_id, person_id, spoke_id) ON DELETE CASCADE,
    CONSTRAINT conflict_once_key UNIQUE (agenda_item_id, name),
    CONSTRAINT conflict_kind_check CHECK (kind <> 'none')
);
CREATE INDEX conflict_user ON casework.conflict (user_id);
CREATE INDEX conflict_meeting ON casework.conflict (meeting_id);

-- Who belongs to one meeting only: a deputy, or somebody invited. They see its
-- agenda and young people, and nothing else of the series.
CREATE TABLE casework.meeting_guest (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    spoke_id   integer NOT NULL,
    meeting_id uuid NOT NULL,
    user_id    uuid NOT NULL REFERENCES access.user_account,
    deputy_for uuid REFERENCES access.user_account,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by uuid REFERENCES access.user_account,
    CONSTRAINT meeting_guest_meeting_fkey
        FOREIGN KEY (meeting_id, spoke_id) REFERENCES casework.meeting (id, spoke_id),
    CONSTRAINT meeting_guest_once_key UNIQUE (meeting_id, user_id),
    CONSTRAINT meeting_guest_deputy_check CHECK (deputy_for <> user_id)
);
CREATE INDEX meeting_guest_user ON casework.meeting_guest (user_id);

-- Who is writing in whose minutes just now: a hint, no record.
CREATE TABLE casework.minutes_presence (
    discussion_id uuid NOT NULL REFERENCES casework.discussion ON DELETE CASCADE,
    spoke_id      integer NOT NULL,
    user_id       uuid NOT NULL REFERENCES access.user_account,
    field         text,
    at            timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (discussion_id, user_id)
);

-- What each agency was sent, as it was sent: made once, never changed. One
-- part a young person, so that each is logged and hidden on its own.
CREATE TABLE casework.minutes_extract (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    spoke_id   integer NOT NULL,
    meeting_id uuid NOT NULL,
    agency_id  integer NOT NULL REFERENCES reference.agency,
    purpose    text NOT NULL CHECK (purpose <> ''),
    head       jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by uuid REFERENCES access.user_account,
    CONSTRAINT minutes_extract_meeting_fkey
        FOREIGN KEY (meeting_id, spoke_id) REFERENCES casework.meeting (id, spoke_id),
    CONSTRAINT minutes_extract_once_key UNIQUE (meeting_id, agency_id),
    CONSTRAINT minutes_extract_whole_key UNIQUE (id, meeting_id, agency_id, spoke_id)
);
CREATE INDEX minutes_extract_agency ON casework.minutes_extract (agency_id, created_at DESC);

CREATE TABLE casework.minutes_extract_part (
    id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    spoke_id       integer NOT NULL,
    extract_id     uuid NOT NULL,
    meeting_id     uuid NOT NULL,
    agency_id      integer NOT NULL,
    agenda_item_id uuid NOT NULL,
    person_id      uuid NOT NULL,
    place          integer NOT NULL,
    content        jsonb NOT NULL,
    CONSTRAINT minutes_extract_part_extract_fkey FOREIGN KEY (extract_id, meeting_id, agency_id, spoke_id)
        REFERENCES casework.minutes_extract (id, meeting_id, agency_id, spoke_id),
    CONSTRAINT minutes_extract_part_item_fkey FOREIGN KEY (agenda_item_id, meeting_id, person_id, spoke_id)
        REFERENCES casework.agenda_item (id, meeting_id, person_id, spoke_id),
    CONSTRAINT minutes_extract_part_once_key UNIQUE (extract_id, agenda_item_id)
);
CREATE INDEX minutes_extract_part_person ON casework.minutes_extract_part (person_id);
