-- When an allocation was first offered. From then on the provider sees it; one
-- that was withdrawn before it was offered stays between the spoke's staff.
SET LOCAL ROLE throughline_owner;

ALTER TABLE casework.allocation ADD COLUMN offered_on date;

-- Not a change anybody made: no version, no journey, no access log.
ALTER TABLE casework.allocation DISABLE TRIGGER USER;
UPDATE casework.allocation AS l SET offered_on = first.day
  FROM (SELECT c.subject_id, (min(c.at) AT TIME ZONE 'Europe/London')::date AS day
          FROM casework.state_change AS c
         WHERE c.machine = 'allocation' AND c.to_state = 'offered'
         GROUP BY c.subject_id) AS first
 WHERE l.id = first.subject_id;
ALTER TABLE casework.allocation ENABLE TRIGGER USER;

ALTER TABLE casework.allocation ADD CONSTRAINT allocation_offered_check
    CHECK (state IN ('proposed', 'withdrawn', 'unsuitable') OR offered_on IS NOT NULL);

-- The lists: what is open, and an organisation's in one state, newest first.
CREATE INDEX allocation_open ON casework.allocation (spoke_id, updated_at DESC, id DESC)
    WHERE ended_on IS NULL;
CREATE INDEX allocation_provider_open ON casework.allocation (provider_agency_id, updated_at DESC, id DESC)
    WHERE ended_on IS NULL;

-- How it went is of those who came: not knowing whether they did is not enough.
ALTER TABLE casework.session DROP CONSTRAINT session_engagement_check,
    ADD CONSTRAINT session_engagement_check CHECK (
        engagement IS NULL OR coalesce(attendance IN ('attended', 'part', 'late'), false));
