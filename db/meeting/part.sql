-- What belongs to a meeting besides its agenda and minutes: what the agenda
-- should hold, papers, interests, deputies, and the extracts sent out.

-- ---- before the meeting -------------------------------------------------------

-- name: part_suggestions(meeting_id uuid)
-- plan: seq scan on spoke, five rows
WITH found AS MATERIALIZED (
    SELECT s.*, row_number() OVER () AS n FROM casework.agenda_suggestions(:meeting_id) AS s),
logged AS MATERIALIZED (SELECT audit.record_list('list', 'episode', array_agg(found.episode_id)) FROM found)
SELECT json_build_object('person', json_build_object('id', f.person_id, 'name', f.name),
           'episode', json_build_object('id', f.episode_id, 'reference', f.reference),
           'risk_level', f.risk_level, 'kind', f.kind, 'why', f.why, 'due_on', f.due_on,
           'actions', f.actions),
       jsonb_build_array(f.n)
  FROM logged, found AS f ORDER BY f.n;

-- The next meeting of a series, by its rhythm.
-- name: part_series_next(id uuid, series_id uuid)
INSERT INTO casework.meeting (id, spoke_id, series_id, type, title, starts_at, place, chair_user_id, planned_for)
SELECT :id, r.spoke_id, r.id, r.type, r.name, n.starts_at, n.place, n.chair, n.planned_for
  FROM casework.meeting_series AS r CROSS JOIN LATERAL casework.series_next(r.id) AS n
 WHERE r.id = :series_id AND n.starts_at IS NOT NULL;

-- name: part_series_visible(id uuid)
SELECT r.id FROM casework.meeting_series AS r WHERE r.id = :id;

-- name: part_confidentiality_accept(meeting_id uuid)
SELECT casework.confidentiality_accept(:meeting_id);

-- ---- papers ---------------------------------------------------------------------

-- name: part_paper_create(id uuid, meeting_id uuid, input jsonb)
INSERT INTO casework.meeting_paper (id, spoke_id, meeting_id, agenda_item_id, person_id, title, text, link)
SELECT :id, m.spoke_id, m.id, i.id, i.person_id, :input ->> 'title', :input ->> 'text', :input ->> 'link'
  FROM casework.meeting AS m
  LEFT JOIN casework.agenda_item AS i
       ON i.id = (:input ->> 'agenda_item_id')::uuid AND i.meeting_id = m.id
 WHERE m.id = :meeting_id AND (i.id IS NOT NULL OR :input ->> 'agenda_item_id' IS NULL);

-- name: part_paper_load(id uuid)
SELECT p.object, p.version, audit.record('view', 'meeting_paper', p.id, p.person_id, p.spoke_id, NULL)
  FROM casework.paper_object AS p WHERE p.id = :id;

-- name: part_paper_update(id uuid, version integer, input jsonb)
UPDATE casework.meeting_paper SET
    title = CASE WHEN :input ? 'title' THEN :input ->> 'title' ELSE title END,
    text = CASE WHEN :input ? 'text' THEN :input ->> 'text' ELSE text END,
    link = CASE WHEN :input ? 'link' THEN :input ->> 'link' ELSE link END
 WHERE id = :id AND version = :version;

-- name: part_paper_delete(id uuid, version integer)
DELETE FROM casework.meeting_paper WHERE id = :id AND version = :version;

-- ---- interests --------------------------------------------------------------------

-- Somebody else's, or without a name the reader's own.
-- name: part_conflict_create(id uuid, meeting_id uuid, input jsonb)
INSERT INTO casework.conflict (id, spoke_id, meeting_id, agenda_item_id, person_id, user_id, name, kind, note)
SELECT :id, i.spoke_id, i.meeting_id, i.id, i.person_id,
       CASE WHEN g.user_id IS NULL AND g.name IS NOT NULL THEN NULL ELSE coalesce(g.user_id, access.me()) END,
       coalesce(g.name, '-'), g.kind, g.note
  FROM casework.agenda_item AS i
 CROSS JOIN jsonb_to_record(:input) AS g(agenda_item_id uuid, user_id uuid, name text, kind text, note text)
 WHERE i.meeting_id = :meeting_id AND i.id = g.agenda_item_id;

-- name: part_conflict_load(id uuid)
SELECT json_build_object('id', c.id, 'meeting_id', c.meeting_id, 'agenda_item_id', c.agenda_item_id,
           'name', c.name, 'kind', c.kind, 'note', c.note, 'withheld', c.user_id IS NOT NULL,
           'mine', c.user_id IS NOT DISTINCT FROM access.me())
  FROM casework.conflict AS c WHERE c.id = :id;

-- name: part_conflict_delete(id uuid)
DELETE FROM casework.conflict WHERE id = :id;

-- ---- deputies and guests ------------------------------------------------------------

-- Belonging to a meeting is what a panel member's sight rests on: it is logged
-- as a grant.
-- name: part_guest_create(id uuid, meeting_id uuid, input jsonb)
WITH made AS (
    INSERT INTO casework.meeting_guest (id, spoke_id, meeting_id, user_id, deputy_for)
    SELECT :id, m.spoke_id, m.id, g.user_id, g.deputy_for
      FROM casework.meeting AS m
     CROSS JOIN jsonb_to_record(:input) AS g(user_id uuid, deputy_for uuid)
     WHERE m.id = :meeting_id
    RETURNING meeting_id, spoke_id, user_id)
SELECT audit.record('grant', 'meeting', made.meeting_id, NULL, made.spoke_id,
                    jsonb_build_object('user_id', made.user_id, 'guest', true)) FROM made;

-- name: part_guest_load(id uuid)
SELECT json_build_object('id', g.id, 'meeting_id', g.meeting_id, 'user', casework.colleague(g.user_id),
                         'deputy_for', casework.colleague(g.deputy_for))
  FROM casework.meeting_guest AS g WHERE g.id = :id;

-- name: part_guest_delete(id uuid)
WITH gone AS (
    DELETE FROM casework.meeting_guest WHERE id = :id RETURNING meeting_id, spoke_id, user_id)
SELECT audit.record('grant', 'meeting', gone.meeting_id, NULL, gone.spoke_id,
                    jsonb_build_object('user_id', gone.user_id, 'guest', false)) FROM gone;

-- ---- who may open a critical incident meeting -----------------------------------------

-- name: part_access_list(meeting_id uuid)
SELECT json_build_object('id', a.id, 'user', casework.colleague(a.user_id), 'reason', a.reason,
           'valid_from', a.valid_from, 'valid_to', a.valid_to, 'by', casework.colleague(a.created_by)), NULL
  FROM casework.meeting_access AS a
 WHERE a.meeting_id = :meeting_id
 ORDER BY a.valid_to NULLS FIRST, a.valid_from, a.id;

-- name: part_access_add(id uuid, meeting_id uuid, input jsonb)
WITH made AS (
    INSERT INTO casework.meeting_access (id, spoke_id, meeting_id, user_id, reason, valid_from)
    SELECT :id, m.spoke_id, m.id, (:input ->> 'user_id')::uuid, :input ->> 'reason', access.today()
      FROM casework.meeting AS m WHERE m.id = :meeting_id AND m.type = 'critical_incident'
    RETURNING meeting_id, spoke_id, user_id)
SELECT audit.record('grant', 'meeting', made.meeting_id, NULL, made.spoke_id,
                    jsonb_build_object('user_id', made.user_id, 'named', true)) FROM made;

-- name: part_access_load(id uuid)
SELECT json_build_object('id', a.id, 'user', casework.colleague(a.user_id), 'reason', a.reason,
           'valid_from', a.valid_from, 'valid_to', a.valid_to, 'by', casework.colleague(a.created_by))
  FROM casework.meeting_access AS a WHERE a.id = :id;

-- From this moment they no longer see it.
-- name: part_access_end(id uuid, meeting_id uuid)
WITH gone AS (
    UPDATE casework.meeting_access SET valid_to = access.today()
     WHERE id = :id AND meeting_id = :meeting_id AND valid_to IS NULL
    RETURNING meeting_id, spoke_id, user_id)
SELECT audit.record('grant', 'meeting', gone.meeting_id, NULL, gone.spoke_id,
                    jsonb_build_object('user_id', gone.user_id, 'named', false)) FROM gone;

-- ---- who is writing -----------------------------------------------------------------

-- name: part_presence_put(discussion_id uuid, field text)
INSERT INTO casework.minutes_presence AS p (discussion_id, spoke_id, user_id, field, at)
SELECT d.id, d.spoke_id, access.me(), :field, now() FROM casework.discussion AS d WHERE d.id = :discussion_id
ON CONFLICT (discussion_id, user_id) DO UPDATE SET field = excluded.field, at = excluded.at;

-- The others who wrote in the last three quarters of a minute.
-- name: part_presence_load(discussion_id uuid)
SELECT json_build_object('discussion_id', d.id,
           'others', (SELECT coalesce(json_agg(json_build_object('name', casework.colleague(p.user_id) ->> 'name',
                                 'field', p.field, 'at', casework.instant(p.at)) ORDER BY p.at DESC), '[]')
                        FROM casework.minutes_presence AS p
                       WHERE p.discussion_id = d.id AND p.user_id <> access.me() AND p.field IS NOT NULL
                         AND p.at > now() - interval '45 seconds'))
  FROM casework.discussion AS d WHERE d.id = :discussion_id;

-- ---- extracts -------------------------------------------------------------------------

-- name: part_extract_list(meeting_id uuid)
WITH page AS MATERIALIZED (
    SELECT x.id, g.name, json_build_object('id', x.id, 'meeting_id', x.meeting_id,
               'title', x.head ->> 'title', 'starts_at', x.head ->> 'starts_at',
               'agency', json_build_object('code', g.code, 'name', g.name), 'purpose', x.purpose,
               'made_at', casework.instant(x.created_at), 'made_by', casework.colleague(x.created_by),
               'people', (SELECT count(*) FROM casework.minutes_extract_part AS p WHERE p.extract_id = x.id)) AS item
      FROM casework.minutes_extract AS x JOIN reference.agency AS g ON g.id = x.agency_id
     WHERE x.meeting_id = :meeting_id),
logged AS MATERIALIZED (SELECT audit.record_list('list', 'minutes_extract', array_agg(page.id)) FROM page)
SELECT page.item, jsonb_build_array(page.name, page.id) FROM page, logged ORDER BY page.name, page.id;

-- What the reader's own agency was sent, latest first.
-- name: part_extract_mine(after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT x.id, x.created_at, json_build_object('id', x.id, 'meeting_id', x.meeting_id,
               'title', x.head ->> 'title', 'starts_at', x.head ->> 'starts_at',
               'agency', json_build_object('code', g.code, 'name', g.name), 'purpose', x.purpose,
               'made_at', casework.instant(x.created_at), 'made_by', casework.colleague(x.created_by),
               'people', (SELECT count(*) FROM casework.minutes_extract_part AS p WHERE p.extract_id = x.id)) AS item
      FROM casework.minutes_extract AS x JOIN reference.agency AS g ON g.id = x.agency_id
     WHERE x.agency_id = access.my_agency()
       AND (:after::jsonb IS NULL OR (x.created_at, x.id)
            < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
     ORDER BY x.created_at DESC, x.id DESC LIMIT :limit),
logged AS MATERIALIZED (SELECT audit.record_list('list', 'minutes_extract', array_agg(page.id)) FROM page)
SELECT page.item, jsonb_build_array(page.created_at, page.id)
  FROM page, logged ORDER BY page.created_at DESC, page.id DESC;

-- As it was sent, and the reading of each young person in it written down.
-- name: part_extract_load(id uuid)
WITH parts AS MATERIALIZED (
    SELECT p.content || jsonb_build_object('place', p.place) AS content, p.place, p.id,
           audit.record('view', 'minutes_extract', p.extract_id, p.person_id, p.spoke_id, NULL)
      FROM casework.minutes_extract_part AS p WHERE p.extract_id = :id)
SELECT (x.head || jsonb_build_object('id', x.id, 'meeting_id', x.meeting_id, 'spoke', s.code,
           'agency', jsonb_build_object('code', g.code, 'name', g.name), 'purpose', x.purpose,
           'made_at', casework.instant(x.created_at), 'made_by', casework.colleague(x.created_by),
           'items', (SELECT coalesce(jsonb_agg(p.content ORDER BY p.place, p.id), '[]') FROM parts AS p),
           'addenda', (SELECT coalesce(jsonb_agg(jsonb_build_object('text', n.text,
                             'by', casework.colleague(n.created_by), 'at', casework.instant(n.created_at),
                             'person_name', q.content #>> '{person,name}') ORDER BY n.created_at, n.id), '[]')
                         FROM casework.addendum AS n
                         LEFT JOIN casework.minutes_extract_part AS q ON q.extract_id = x.id AND q.person_id = n.person_id
                        WHERE n.meeting_id = x.meeting_id AND (n.person_id IS NULL OR q.id IS NOT NULL)),
           'printed', jsonb_build_object('by', casework.colleague(access.me()), 'at', casework.instant(now()))))::json
  FROM casework.minutes_extract AS x
  JOIN reference.agency AS g ON g.id = x.agency_id
  JOIN reference.spoke AS s ON s.id = x.spoke_id
 WHERE x.id = :id;
