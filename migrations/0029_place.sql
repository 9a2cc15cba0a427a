-- Places of concern with their problem-solving plans, and critical incidents,
-- which only those named on their list and the spoke's coordinator open
-- (domain.md 10).
SET LOCAL ROLE throughline_owner;

CREATE TEMPORARY TABLE moved_place_term (LIKE reference.term) ON COMMIT DROP;
DO $$
DECLARE
    v text;
BEGIN
    FOREACH v IN ARRAY ARRAY['place_source', 'place_status', 'plan_stage', 'critical_incident_kind',
                             'incident_role'] LOOP
        CONTINUE WHEN to_regclass('reference.' || v) IS NOT NULL;
        INSERT INTO moved_place_term SELECT * FROM reference.other_term t WHERE t.vocabulary = v;
        DELETE FROM reference.other_term t WHERE t.vocabulary = v;
        EXECUTE format('CREATE TABLE reference.%I PARTITION OF reference.term FOR VALUES IN (%L)', v, v);
        EXECUTE format('ALTER TABLE reference.%I ADD CONSTRAINT %I UNIQUE (code)', v, v || '_code_key');
        INSERT INTO reference.term SELECT * FROM moved_place_term m WHERE m.vocabulary = v;
    END LOOP;
END $$;

CREATE TABLE casework.place (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version     integer NOT NULL DEFAULT 1,
    spoke_id    integer NOT NULL REFERENCES reference.spoke,
    name        text NOT NULL CHECK (name <> ''),
    type        text NOT NULL REFERENCES reference.place_type (code),
    location    text,
    source      text NOT NULL REFERENCES reference.place_source (code),
    status      text NOT NULL DEFAULT 'emerging' REFERENCES reference.place_status (code),
    concern     text NOT NULL CHECK (concern <> ''),
    noted_on    date NOT NULL,
    review_on   date,
    closed_on   date,
    created_at  timestamptz NOT NULL DEFAULT now(),
    created_by  uuid REFERENCES access.user_account,
    updated_at  timestamptz NOT NULL DEFAULT now(),
    updated_by  uuid REFERENCES access.user_account,
    CONSTRAINT place_spoke_key UNIQUE (id, spoke_id),
    CONSTRAINT place_closed_check CHECK ((status = 'closed') = (closed_on IS NOT NULL)),
    CONSTRAINT place_dates_check CHECK (closed_on >= noted_on)
);
CREATE INDEX place_list ON casework.place (spoke_id, noted_on DESC, id DESC);

-- Young people met or seen there: where they are is not what they do.
CREATE TABLE casework.place_person (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version     integer NOT NULL DEFAULT 1,
    spoke_id    integer NOT NULL,
    place_id    uuid NOT NULL,
    person_id   uuid NOT NULL,
    since       date NOT NULL,
    until       date,
    note        text,
    created_at  timestamptz NOT NULL DEFAULT now(),
    created_by  uuid REFERENCES access.user_account,
    CONSTRAINT place_person_place_fkey FOREIGN KEY (place_id, spoke_id) REFERENCES casework.place (id, spoke_id),
    CONSTRAINT place_person_known_fkey
        FOREIGN KEY (person_id, spoke_id) REFERENCES casework.person_spoke (person_id, spoke_id),
    CONSTRAINT place_person_dates_check CHECK (until >= since)
);
CREATE UNIQUE INDEX place_person_once ON casework.place_person (place_id, person_id) WHERE until IS NULL;
CREATE INDEX place_person_place ON casework.place_person (place_id);
CREATE INDEX place_person_person ON casework.place_person (person_id, since);

ALTER TABLE casework.contact ADD COLUMN place_id uuid,
    ADD CONSTRAINT contact_place_fkey FOREIGN KEY (place_id, spoke_id) REFERENCES casework.place (id, spoke_id);
CREATE INDEX contact_place ON casework.contact (place_id, happened_at) WHERE place_id IS NOT NULL;

-- Objective, scanning, analysis, response, assessment (OSARA).
CREATE TABLE casework.place_plan (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version     integer NOT NULL DEFAULT 1,
    spoke_id    integer NOT NULL,
    place_id    uuid NOT NULL,
    stage       text NOT NULL DEFAULT 'objective' REFERENCES reference.plan_stage (code),
    objective   text NOT NULL CHECK (objective <> ''),
    scanning    text,
    analysis    text,
    response    text,
    assessment  text,
    owner_user_id uuid REFERENCES access.user_account,
    owner_name  text,
    review_on   date,
    ended_on    date,
    created_at  timestamptz NOT NULL DEFAULT now(),
    created_by  uuid REFERENCES access.user_account,
    updated_at  timestamptz NOT NULL DEFAULT now(),
    updated_by  uuid REFERENCES access.user_account,
    CONSTRAINT place_plan_spoke_key UNIQUE (id, spoke_id),
    CONSTRAINT place_plan_place_fkey FOREIGN KEY (place_id, spoke_id) REFERENCES casework.place (id, spoke_id),
    CONSTRAINT place_plan_owner_check CHECK (coalesce(owner_user_id::text, owner_name) IS NOT NULL),
    CONSTRAINT place_plan_ended_check CHECK (ended_on IS NULL OR assessment IS NOT NULL)
);
CREATE INDEX place_plan_place ON casework.place_plan (place_id, created_at);

CREATE TABLE casework.place_plan_action (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version     integer NOT NULL DEFAULT 1,
    spoke_id    integer NOT NULL,
    plan_id     uuid NOT NULL,
    description text NOT NULL CHECK (description <> ''),
    owner_name  text NOT NULL CHECK (owner_name <> ''),
    due_on      date NOT NULL,
    done_on     date,
    created_at  timestamptz NOT NULL DEFAULT now(),
    created_by  uuid REFERENCES access.user_account,
    CONSTRAINT place_plan_action_plan_fkey FOREIGN KEY (plan_id, spoke_id) REFERENCES casework.place_plan (id, spoke_id)
);
CREATE INDEX place_plan_action_plan ON casework.place_plan_action (plan_id, due_on);

CREATE TABLE casework.critical_incident (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version     integer NOT NULL DEFAULT 1,
    spoke_id    integer NOT NULL REFERENCES reference.spoke,
    kind        text NOT NULL REFERENCES reference.critical_incident_kind (code),
    title       text NOT NULL CHECK (title <> ''),
    happened_at timestamptz NOT NULL,
    summary     text NOT NULL CHECK (summary <> ''),
    -- The joint assessment of risk, and of what may follow.
    risk_level  text REFERENCES reference.risk_level (code),
    risk_rationale text,
    assessed_on date,
    assessed_with text,
    retaliation_level text REFERENCES reference.risk_level (code),
    retaliation_rationale text,
    tensions    text,
    review_on   date,
    review      text,
    ended_on    date,
    created_at  timestamptz NOT NULL DEFAULT now(),
    created_by  uuid REFERENCES access.user_account,
    updated_at  timestamptz NOT NULL DEFAULT now(),
    updated_by  uuid REFERENCES access.user_account,
    CONSTRAINT critical_incident_spoke_key UNIQUE (id, spoke_id),
    CONSTRAINT critical_incident_risk_check CHECK ((risk_level IS NULL) = (risk_rationale IS NULL)
        AND (risk_level IS NULL) = (assessed_on IS NULL)),
    CONSTRAINT critical_incident_retaliation_check
        CHECK ((retaliation_level IS NULL) = (retaliation_rationale IS NULL)),
    CONSTRAINT critical_incident_ended_check CHECK (ended_on IS NULL OR review IS NOT NULL)
);
CREATE INDEX critical_incident_list ON casework.critical_incident (spoke_id, happened_at DESC, id DESC);

-- Whose part it was in it; somebody not on the system by name. A young person
-- can be a victim and a suspect.
CREATE TABLE casework.critical_incident_person (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version     integer NOT NULL DEFAULT 1,
    spoke_id    integer NOT NULL,
    incident_id uuid NOT NULL,
    person_id   uuid,
    name        text,
    role        text NOT NULL REFERENCES reference.incident_role (code),
    note        text,
    ended_on    date,           -- it turned out otherwise
    end_note    text,
    created_at  timestamptz NOT NULL DEFAULT now(),
    created_by  uuid REFERENCES access.user_account,
    CONSTRAINT critical_incident_person_incident_fkey FOREIGN KEY (incident_id, spoke_id)
        REFERENCES casework.critical_incident (id, spoke_id),
    CONSTRAINT critical_incident_person_known_fkey
        FOREIGN KEY (person_id, spoke_id) REFERENCES casework.person_spoke (person_id, spoke_id),
    CONSTRAINT critical_incident_person_who_check CHECK ((person_id IS NULL) <> (name IS NULL)),
    CONSTRAINT critical_incident_person_end_check CHECK ((ended_on IS NULL) = (end_note IS NULL))
);
CREATE UNIQUE INDEX critical_incident_person_once
    ON casework.critical_incident_person (incident_id, person_id, role) WHERE ended_on IS NULL;
CREATE INDEX critical_incident_person_incident ON casework.critical_incident_person (incident_id);
CREATE INDEX critical_incident_person_person ON casework.critical_incident_person (person_id)
    WHERE person_id IS NOT NULL;

CREATE TABLE casework.critical_incident_place (
    incident_id uuid NOT NULL,
    place_id    uuid NOT NULL,
    spoke_id    integer NOT NULL,
    PRIMARY KEY (incident_id, place_id),
    CONSTRAINT critical_incident_place_incident_fkey FOREIGN KEY (incident_id, spoke_id)
        REFERENCES casework.critical_incident (id, spoke_id),
    CONSTRAINT critical_incident_place_place_fkey FOREIGN KEY (place_id, spoke_id)
        REFERENCES casework.place (id, spoke_id)
);
CREATE INDEX critical_incident_place_place ON casework.critical_incident_place (place_id);

-- The chronology: added to, never changed.
CREATE TABLE casework.critical_incident_entry (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    spoke_id    integer NOT NULL,
    incident_id uuid NOT NULL,
    happened_at timestamptz NOT NULL,
    text        text NOT NULL CHECK (text <> ''),
    source      text,
    created_at  timestamptz NOT NULL DEFAULT now(),
    created_by  uuid REFERENCES access.user_account,
    CONSTRAINT critical_incident_entry_incident_fkey FOREIGN KEY (incident_id, spoke_id)
        REFERENCES casework.critical_incident (id, spoke_id)
);
CREATE INDEX critical_incident_entry_incident ON casework.critical_incident_entry (incident_id, happened_at);

-- Who may open it beside the spoke's coordinator, since when, until when, why.
CREATE TABLE casework.critical_incident_access (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    spoke_id    integer NOT NULL,
    incident_id uuid NOT NULL,
    user_id     uuid NOT NULL REFERENCES access.user_account,
    reason      text NOT NULL CHECK (reason <> ''),
    valid_from  date NOT NULL,
    valid_to    date,
    created_at  timestamptz NOT NULL DEFAULT now(),
    created_by  uuid REFERENCES access.user_account,
    CONSTRAINT critical_incident_access_incident_fkey FOREIGN KEY (incident_id, spoke_id)
        REFERENCES casework.critical_incident (id, spoke_id)
);
CREATE UNIQUE INDEX critical_incident_access_once
    ON casework.critical_incident_access (incident_id, user_id) WHERE valid_to IS NULL;
CREATE INDEX critical_incident_access_incident ON casework.critical_incident_access (incident_id);
CREATE INDEX critical_incident_access_user ON casework.critical_incident_access (user_id);

-- What a plan or an incident said before it was changed.
CREATE TABLE casework.place_version (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    kind        text NOT NULL,
    subject_id  uuid NOT NULL,
    spoke_id    integer NOT NULL REFERENCES reference.spoke,
    number      integer NOT NULL,
    was         jsonb NOT NULL,
    replaced_at timestamptz NOT NULL,
    replaced_by uuid REFERENCES access.user_account,
    CONSTRAINT place_version_number_key UNIQUE (kind, subject_id, number)
);
