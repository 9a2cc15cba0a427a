-- Who may open a critical incident meeting beside the spoke's coordinators,
-- since when, until when, why (as for the incident's own record).
SET LOCAL ROLE throughline_owner;

CREATE TABLE casework.meeting_access (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    spoke_id   integer NOT NULL,
    meeting_id uuid NOT NULL,
    user_id    uuid NOT NULL REFERENCES access.user_account,
    reason     text NOT NULL CHECK (reason <> ''),
    valid_from date NOT NULL,
    valid_to   date,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by uuid REFERENCES access.user_account,
    CONSTRAINT meeting_access_meeting_fkey FOREIGN KEY (meeting_id, spoke_id)
        REFERENCES casework.meeting (id, spoke_id),
    CONSTRAINT meeting_access_dates_check CHECK (valid_to >= valid_from)
);
CREATE UNIQUE INDEX meeting_access_once ON casework.meeting_access (meeting_id, user_id) WHERE valid_to IS NULL;
CREATE INDEX meeting_access_meeting ON casework.meeting_access (meeting_id);
CREATE INDEX meeting_access_user ON casework.meeting_access (user_id);
-- The meetings that are closed to most are few; every reading asks for them.
CREATE INDEX meeting_critical ON casework.meeting (spoke_id) WHERE type = 'critical_incident';

-- Whoever called or chairs one of those there are goes on seeing it.
INSERT INTO casework.meeting_access (spoke_id, meeting_id, user_id, reason, valid_from)
SELECT DISTINCT ON (m.id, u.id) m.spoke_id, m.id, u.id, 'Called or chairs the meeting', m.created_at::date
  FROM casework.meeting m CROSS JOIN LATERAL unnest(ARRAY[m.created_by, m.chair_user_id]) AS u(id)
 WHERE m.type = 'critical_incident' AND u.id IS NOT NULL;
