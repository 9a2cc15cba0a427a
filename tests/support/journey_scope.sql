-- For tests of the journey's scope, after sessions.sql: what casework.journey_events
-- gives a reader, beside what a plain SELECT over the tables gives them under
-- row-level security. The two are written apart, and must say the same.
--
--     SELECT * FROM pg_temp.journey_compared('anna', people);
--
-- People are those of the temporary table journey_people(id); the contacts
-- there are, held ones too, stand in journey_contacts, for no policy shows one.

CREATE TEMPORARY TABLE journey_people (id uuid PRIMARY KEY);
CREATE TEMPORARY TABLE journey_contacts AS
    SELECT id, person_id, spoke_id, agency_id, happened_at, held FROM casework.contact
     WHERE in_error_at IS NULL;
GRANT SELECT ON journey_people, journey_contacts TO throughline_server;

-- Whose journeys the reader may read at all.
CREATE TEMPORARY VIEW journey_readable WITH (security_invoker = true) AS
    SELECT p.id FROM journey_people p
     WHERE EXISTS (SELECT FROM casework.person x WHERE x.id = p.id
        AND (x.spoke_ids && access.spokes_with('scope.case') OR x.id = ANY (access.panel_people())
             OR x.id = ANY (access.opened_people())));

CREATE TEMPORARY VIEW journey_by_policy WITH (security_invoker = true) AS
WITH events AS (
    SELECT person_id, submitted_at AS at, 'referral' AS kind, 'referral' AS ref_kind, id AS ref_id, spoke_id,
           agency_id, source AS code, narrative AS summary
      FROM casework.referral WHERE submitted_at IS NOT NULL
    UNION ALL
    SELECT person_id, at, CASE WHEN machine IN ('referral', 'referral_letter') THEN 'triage' WHEN to_state = 'closed' THEN 'closure'
           ELSE machine END, machine, subject_id, spoke_id, agency_id, verb,
           coalesce((SELECT l.exit_summary FROM casework.allocation l
                      WHERE l.id = subject_id AND l.ended_on IS NOT NULL AND l.state = to_state), note)
      FROM casework.state_change
     WHERE machine NOT IN ('subject_request', 'disposal') AND (machine <> 'referral' OR coalesce(from_state, 'draft') <> 'draft')
       AND (machine <> 'action' OR verb <> 'set')
       AND (machine <> 'referral_letter' OR verb <> 'prepare')
    UNION ALL
    SELECT d.person_id, d.happened_at, 'discussion', 'discussion', d.id, d.spoke_id, NULL, NULL, d.summary
      FROM casework.discussion d JOIN casework.meeting m ON m.id = d.meeting_id
    UNION ALL
    SELECT n.person_id, n.created_at, 'discussion', 'discussion', n.discussion_id, n.spoke_id, NULL, NULL, n.text
      FROM casework.addendum n JOIN casework.meeting m ON m.id = n.meeting_id WHERE n.person_id IS NOT NULL
    UNION ALL
    SELECT person_id, coalesce(answered_at, created_at), 'discussion', 'agency_check', id, spoke_id, agency_id, result, text
      FROM casework.agency_check
    UNION ALL
    SELECT person_id, assessed_at, 'risk', 'risk_assessment', id, spoke_id, NULL,
           coalesce(panel_level, practitioner_level), rationale FROM casework.risk_assessment WHERE in_error_at IS NULL
    UNION ALL
    SELECT s.person_id, s.planned_at, 'session', 'session', s.id, s.spoke_id, s.provider_agency_id, s.attendance,
           s.note FROM casework.session s JOIN casework.allocation a ON a.id = s.allocation_id
     WHERE s.cancelled_at IS NULL
    UNION ALL -- from both sides, when it was written and when it ended
    SELECT side.person, moved.at, 'association', 'association', a.id, a.spoke_id, NULL, NULL, moved.why
      FROM casework.association a
     CROSS JOIN LATERAL (VALUES (a.person_id), (a.other_id)) AS side(person)
     CROSS JOIN LATERAL (VALUES (a.created_at, NULL), (CASE WHEN a.ended_on IS NOT NULL THEN a.updated_at END,
                                                       a.end_reason)) AS moved(at, why)
     WHERE a.in_error_at IS NULL AND moved.at IS NOT NULL
    UNION ALL
    SELECT person_id, happened_at, 'contact', 'contact', id, spoke_id, agency_id, type, note FROM casework.contact
     WHERE in_error_at IS NULL
    UNION ALL
    SELECT person_id, measured_on::timestamp AT TIME ZONE 'Europe/London', 'outcome', 'outcome', id, spoke_id,
           NULL, measure, note FROM casework.outcome WHERE in_error_at IS NULL
    UNION ALL
    SELECT person_id, said_on::timestamp AT TIME ZONE 'Europe/London', 'voice', 'voice', id, spoke_id, NULL, medium,
           quotation FROM casework.voice WHERE in_error_at IS NULL
    UNION ALL
    SELECT person_id, happened_at, 'note', 'note', id, spoke_id, NULL, kind, text FROM casework.note
     WHERE replaced_at IS NULL AND in_error_at IS NULL
    UNION ALL
    SELECT person_id, created_at, 'action', 'action', id, spoke_id, owner_agency_id, 'set', description
      FROM casework.action
    UNION ALL -- care, education and warnings: the day each began, and ended
    SELECT f.person_id, told.day::timestamp AT TIME ZONE 'Europe/London',
           CASE f.topic WHEN 'marker' THEN 'marker' ELSE 'status' END, 'person_fact', f.id, NULL, f.agency_id, f.code, told.words
      FROM casework.person_fact f
     CROSS JOIN LATERAL (VALUES (coalesce(f.valid_from, (f.created_at AT TIME ZONE 'Europe/London')::date), f.note),
                                (f.valid_to, f.end_reason)) AS told(day, words)
     WHERE f.topic IN ('care_status', 'education_status', 'marker') AND f.in_error_at IS NULL AND told.day IS NOT NULL
       AND f.code NOT IN ('none', 'not_asked', 'declined_to_say', 'not_known')
    UNION ALL
    SELECT l.person_id, l.since::timestamp AT TIME ZONE 'Europe/London', 'place', 'place', p.id, l.spoke_id, NULL, NULL, l.note
      FROM casework.place_person l JOIN casework.place p ON p.id = l.place_id
    UNION ALL
    SELECT l.person_id, i.happened_at, 'incident', 'critical_incident', i.id, i.spoke_id, NULL, i.kind, NULL
      FROM casework.critical_incident_person l JOIN casework.critical_incident i ON i.id = l.incident_id
     WHERE l.ended_on IS NULL
    UNION ALL
    SELECT person_id, changed_on::timestamp AT TIME ZONE 'Europe/London', 'sharing', 'agreement', id, spoke_id, NULL, change, note
      FROM casework.agreement
    UNION ALL
    SELECT person_id, shared_at, 'sharing', 'disclosure', id, spoke_id, NULL, purpose, NULL
      FROM casework.disclosure WHERE source_kind IS NULL
    UNION ALL -- what another spoke shared, to those who do not work there as well
    SELECT i.person_id, i.at, i.kind, 'transfer', i.transfer_id, i.from_spoke_id, i.agency_id, i.code, i.text
      FROM casework.transfer_item i
     WHERE i.spoke_id = ANY (access.spokes_with('scope.case'))
       AND NOT i.from_spoke_id = ANY (access.spokes_with('scope.case'))
    UNION ALL -- what the police hold: that it is there and whose, nothing else
    SELECT c.person_id, c.happened_at, 'held', NULL, NULL, c.spoke_id, c.agency_id, NULL, NULL
      FROM journey_contacts c
     WHERE c.held AND NOT EXISTS (SELECT FROM casework.contact x WHERE x.id = c.id)
       AND (c.spoke_id = ANY (access.spokes_with('scope.case'))
            OR c.person_id = ANY (access.panel_people()) AND c.spoke_id = ANY (access.spokes_with('scope.panel'))
            OR c.person_id = ANY (access.opened_people()) AND c.spoke_id = ANY (access.opened_spokes())))
SELECT e.person_id, e.at, e.kind, e.ref_kind, e.ref_id, e.spoke_id, e.agency_id, e.code, left(e.summary, 400) AS summary
  FROM events e JOIN journey_readable r ON r.id = e.person_id;

CREATE TEMPORARY VIEW journey_by_function WITH (security_invoker = true) AS
    SELECT p.id AS person_id, j.at, j.kind, j.ref_kind, j.ref_id, j.spoke_id, j.agency_id, j.code,
           left(j.summary, 400) AS summary
      FROM journey_people p CROSS JOIN LATERAL casework.journey_events(p.id, NULL, NULL, NULL) j;
GRANT SELECT ON journey_readable, journey_by_policy, journey_by_function TO throughline_server;

-- For one reader: how many journeys and events they have, how many of these
-- the two ways tell differently, and one example of that.
CREATE FUNCTION pg_temp.journey_compared(who text, OUT journeys bigint, OUT events bigint, OUT held bigint,
                                         OUT differences bigint, OUT example text)
LANGUAGE plpgsql AS $$
DECLARE
    told json;
BEGIN
    told := pg_temp.seen(who, $query$
        WITH f AS MATERIALIZED (SELECT * FROM pg_temp.journey_by_function),
             p AS MATERIALIZED (SELECT * FROM pg_temp.journey_by_policy),
             d AS ((SELECT 'function only' AS which, f.* FROM f EXCEPT ALL SELECT 'function only', p.* FROM p)
                   UNION ALL
                   (SELECT 'policy only', p.* FROM p EXCEPT ALL SELECT 'policy only', f.* FROM f))
        SELECT json_build_object('journeys', (SELECT count(*) FROM pg_temp.journey_readable),
            'events', (SELECT count(*) FROM f), 'held', (SELECT count(*) FROM f WHERE kind = 'held'),
            'differences', (SELECT count(*) FROM d), 'example', (SELECT to_json(d)::text FROM d LIMIT 1))
        $query$);
    journeys := told ->> 'journeys';
    events := told ->> 'events';
    held := told ->> 'held';
    differences := told ->> 'differences';
    example := told ->> 'example';
END $$;
