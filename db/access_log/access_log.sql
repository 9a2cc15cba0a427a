-- The access log as its readers see it. To read it is logged like any reading.

-- Entries, newest first: of a young person, of a user, or of the reader's
-- spokes. A young person's name is shown where the reader may see them.
-- name: access_log_page(person_id uuid, user_id uuid, spoke text, action text, since date, until date, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT * FROM audit.entries(:person_id, :user_id, reference.spoke_id(:spoke), :action,
               :since::timestamp AT TIME ZONE 'Europe/London',
               (:until::date + 1)::timestamp AT TIME ZONE 'Europe/London',
               (:after::jsonb ->> 0)::bigint, :limit)),
logged AS MATERIALIZED (
    SELECT audit.record('view', 'access_log', NULL, :person_id, NULL, NULL))
SELECT json_build_object('id', l.id, 'at', casework.instant(l.at),
           'user', (SELECT json_build_object('id', u.id, 'name', u.name, 'agency', a.name)
                      FROM access.user_account AS u LEFT JOIN reference.agency AS a ON a.id = u.agency_id
                     WHERE u.id = l.user_id),
           'action', l.action, 'record', l.record_kind, 'operation', l.operation,
           'spoke', (SELECT s.code FROM reference.spoke AS s WHERE s.id = l.spoke_id),
           'person', CASE WHEN l.person_id IS NOT NULL THEN json_build_object('id', l.person_id,
               'name', (SELECT p.display_name FROM casework.person AS p WHERE p.id = l.person_id)) END,
           'shown', jsonb_array_length(CASE WHEN jsonb_typeof(l.detail -> 'ids') = 'array' THEN l.detail -> 'ids' END),
           'words', CASE WHEN l.action = 'search' AND audit.words_shown(l.user_id) THEN nullif(l.detail ->> 'words', '') END,
           'purpose', l.purpose),
       jsonb_build_array(l.id)
  FROM page AS l, logged
 ORDER BY l.id DESC;

-- Who has looked at one young person's record, the latest first.
-- name: access_log_readers(person_id uuid)
WITH logged AS MATERIALIZED (
    SELECT audit.record('view', 'access_log', NULL, :person_id, NULL, NULL))
SELECT json_build_object(
           'user', (SELECT json_build_object('id', u.id, 'name', u.name, 'agency', a.name)
                      FROM access.user_account AS u LEFT JOIN reference.agency AS a ON a.id = u.agency_id
                     WHERE u.id = r.user_id),
           'roles', (SELECT coalesce(json_agg(DISTINCT ro.label), '[]')
                       FROM access.role_grant AS g JOIN access.role AS ro ON ro.code = g.role
                      WHERE g.user_id = r.user_id),
           'first_at', casework.instant(r.first_at), 'last_at', casework.instant(r.last_at),
           'opened', r.opened, 'changed', r.changed, 'purposes', coalesce(r.purposes, '{}')),
       jsonb_build_array(r.last_at, r.user_id)
  FROM logged, audit.readers(:person_id) AS r
 ORDER BY r.last_at DESC, r.user_id;

-- What is worth asking about in a spoke, or in all of the reader's, of the last
-- four weeks.
-- name: access_log_unusual(spoke text)
WITH logged AS MATERIALIZED (
    SELECT audit.record('view', 'access_log', NULL, NULL, reference.spoke_id(:spoke), NULL))
SELECT json_build_object('reason', n.reason, 'day', n.day,
           'user', (SELECT json_build_object('id', u.id, 'name', u.name, 'agency', a.name)
                      FROM access.user_account AS u LEFT JOIN reference.agency AS a ON a.id = u.agency_id
                     WHERE u.id = n.user_id),
           'person', CASE WHEN n.person_id IS NOT NULL THEN json_build_object('id', n.person_id,
               'name', (SELECT p.display_name FROM casework.person AS p WHERE p.id = n.person_id)) END,
           'times', n.times, 'people', n.people),
       jsonb_build_array(n.day, n.user_id)
  FROM logged, unnest(CASE WHEN :spoke::text IS NULL THEN access.spokes_with('access_log.read')
                           ELSE ARRAY[reference.spoke_id(:spoke)] END) AS mine(spoke_id)
 CROSS JOIN LATERAL audit.unusual(mine.spoke_id, 28) AS n
 ORDER BY n.day DESC, n.reason <> 'refused_here', n.reason, n.times DESC
 LIMIT 500;
