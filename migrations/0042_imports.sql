-- Lists and figures from files. What a file of a kind holds is data
-- (import_kind, import_column), so another year, another spoke or another
-- partnership with the same columns needs no programmer. A file is checked
-- whole, then taken in whole or not at all; what it replaces stays.
--
-- What is published is T1: figures, no young person.
SET LOCAL ROLE throughline_owner;

CREATE TABLE reporting.import_kind (
    code        text PRIMARY KEY CHECK (code ~ '^[a-z0-9_]{1,64}$'),
    label       text NOT NULL,
    description text NOT NULL,
    target      text NOT NULL,  -- 'figures' or 'catalogue': which functions take it in
    period      text NOT NULL,  -- 'year' or 'none'
    permission  text NOT NULL REFERENCES access.permission,
    position    integer NOT NULL
);

CREATE TABLE reporting.import_column (
    kind       text NOT NULL REFERENCES reporting.import_kind,
    name       text NOT NULL CHECK (name <> ''),
    label      text NOT NULL,
    role       text NOT NULL, -- area subject dimension measure measure_name value wording period field
    type       text NOT NULL, -- text code area count number money period
    vocabulary text,          -- of a code
    required   boolean NOT NULL,
    unit       text,          -- what a measure counts
    position   integer NOT NULL,
    PRIMARY KEY (kind, name)
);

CREATE TABLE reporting.import (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version      integer NOT NULL DEFAULT 1,
    kind         text NOT NULL REFERENCES reporting.import_kind,
    partnership  text NOT NULL DEFAULT '' CHECK (length(partnership) <= 100), -- '' = this one
    period       text NOT NULL DEFAULT '' CHECK (period = '' OR period ~ '^[0-9]{4}-[0-9]{2}$'),
    spoke_id     integer REFERENCES reference.spoke, -- whose list; figures are the hub's
    file_name    text NOT NULL CHECK (file_name <> '' AND length(file_name) <= 200),
    sha256       bytea NOT NULL CHECK (octet_length(sha256) = 32),
    state        text NOT NULL DEFAULT 'checking',
    checked      integer NOT NULL DEFAULT 0, -- rows looked at
    rows         integer,                    -- in the file; NULL: not counted yet
    faults       integer NOT NULL DEFAULT 0,
    copied       integer NOT NULL DEFAULT 0, -- rows taken in
    replaces_id  uuid REFERENCES reporting.import,
    made_at      timestamptz NOT NULL DEFAULT now(),
    made_by      uuid NOT NULL REFERENCES access.user_account,
    committed_at timestamptz,
    CONSTRAINT import_committed_check CHECK (state NOT IN ('committed', 'replaced') OR committed_at IS NOT NULL)
);
-- One file is in force for a kind, a year and a partnership (or a spoke).
CREATE UNIQUE INDEX import_in_force_key ON reporting.import (kind, partnership, period, coalesce(spoke_id, 0))
    WHERE state = 'committed';
CREATE INDEX import_sha256 ON reporting.import (sha256);
CREATE INDEX import_made ON reporting.import (made_at, id);

-- The file as it came.
CREATE TABLE reporting.import_file (
    import_id uuid PRIMARY KEY REFERENCES reporting.import,
    content   text NOT NULL
);

-- What was done with it, by whom, when and why.
CREATE TABLE reporting.import_event (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    import_id uuid NOT NULL REFERENCES reporting.import,
    state     text NOT NULL,
    at        timestamptz NOT NULL,
    by_user   uuid REFERENCES access.user_account,
    note      text
);
CREATE INDEX import_event_import ON reporting.import_event (import_id, id);

CREATE TABLE reporting.import_fault (
    import_id uuid NOT NULL REFERENCES reporting.import,
    number    integer NOT NULL, -- in the order of the file
    line      integer NOT NULL, -- the row, as a spreadsheet counts them
    column_name text,
    detail    text NOT NULL,
    PRIMARY KEY (import_id, number)
);

-- A row of the file, understood: {"area", "subject", "dims", "wording",
-- "figures": [{"measure", "unit", "value"}]} or a list's fields.
CREATE TABLE reporting.import_row (
    import_id uuid NOT NULL REFERENCES reporting.import,
    number    integer NOT NULL, -- 1..
    line      integer NOT NULL,
    content   jsonb NOT NULL,
    PRIMARY KEY (import_id, number)
);

-- What is published: a row of a file that is, or was, in force, and its figures.
CREATE TABLE reporting.published_row (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    import_id   uuid NOT NULL REFERENCES reporting.import,
    line        integer NOT NULL,
    area        text,    -- a spoke's code here, any code in another partnership
    subject     text,    -- the intervention
    dims        jsonb NOT NULL DEFAULT '{}',
    wording     text,
    CONSTRAINT published_row_line_key UNIQUE (import_id, line)
);
CREATE TABLE reporting.figure (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    import_id   uuid NOT NULL REFERENCES reporting.import,
    row_id      uuid NOT NULL REFERENCES reporting.published_row,
    measure     text NOT NULL,
    unit        text,
    value       numeric(16, 2) NOT NULL,
    CONSTRAINT figure_once_key UNIQUE (row_id, measure)
);
CREATE INDEX figure_import ON reporting.figure (import_id, measure);

-- What a catalogue's import changed, so that it can be undone whole.
CREATE TABLE reporting.import_change (
    import_id       uuid NOT NULL REFERENCES reporting.import,
    intervention_id uuid NOT NULL REFERENCES casework.intervention,
    before          jsonb, -- NULL: it was made
    PRIMARY KEY (import_id, intervention_id)
);

-- How published figures hang together: each rule sets a published measure
-- beside what follows from other figures, as a sum of terms. "{area}" in a
-- measure's name stands for the area it ends or begins with.
CREATE TABLE reporting.reconciliation_rule (
    code       text PRIMARY KEY CHECK (code ~ '^[a-z0-9_]{1,64}$'),
    kind       text NOT NULL REFERENCES reporting.import_kind,
    measure    text NOT NULL,
    title      text NOT NULL, -- what it is set beside, in words
    comparison text NOT NULL DEFAULT 'equal', -- or 'at_least'
    position   integer NOT NULL
);
CREATE TABLE reporting.reconciliation_term (
    rule      text NOT NULL REFERENCES reporting.reconciliation_rule,
    number    integer NOT NULL,
    kind      text NOT NULL REFERENCES reporting.import_kind,
    aggregate text NOT NULL, -- sum, rows, other (the same measure said elsewhere)
    measure   text,
    of_area   boolean NOT NULL DEFAULT false, -- only the measure's own area
    silent_areas boolean NOT NULL DEFAULT false, -- only areas without rows of their own
    mode      text,
    prevention_level text,
    factor    numeric NOT NULL DEFAULT 1,
    PRIMARY KEY (rule, number)
);

-- Why two figures differ, as somebody has found out. A later word stands; the
-- earlier ones are kept. It is about the published figure, not about one
-- import of it: a file read again keeps its reasons.
CREATE TABLE reporting.reconciliation_reason (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    partnership text NOT NULL DEFAULT '',
    period      text NOT NULL,
    measure     text NOT NULL,
    said_where  text NOT NULL DEFAULT '',
    rule        text NOT NULL REFERENCES reporting.reconciliation_rule,
    text        text NOT NULL CHECK (text <> '' AND length(text) <= 2000),
    made_at     timestamptz NOT NULL DEFAULT now(),
    made_by     uuid NOT NULL REFERENCES access.user_account
);
CREATE INDEX reconciliation_reason_figure ON reporting.reconciliation_reason (partnership, period, measure, rule, made_at);

RESET ROLE;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA reporting TO throughline_definer;
