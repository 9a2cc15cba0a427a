-- The quarterly return of a spoke to the hub (domain.md 9): money, match
-- funding and words as the spoke fills them in, and the figures as they stood
-- at each submission, which nothing changes afterwards.
SET LOCAL ROLE throughline_owner;

CREATE TEMPORARY TABLE moved_return_term (LIKE reference.term) ON COMMIT DROP;
DO $$
DECLARE
    v text;
BEGIN
    FOREACH v IN ARRAY ARRAY['variance_reason', 'match_funding_kind', 'return_measure'] LOOP
        CONTINUE WHEN to_regclass('reference.' || v) IS NOT NULL;
        INSERT INTO moved_return_term SELECT * FROM reference.other_term t WHERE t.vocabulary = v;
        DELETE FROM reference.other_term t WHERE t.vocabulary = v;
        EXECUTE format('CREATE TABLE reference.%I PARTITION OF reference.term FOR VALUES IN (%L)', v, v);
        EXECUTE format('ALTER TABLE reference.%I ADD CONSTRAINT %I UNIQUE (code)', v, v || '_code_key');
        INSERT INTO reference.term SELECT * FROM moved_return_term m WHERE m.vocabulary = v;
    END LOOP;
END $$;

CREATE TABLE reporting.quarterly_return (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version      integer NOT NULL DEFAULT 1,
    spoke_id     integer NOT NULL REFERENCES reference.spoke,
    quarter      date NOT NULL,  -- its first day
    state        text NOT NULL DEFAULT 'draft',
    state_reason text,
    state_note   text,           -- the question, the answer, why it is restated
    edition      integer NOT NULL DEFAULT 0, -- the last one handed in; 0 = none
    narrative    text,
    risks        text,
    created_at   timestamptz NOT NULL DEFAULT now(),
    created_by   uuid REFERENCES access.user_account,
    updated_at   timestamptz NOT NULL DEFAULT now(),
    updated_by   uuid REFERENCES access.user_account,
    CONSTRAINT quarterly_return_quarter_check CHECK (
        extract(day FROM quarter) = 1 AND extract(month FROM quarter) IN (1, 4, 7, 10)),
    CONSTRAINT quarterly_return_edition_check CHECK ((state = 'draft') = (edition = 0)),
    CONSTRAINT quarterly_return_once_key UNIQUE (spoke_id, quarter),
    CONSTRAINT quarterly_return_whole_key UNIQUE (id, spoke_id)
);

-- Grant money by intervention, or of none in particular, and stream.
CREATE TABLE reporting.return_money (
    id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    return_id       uuid NOT NULL,
    spoke_id        integer NOT NULL,
    intervention_id uuid,
    funding_stream  text NOT NULL REFERENCES reference.funding_stream (code),
    budget          numeric(12, 2) NOT NULL,
    forecast        numeric(12, 2),
    actual          numeric(12, 2),
    variance        numeric(12, 2) GENERATED ALWAYS AS (actual - budget) STORED,
    variance_reason text REFERENCES reference.variance_reason (code),
    variance_note   text,
    CONSTRAINT return_money_return_fkey FOREIGN KEY (return_id, spoke_id)
        REFERENCES reporting.quarterly_return (id, spoke_id),
    CONSTRAINT return_money_intervention_fkey FOREIGN KEY (intervention_id, spoke_id)
        REFERENCES casework.intervention_spoke (intervention_id, spoke_id),
    CONSTRAINT return_money_amounts_check CHECK (least(budget, forecast, actual) >= 0),
    CONSTRAINT return_money_match_check CHECK (funding_stream <> 'match_funding'),
    CONSTRAINT return_money_once_key UNIQUE NULLS NOT DISTINCT (return_id, intervention_id, funding_stream)
);

-- What partners put beside the grant.
CREATE TABLE reporting.return_match (
    id        uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    return_id uuid NOT NULL,
    spoke_id  integer NOT NULL,
    kind      text NOT NULL REFERENCES reference.match_funding_kind (code),
    source    text NOT NULL CHECK (source <> ''),
    amount    numeric(12, 2) NOT NULL,
    CONSTRAINT return_match_return_fkey FOREIGN KEY (return_id, spoke_id)
        REFERENCES reporting.quarterly_return (id, spoke_id),
    CONSTRAINT return_match_amount_check CHECK (amount > 0)
);
CREATE INDEX return_match_return ON reporting.return_match (return_id);

-- Apart, because it leaves the spoke only where it may be published.
CREATE TABLE reporting.return_case_study (
    return_id  uuid PRIMARY KEY,
    spoke_id   integer NOT NULL,
    words      text NOT NULL CHECK (words <> ''),
    permission text NOT NULL,
    permission_vocabulary text NOT NULL GENERATED ALWAYS AS ('publication_permission') STORED,
    CONSTRAINT return_case_study_permission_fkey FOREIGN KEY (permission_vocabulary, permission)
        REFERENCES reference.term (vocabulary, code),
    CONSTRAINT return_case_study_return_fkey FOREIGN KEY (return_id, spoke_id)
        REFERENCES reporting.quarterly_return (id, spoke_id)
);

-- ---- what was handed in: made by trigger, changed by nobody ---------------------
CREATE TABLE reporting.return_edition (
    return_id uuid NOT NULL,
    edition   integer NOT NULL CHECK (edition > 0),
    spoke_id  integer NOT NULL,
    verb      text NOT NULL CHECK (verb IN ('submit', 'answer', 'restate')),
    note      text,
    said      jsonb NOT NULL,  -- interventions, money, match funding, words
    at        timestamptz NOT NULL,
    by_user   uuid REFERENCES access.user_account,
    PRIMARY KEY (return_id, edition),
    CONSTRAINT return_edition_return_fkey FOREIGN KEY (return_id, spoke_id)
        REFERENCES reporting.quarterly_return (id, spoke_id)
);

-- A figure that is not there is zero. No intervention: of the whole spoke.
CREATE TABLE reporting.return_figure (
    return_id       uuid NOT NULL,
    edition         integer NOT NULL,
    spoke_id        integer NOT NULL,
    intervention_id uuid REFERENCES casework.intervention,
    measure         text NOT NULL REFERENCES reference.return_measure (code),
    category        text NOT NULL,
    value           bigint NOT NULL CHECK (value > 0),
    CONSTRAINT return_figure_edition_fkey FOREIGN KEY (return_id, edition)
        REFERENCES reporting.return_edition (return_id, edition),
    CONSTRAINT return_figure_once_key UNIQUE NULLS NOT DISTINCT
        (return_id, edition, intervention_id, measure, category)
);

-- The same as it may leave the spoke: NULL is hidden (reporting.suppress).
CREATE TABLE reporting.return_figure_outside (
    return_id       uuid NOT NULL,
    edition         integer NOT NULL,
    spoke_id        integer NOT NULL,
    intervention_id uuid REFERENCES casework.intervention,
    measure         text NOT NULL REFERENCES reference.return_measure (code),
    category        text NOT NULL,
    value           bigint CHECK (value > 4),
    CONSTRAINT return_figure_outside_edition_fkey FOREIGN KEY (return_id, edition)
        REFERENCES reporting.return_edition (return_id, edition),
    CONSTRAINT return_figure_outside_once_key UNIQUE NULLS NOT DISTINCT
        (return_id, edition, intervention_id, measure, category)
);

-- ---- what counting walks along ----------------------------------------------------
CREATE INDEX session_spoke_happened ON casework.session (spoke_id, planned_at) WHERE happened;
CREATE INDEX group_session_happened ON casework.group_session (spoke_id, planned_at) WHERE happened;
CREATE INDEX allocation_spoke_ended ON casework.allocation (spoke_id, ended_on) WHERE ended_on IS NOT NULL;
