-- Dashboards of hub and spoke: what their counting walks along. Nothing is
-- stored; one fact is one thing that happened, and every figure is a sum, a
-- median or a share of facts (functions/58_dashboard_facts.sql).
SET LOCAL ROLE throughline_owner;

CREATE TYPE reporting.dashboard_fact AS (
    sheet    text,
    line     text,     -- of the table, inside the spoke
    outside  text,     -- of the table as it may leave the spoke; NULL: it does not
    series   text,     -- its column
    spoke_id integer,
    day      date,
    value    numeric
);

CREATE INDEX referral_sent ON casework.referral (spoke_id, submitted_at) WHERE submitted_at IS NOT NULL;
CREATE INDEX referral_decided ON casework.referral (spoke_id, decided_at) WHERE decided_at IS NOT NULL;
CREATE INDEX episode_opened ON casework.episode (spoke_id, opened_on);
CREATE INDEX episode_closed ON casework.episode (spoke_id, closed_on) WHERE closed_on IS NOT NULL;
CREATE INDEX allocation_offered ON casework.allocation (spoke_id, offered_on) WHERE offered_on IS NOT NULL;
