-- Reports over 1.4 million people: what is alike is counted where it is found,
-- not carried row by row, and the few referrals about which something was asked
-- are found without looking at every one of them.
SET LOCAL ROLE throughline_owner;

CREATE TYPE reporting.dashboard_count AS (
    sheet    text,
    line     text,     -- of the table, inside the spoke
    outside  text,     -- of the table as it may leave the spoke; NULL: it does not
    series   text,     -- its column
    spoke_id integer,
    day      date,
    value    numeric,
    many     bigint    -- so often
);

CREATE INDEX state_change_asked ON casework.state_change (subject_id) WHERE verb = 'request_information';

-- Whose help it is, and whose cases were, for what they have to measure.
CREATE INDEX allocation_worker ON casework.allocation (worker_user_id) WHERE worker_user_id IS NOT NULL;
CREATE INDEX episode_led_closed ON casework.episode (lead_user_id) WHERE state = 'closed';

-- The same as allocation_ended.
DROP INDEX casework.allocation_spoke_ended;
