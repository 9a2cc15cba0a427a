-- Who has how much to do in a spoke, and work that changes hands. What stands
-- for a young person who has died is nobody's workload (domain.md 13).

-- Figures alone, without a name of a young person.
-- name: workload_load(spoke text)
WITH here AS MATERIALIZED (SELECT reference.spoke_id(:spoke) AS id, access.today() AS day),
cases AS MATERIALIZED (
    SELECT e.lead_user_id AS who, e.risk_level, e.next_review_on
      FROM here JOIN casework.episode AS e ON e.spoke_id = here.id
      JOIN casework.person AS p ON p.id = e.person_id
     WHERE e.state <> 'closed' AND p.died_on IS NULL),
actions AS MATERIALIZED (
    SELECT a.owner_user_id AS who, a.owner_agency_id AS agency, a.due_on
      FROM here JOIN casework.action AS a ON a.spoke_id = here.id
      JOIN casework.person AS p ON p.id = a.person_id
     WHERE a.state IN ('open', 'in_progress') AND p.died_on IS NULL),
led AS (
    SELECT c.who, count(*) AS total,
           count(*) FILTER (WHERE c.risk_level = 'very_high') AS very_high,
           count(*) FILTER (WHERE c.risk_level = 'high') AS high,
           count(*) FILTER (WHERE c.risk_level = 'medium') AS medium,
           count(*) FILTER (WHERE c.risk_level = 'low') AS low,
           count(*) FILTER (WHERE c.risk_level IS NULL) AS not_assessed,
           count(*) FILTER (WHERE c.next_review_on < here.day) AS reviews_overdue,
           count(*) FILTER (WHERE c.next_review_on BETWEEN here.day AND here.day + 7) AS reviews_soon,
           min(c.next_review_on) AS next_review_on
      FROM cases AS c, here GROUP BY c.who),
owned AS (
    SELECT a.who, count(*) AS total, count(*) FILTER (WHERE a.due_on < here.day) AS overdue,
           min(a.due_on) FILTER (WHERE a.due_on < here.day) AS oldest_overdue_on
      FROM actions AS a, here WHERE a.who IS NOT NULL GROUP BY a.who),
left_ AS MATERIALIZED (
    SELECT w.who, casework.has_left(w.who, here.id) AS gone
      FROM here, (SELECT who FROM led UNION SELECT who FROM owned) AS w),
workers AS (
    SELECT json_build_object('user', casework.colleague(l.who), 'left', l.gone,
               'cases', coalesce(c.total, 0), 'very_high', coalesce(c.very_high, 0),
               'high', coalesce(c.high, 0), 'medium', coalesce(c.medium, 0), 'low', coalesce(c.low, 0),
               'not_assessed', coalesce(c.not_assessed, 0), 'reviews_overdue', coalesce(c.reviews_overdue, 0),
               'reviews_soon', coalesce(c.reviews_soon, 0), 'next_review_on', c.next_review_on,
               'actions', coalesce(o.total, 0), 'actions_overdue', coalesce(o.overdue, 0),
               'oldest_overdue_on', o.oldest_overdue_on) AS item,
           l.gone, coalesce(o.overdue, 0) + coalesce(c.reviews_overdue, 0) AS late, coalesce(c.total, 0) AS cases
      FROM left_ AS l LEFT JOIN led AS c ON c.who = l.who LEFT JOIN owned AS o ON o.who = l.who
     WHERE l.who IS NOT NULL),
agencies AS (
    SELECT json_build_object('agency', (SELECT json_build_object('code', g.code, 'name', g.name)
                                          FROM reference.agency AS g WHERE g.id = a.agency),
               'actions', count(*), 'actions_overdue', count(*) FILTER (WHERE a.due_on < here.day),
               'oldest_overdue_on', min(a.due_on) FILTER (WHERE a.due_on < here.day),
               'without_account', count(*) FILTER (WHERE a.who IS NULL),
               'owner_left', count(*) FILTER (WHERE l.gone)) AS item,
           count(*) FILTER (WHERE a.due_on < here.day) AS late, count(*) AS total
      FROM here CROSS JOIN actions AS a LEFT JOIN left_ AS l ON l.who = a.who
     GROUP BY a.agency, here.day)
SELECT json_build_object('spoke', :spoke::text,
           'workers', (SELECT coalesce(json_agg(w.item ORDER BY w.gone DESC, w.late DESC, w.cases DESC,
                                                w.item -> 'user' ->> 'name'), '[]') FROM workers AS w),
           'agencies', (SELECT coalesce(json_agg(g.item ORDER BY g.late DESC, g.total DESC,
                                                 g.item -> 'agency' ->> 'name'), '[]') FROM agencies AS g),
           'without_lead', (SELECT coalesce(sum(c.total), 0) FROM led AS c WHERE c.who IS NULL),
           'totals', json_build_object(
               'cases', (SELECT count(*) FROM cases), 'actions', (SELECT count(*) FROM actions),
               'actions_overdue', (SELECT count(*) FROM actions AS a, here WHERE a.due_on < here.day),
               'reviews_overdue', (SELECT count(*) FROM cases AS c, here WHERE c.next_review_on < here.day)));

-- The open work of one worker, of an agency, or the cases nobody leads:
-- cases by review date, then actions by due date.
-- name: workload_items(spoke text, user_id uuid, agency text, after jsonb, limit integer)
WITH work AS (
    SELECT 1 AS place, 'episode' AS kind, e.id, e.version, e.person_id, e.reference AS title,
           coalesce(e.next_review_on, 'infinity') AS due_on, e.next_review_on AS shown, e.risk_level,
           e.lead_user_id AS holder, e.lead_professional AS holder_name, NULL::integer AS agency_id,
           '/episodes/' || e.id AS href
      FROM casework.episode AS e
     WHERE e.spoke_id = reference.spoke_id(:spoke) AND e.state <> 'closed'
       AND :agency::text IS NULL AND e.lead_user_id IS NOT DISTINCT FROM :user_id::uuid
    UNION ALL
    SELECT 2, 'action', a.id, a.version, a.person_id, a.description, a.due_on, a.due_on, NULL,
           a.owner_user_id, a.owner_name, a.owner_agency_id, '/actions/' || a.id
      FROM casework.action AS a
     WHERE a.spoke_id = reference.spoke_id(:spoke) AND a.state IN ('open', 'in_progress')
       AND (:user_id::uuid IS NOT NULL OR :agency::text IS NOT NULL)
       AND (:user_id::uuid IS NULL OR a.owner_user_id = :user_id)
       AND (:agency::text IS NULL OR a.owner_agency_id = reference.agency_id(:agency))),
page AS MATERIALIZED (
    SELECT w.id, w.place, w.due_on, json_build_object('kind', w.kind, 'id', w.id, 'version', w.version,
               'title', w.title, 'person', json_build_object('id', p.id, 'name', p.display_name),
               'due_on', w.shown, 'overdue', coalesce(w.shown < access.today(), false),
               'risk_level', w.risk_level, 'holder', coalesce(casework.colleague(w.holder) ->> 'name', w.holder_name),
               'holder_left', casework.has_left(w.holder, reference.spoke_id(:spoke)),
               'agency', (SELECT g.name FROM reference.agency AS g WHERE g.id = w.agency_id),
               'href', w.href) AS item,
           jsonb_build_array(w.place, w.due_on, w.id) AS cursor
      FROM work AS w JOIN casework.person AS p ON p.id = w.person_id
     WHERE p.died_on IS NULL
       AND (:after::jsonb IS NULL OR (w.place, w.due_on, w.id)
            > ((:after::jsonb ->> 0)::integer, (:after::jsonb ->> 1)::date, (:after::jsonb ->> 2)::uuid))
     ORDER BY w.place, w.due_on, w.id
     LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'work', array_agg(id)) FROM page)
SELECT page.item, page.cursor FROM page, logged ORDER BY page.place, page.due_on, page.id;

-- name: workload_reassign(input jsonb)
SELECT casework.reassign(:input -> 'items', (:input ->> 'to_user_id')::uuid, :input ->> 'reason');
