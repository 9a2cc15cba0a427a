-- When whoever is signed in last showed that it is they (R20): with signing in,
-- and with each password given again since.
SET LOCAL ROLE throughline_owner;

ALTER TABLE access.session ADD COLUMN confirmed_at timestamptz NOT NULL DEFAULT now();
UPDATE access.session SET confirmed_at = started_at;
