-- The catalogue says what an intervention measures and how it is evaluated
-- (domain.md 6).
SET LOCAL ROLE throughline_owner;

ALTER TABLE casework.intervention
    ADD COLUMN outcome_measures  text[] NOT NULL DEFAULT '{}',
    ADD COLUMN evaluation_status text REFERENCES reference.evaluation_status (code);
