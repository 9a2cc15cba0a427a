-- A return's figures, kept: counted once by the worker and shown from there for
-- as long as nothing behind them has changed (functions/57_return_kept.sql).
-- What changed is only ever added here, so that no two writers wait on one
-- another; the worker takes it away when it has drawn the consequence.
SET LOCAL ROLE throughline_owner;

CREATE TABLE reporting.figures_changed (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    spoke_id integer NOT NULL REFERENCES reference.spoke,
    day      date -- NULL: any day
);
CREATE INDEX figures_changed_spoke ON reporting.figures_changed (spoke_id, day);

CREATE TABLE reporting.figures_kept (
    spoke_id integer NOT NULL REFERENCES reference.spoke,
    quarter  date NOT NULL CHECK (quarter = date_trunc('quarter', quarter::timestamp)::date),
    kept_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (spoke_id, quarter)
);
CREATE TABLE reporting.figure_kept (
    spoke_id        integer NOT NULL,
    quarter         date NOT NULL,
    intervention_id uuid REFERENCES casework.intervention,
    measure         text NOT NULL REFERENCES reference.return_measure (code),
    category        text NOT NULL,
    value           bigint NOT NULL CHECK (value > 0),
    CONSTRAINT figure_kept_quarter_fkey FOREIGN KEY (spoke_id, quarter)
        REFERENCES reporting.figures_kept (spoke_id, quarter) ON DELETE CASCADE,
    CONSTRAINT figure_kept_once_key UNIQUE NULLS NOT DISTINCT (spoke_id, quarter, intervention_id, measure, category)
);

RESET ROLE;
GRANT SELECT, INSERT, DELETE ON reporting.figures_changed, reporting.figures_kept, reporting.figure_kept
    TO throughline_definer;
