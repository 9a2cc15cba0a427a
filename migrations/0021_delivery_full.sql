-- What makes delivery whole (domain.md 6): whom an intervention is for, what
-- was warned of and why one went on, the waiting list, sessions of a group of
-- named young people, and what is delivered to people without names.
SET LOCAL ROLE throughline_owner;

-- Vocabularies that came later get their own partition, to point keys at.
CREATE FUNCTION reference.vocabulary_made(wanted text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    kept reference.term[];
BEGIN
    IF to_regclass('reference.' || quote_ident(wanted)) IS NOT NULL THEN
        RETURN;
    END IF;
    SELECT array_agg(t) INTO kept FROM reference.other_term t WHERE t.vocabulary = wanted;
    DELETE FROM reference.other_term t WHERE t.vocabulary = wanted;
    EXECUTE format('CREATE TABLE reference.%I PARTITION OF reference.term FOR VALUES IN (%L)',
                   wanted, wanted);
    EXECUTE format('ALTER TABLE reference.%I ADD CONSTRAINT %I UNIQUE (code)',
                   wanted, wanted || '_code_key');
    INSERT INTO reference.term SELECT k.* FROM unnest(kept) AS k;
END $$;
SELECT reference.vocabulary_made('allocation_warning');
SELECT reference.vocabulary_made('age_band');

-- ---- whom it is for -------------------------------------------------------------
ALTER TABLE casework.intervention
    ADD COLUMN eligible_sex text REFERENCES reference.sex (code),
    ADD COLUMN min_risk_level text REFERENCES reference.risk_level (code),
    ADD COLUMN max_risk_level text REFERENCES reference.risk_level (code),
    ADD COLUMN area text CHECK (area <> ''); -- smaller than the spoke, in words

-- ---- allocations ----------------------------------------------------------------
ALTER TABLE casework.allocation
    ADD COLUMN lives_in_area boolean,      -- asked only where the offer has an area
    ADD COLUMN go_on_reason text CHECK (go_on_reason <> ''), -- of the last write that was warned of
    ADD COLUMN waiting_since timestamptz;  -- its place on the list

ALTER TABLE casework.allocation DISABLE TRIGGER USER;
UPDATE casework.allocation AS l SET waiting_since = moved.at
  FROM (SELECT c.subject_id, max(c.at) AS at FROM casework.state_change AS c
         WHERE c.machine = 'allocation' AND c.to_state = 'waiting_list'
         GROUP BY c.subject_id) AS moved
 WHERE l.id = moved.subject_id AND l.state = 'waiting_list';
UPDATE casework.allocation SET waiting_since = updated_at
 WHERE state = 'waiting_list' AND waiting_since IS NULL;
ALTER TABLE casework.allocation ENABLE TRIGGER USER;
ALTER TABLE casework.allocation ADD CONSTRAINT allocation_waiting_check
    CHECK ((state = 'waiting_list') = (waiting_since IS NOT NULL));
CREATE INDEX allocation_waiting ON casework.allocation (intervention_id, waiting_since, id)
    WHERE waiting_since IS NOT NULL;

-- What was warned of, at which step, and why one went on all the same. Written
-- by trigger only, never changed. Who the other one is of a conflict is the
-- spoke's to know: it stands in no answer to a provider.
CREATE TABLE casework.allocation_warning (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    allocation_id uuid NOT NULL REFERENCES casework.allocation DEFERRABLE INITIALLY DEFERRED,
    spoke_id      integer NOT NULL REFERENCES reference.spoke,
    person_id     uuid NOT NULL REFERENCES casework.person,
    warning       text NOT NULL REFERENCES reference.allocation_warning (code),
    said          text NOT NULL CHECK (said <> ''),
    reason        text NOT NULL CHECK (reason <> ''),
    step          text NOT NULL CHECK (step <> ''), -- the verb, or 'group_session'
    at            timestamptz NOT NULL DEFAULT now(),
    by_user       uuid REFERENCES access.user_account
);
CREATE INDEX allocation_warning_allocation ON casework.allocation_warning (allocation_id, at);
CREATE INDEX allocation_warning_person ON casework.allocation_warning (person_id);

-- ---- sessions of a group --------------------------------------------------------
-- One session, several young people: each has a session of their own with their
-- own attendance, all of them hang on this one.
CREATE TABLE casework.group_session (
    id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version         integer NOT NULL DEFAULT 1,
    spoke_id        integer NOT NULL,
    intervention_id uuid NOT NULL,
    provider_agency_id integer NOT NULL REFERENCES reference.agency,
    planned_at      timestamptz NOT NULL,
    minutes         integer CHECK (minutes BETWEEN 1 AND 1440),
    mode            text REFERENCES reference.session_mode (code),
    place           text CHECK (place <> ''),
    note            text,        -- of the group: nothing about one of them
    happened        boolean,     -- NULL: planned, not yet logged
    go_on_reason    text CHECK (go_on_reason <> ''),
    worker_user_id  uuid REFERENCES access.user_account,
    created_at      timestamptz NOT NULL DEFAULT now(),
    created_by      uuid REFERENCES access.user_account,
    updated_at      timestamptz NOT NULL DEFAULT now(),
    updated_by      uuid REFERENCES access.user_account,
    CONSTRAINT group_session_intervention_fkey FOREIGN KEY (intervention_id, spoke_id)
        REFERENCES casework.intervention_spoke (intervention_id, spoke_id),
    CONSTRAINT group_session_whole_key UNIQUE (id, spoke_id, provider_agency_id)
);
CREATE INDEX group_session_spoke ON casework.group_session (spoke_id, planned_at DESC, id DESC);
CREATE INDEX group_session_provider ON casework.group_session (provider_agency_id, planned_at DESC, id DESC);
CREATE INDEX group_session_intervention ON casework.group_session (intervention_id, planned_at);

ALTER TABLE casework.session
    ADD COLUMN group_session_id uuid,
    ADD COLUMN cancelled_at timestamptz, -- planned past the end of its allocation
    ADD CONSTRAINT session_group_fkey FOREIGN KEY (group_session_id, spoke_id, provider_agency_id)
        REFERENCES casework.group_session (id, spoke_id, provider_agency_id),
    ADD CONSTRAINT session_cancelled_check CHECK (cancelled_at IS NULL OR happened IS NULL);
CREATE UNIQUE INDEX session_group_once ON casework.session (group_session_id, allocation_id)
    WHERE group_session_id IS NOT NULL;

-- ---- without names --------------------------------------------------------------
CREATE TABLE casework.delivery (
    id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version         integer NOT NULL DEFAULT 1,
    spoke_id        integer NOT NULL,
    intervention_id uuid NOT NULL,
    provider_agency_id integer NOT NULL REFERENCES reference.agency,
    started_on      date NOT NULL,
    ended_on        date NOT NULL,
    place           text CHECK (place <> ''),
    school          text CHECK (school <> ''),
    sessions        integer NOT NULL DEFAULT 1,
    under_18        integer NOT NULL DEFAULT 0,
    aged_18_24      integer NOT NULL DEFAULT 0,
    aged_25_plus    integer NOT NULL DEFAULT 0,
    parents_carers  integer NOT NULL DEFAULT 0,
    professionals   integer NOT NULL DEFAULT 0,
    headcount_kind  text NOT NULL REFERENCES reference.delivery_headcount_kind (code),
    note            text,
    change_reason   text CHECK (change_reason <> ''), -- why its figures were last corrected
    in_error_at     timestamptz,
    created_at      timestamptz NOT NULL DEFAULT now(),
    created_by      uuid REFERENCES access.user_account,
    updated_at      timestamptz NOT NULL DEFAULT now(),
    updated_by      uuid REFERENCES access.user_account,
    CONSTRAINT delivery_intervention_fkey FOREIGN KEY (intervention_id, spoke_id)
        REFERENCES casework.intervention_spoke (intervention_id, spoke_id),
    CONSTRAINT delivery_dates_check CHECK (ended_on >= started_on),
    CONSTRAINT delivery_sessions_check CHECK (sessions BETWEEN 1 AND 1000),
    CONSTRAINT delivery_counts_check CHECK (
        least(under_18, aged_18_24, aged_25_plus, parents_carers, professionals) >= 0
        AND greatest(under_18, aged_18_24, aged_25_plus, parents_carers, professionals) <= 1000000),
    -- Parents, carers and professionals are not among the ages.
    CONSTRAINT delivery_somebody_check CHECK (
        under_18 + aged_18_24 + aged_25_plus + parents_carers + professionals > 0),
    CONSTRAINT delivery_whole_key UNIQUE (id, spoke_id)
);
CREATE INDEX delivery_spoke ON casework.delivery (spoke_id, started_on DESC, id DESC);
CREATE INDEX delivery_provider ON casework.delivery (provider_agency_id, started_on DESC, id DESC);
CREATE INDEX delivery_intervention ON casework.delivery (intervention_id, started_on);

-- What it said before it was corrected, and why it was.
CREATE TABLE casework.delivery_version (
    delivery_id uuid NOT NULL REFERENCES casework.delivery,
    version     integer NOT NULL,
    spoke_id    integer NOT NULL REFERENCES reference.spoke,
    said        jsonb NOT NULL,
    reason      text,
    at          timestamptz NOT NULL DEFAULT now(),
    by_user     uuid REFERENCES access.user_account,
    PRIMARY KEY (delivery_id, version)
);

-- Somebody who was counted, and is known now by name. The count stays: one of
-- it has a name.
CREATE TABLE casework.delivery_person (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    delivery_id uuid NOT NULL,
    spoke_id    integer NOT NULL,
    person_id   uuid NOT NULL,
    age_band    text NOT NULL REFERENCES reference.age_band (code), -- at the delivery
    created_at  timestamptz NOT NULL DEFAULT now(),
    created_by  uuid REFERENCES access.user_account,
    CONSTRAINT delivery_person_delivery_fkey FOREIGN KEY (delivery_id, spoke_id)
        REFERENCES casework.delivery (id, spoke_id),
    CONSTRAINT delivery_person_known_fkey FOREIGN KEY (person_id, spoke_id)
        REFERENCES casework.person_spoke (person_id, spoke_id),
    CONSTRAINT delivery_person_once_key UNIQUE (delivery_id, person_id)
);
CREATE INDEX delivery_person_person ON casework.delivery_person (person_id, delivery_id);
