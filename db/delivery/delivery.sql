-- What is delivered to several at once: sessions of a group of named young
-- people, and deliveries without names. The policies decide who sees which.

-- ---- sessions of a group --------------------------------------------------------

-- Latest first, of one's spokes and one's organisation.
-- name: delivery_group_list(spoke text, to_log boolean, after jsonb, limit integer)
WITH reader AS MATERIALIZED (
    SELECT access.spokes_with('scope.case') AS spokes, access.provider_agency() AS agency,
           reference.spoke_id(:spoke) AS spoke, coalesce(:to_log, false) AS to_log,
           coalesce((:after::jsonb ->> 0)::timestamptz, 'infinity') AS before_at,
           coalesce((:after::jsonb ->> 1)::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') AS before_id),
found AS (
    SELECT g.id, g.planned_at
      FROM reader, unnest(reader.spokes) AS s(id), LATERAL (
           SELECT g.id, g.planned_at FROM casework.group_session AS g
            WHERE g.spoke_id = s.id AND (NOT reader.to_log OR g.happened IS NULL AND g.planned_at < now())
              AND (g.planned_at, g.id) < (reader.before_at, reader.before_id)
            ORDER BY g.planned_at DESC, g.id DESC LIMIT :limit) AS g
     WHERE reader.spoke IS NULL OR s.id = reader.spoke
    UNION
    SELECT g.id, g.planned_at
      FROM reader, LATERAL (
           SELECT g.id, g.planned_at FROM casework.group_session AS g
            WHERE g.provider_agency_id = reader.agency
              AND (reader.spoke IS NULL OR g.spoke_id = reader.spoke)
              AND (NOT reader.to_log OR g.happened IS NULL AND g.planned_at < now())
              AND (g.planned_at, g.id) < (reader.before_at, reader.before_id)
            ORDER BY g.planned_at DESC, g.id DESC LIMIT :limit) AS g),
page AS MATERIALIZED (
    SELECT f.id, f.planned_at,
           (SELECT v.object FROM casework.group_session_object AS v WHERE v.id = f.id) AS item,
           jsonb_build_array(f.planned_at, f.id) AS cursor
      FROM found AS f ORDER BY f.planned_at DESC, f.id DESC LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'group_session', array_agg(id)) FROM page)
SELECT page.item, page.cursor FROM page, logged ORDER BY page.planned_at DESC, page.id DESC;

-- Who can be booked: whoever takes part in it in that spoke.
-- name: delivery_group_candidates(intervention_id uuid, spoke text)
WITH page AS MATERIALIZED (
    SELECT l.id, p.display_name AS name, json_build_object('allocation_id', l.id, 'state', l.state,
               'person', json_build_object('id', p.id, 'name', p.display_name),
               'worker', casework.colleague(l.worker_user_id) ->> 'name') AS item
      FROM casework.allocation AS l JOIN casework.person AS p ON p.id = l.person_id
     WHERE l.intervention_id = :intervention_id AND l.spoke_id = reference.spoke_id(:spoke)
       AND l.state IN ('agreed', 'waiting_list', 'active', 'paused')),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'allocation', array_agg(id)) FROM page)
SELECT page.item FROM page, logged ORDER BY page.name, page.id;

-- name: delivery_group_load(id uuid)
SELECT g.object, g.version, audit.record('view', 'group_session', g.id, NULL, g.spoke_id, NULL)
  FROM casework.group_session_object AS g WHERE g.id = :id;

-- name: delivery_group_create(id uuid, input jsonb)
INSERT INTO casework.group_session (id, spoke_id, intervention_id, provider_agency_id, planned_at, minutes,
    mode, place, note, happened, go_on_reason, worker_user_id)
SELECT :id, reference.spoke_id(i.spoke), i.intervention_id, v.provider_agency_id, i.planned_at, i.minutes,
       coalesce(i.mode, 'group'), i.place, i.note, i.happened, i.go_on_reason,
       coalesce(i.worker_user_id, access.me())
  FROM jsonb_to_record(:input) AS i(spoke text, intervention_id uuid, planned_at timestamptz,
       minutes integer, mode text, place text, note text, happened boolean, go_on_reason text,
       worker_user_id uuid)
  LEFT JOIN casework.intervention AS v ON v.id = i.intervention_id;

-- Of a session this request has just written; of no other.
-- name: delivery_group_book(id uuid, input jsonb)
SELECT casework.group_session_book(g.id, :input -> 'members')
  FROM casework.group_session AS g
 WHERE g.id = :id AND g.xmin = pg_current_xact_id()::xid AND :input ? 'members';

-- name: delivery_group_update(id uuid, version integer, input jsonb)
UPDATE casework.group_session SET
    planned_at = CASE WHEN :input ? 'planned_at' THEN (:input ->> 'planned_at')::timestamptz ELSE planned_at END,
    minutes = CASE WHEN :input ? 'minutes' THEN (:input ->> 'minutes')::integer ELSE minutes END,
    mode = CASE WHEN :input ? 'mode' THEN :input ->> 'mode' ELSE mode END,
    place = CASE WHEN :input ? 'place' THEN :input ->> 'place' ELSE place END,
    note = CASE WHEN :input ? 'note' THEN :input ->> 'note' ELSE note END,
    happened = CASE WHEN :input ? 'happened' THEN (:input ->> 'happened')::boolean ELSE happened END,
    go_on_reason = CASE WHEN :input ? 'go_on_reason' THEN :input ->> 'go_on_reason' ELSE go_on_reason END
 WHERE id = :id AND version = :version;

-- ---- without names --------------------------------------------------------------

-- Latest first; in error ones are left away.
-- name: delivery_list(spoke text, intervention_id uuid, after jsonb, limit integer)
WITH reader AS MATERIALIZED (
    SELECT access.spokes_with('scope.case') || access.spokes_with('report.read') AS spokes,
           access.provider_agency() AS agency, reference.spoke_id(:spoke) AS spoke,
           coalesce((:after::jsonb ->> 0)::date, 'infinity') AS before_on,
           coalesce((:after::jsonb ->> 1)::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') AS before_id),
found AS (
    SELECT d.id, d.started_on
      FROM reader, unnest(reader.spokes) AS s(id), LATERAL (
           SELECT d.id, d.started_on FROM casework.delivery AS d
            WHERE d.spoke_id = s.id AND d.in_error_at IS NULL
              AND (:intervention_id::uuid IS NULL OR d.intervention_id = :intervention_id)
              AND (d.started_on, d.id) < (reader.before_on, reader.before_id)
            ORDER BY d.started_on DESC, d.id DESC LIMIT :limit) AS d
     WHERE reader.spoke IS NULL OR s.id = reader.spoke
    UNION
    SELECT d.id, d.started_on
      FROM reader, LATERAL (
           SELECT d.id, d.started_on FROM casework.delivery AS d
            WHERE d.provider_agency_id = reader.agency AND d.in_error_at IS NULL
              AND (reader.spoke IS NULL OR d.spoke_id = reader.spoke)
              AND (:intervention_id::uuid IS NULL OR d.intervention_id = :intervention_id)
              AND (d.started_on, d.id) < (reader.before_on, reader.before_id)
            ORDER BY d.started_on DESC, d.id DESC LIMIT :limit) AS d),
page AS MATERIALIZED (
    SELECT f.id, f.started_on,
           (SELECT v.object FROM casework.delivery_object AS v WHERE v.id = f.id) AS item,
           jsonb_build_array(f.started_on, f.id) AS cursor
      FROM found AS f ORDER BY f.started_on DESC, f.id DESC LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'delivery', array_agg(id)) FROM page)
SELECT page.item, page.cursor FROM page, logged ORDER BY page.started_on DESC, page.id DESC;

-- name: delivery_load(id uuid)
SELECT d.object, d.version, audit.record('view', 'delivery', d.id, NULL, d.spoke_id, NULL)
  FROM casework.delivery_object AS d WHERE d.id = :id;

-- name: delivery_create(id uuid, input jsonb)
INSERT INTO casework.delivery (id, spoke_id, intervention_id, provider_agency_id, started_on, ended_on,
    place, school, sessions, under_18, aged_18_24, aged_25_plus, parents_carers, professionals,
    headcount_kind, note)
SELECT :id, reference.spoke_id(i.spoke), i.intervention_id, v.provider_agency_id, i.started_on,
       coalesce(i.ended_on, i.started_on), i.place, i.school, coalesce(i.sessions, 1),
       coalesce(i.under_18, 0), coalesce(i.aged_18_24, 0), coalesce(i.aged_25_plus, 0),
       coalesce(i.parents_carers, 0), coalesce(i.professionals, 0), i.headcount_kind, i.note
  FROM jsonb_to_record(:input) AS i(spoke text, intervention_id uuid, started_on date, ended_on date,
       place text, school text, sessions integer, under_18 integer, aged_18_24 integer,
       aged_25_plus integer, parents_carers integer, professionals integer, headcount_kind text, note text)
  LEFT JOIN casework.intervention AS v ON v.id = i.intervention_id;

-- A corrected figure says why; what it was stays among its versions.
-- name: delivery_update(id uuid, version integer, input jsonb)
UPDATE casework.delivery SET
    started_on = CASE WHEN :input ? 'started_on' THEN (:input ->> 'started_on')::date ELSE started_on END,
    ended_on = CASE WHEN :input ? 'ended_on' THEN (:input ->> 'ended_on')::date ELSE ended_on END,
    place = CASE WHEN :input ? 'place' THEN :input ->> 'place' ELSE place END,
    school = CASE WHEN :input ? 'school' THEN :input ->> 'school' ELSE school END,
    sessions = CASE WHEN :input ? 'sessions' THEN (:input ->> 'sessions')::integer ELSE sessions END,
    under_18 = CASE WHEN :input ? 'under_18' THEN coalesce((:input ->> 'under_18')::integer, 0) ELSE under_18 END,
    aged_18_24 = CASE WHEN :input ? 'aged_18_24' THEN coalesce((:input ->> 'aged_18_24')::integer, 0) ELSE aged_18_24 END,
    aged_25_plus = CASE WHEN :input ? 'aged_25_plus' THEN coalesce((:input ->> 'aged_25_plus')::integer, 0) ELSE aged_25_plus END,
    parents_carers = CASE WHEN :input ? 'parents_carers' THEN coalesce((:input ->> 'parents_carers')::integer, 0) ELSE parents_carers END,
    professionals = CASE WHEN :input ? 'professionals' THEN coalesce((:input ->> 'professionals')::integer, 0) ELSE professionals END,
    headcount_kind = CASE WHEN :input ? 'headcount_kind' THEN :input ->> 'headcount_kind' ELSE headcount_kind END,
    note = CASE WHEN :input ? 'note' THEN :input ->> 'note' ELSE note END,
    change_reason = :input ->> 'change_reason',
    in_error_at = CASE WHEN (:input ->> 'in_error')::boolean THEN now() END
 WHERE id = :id AND version = :version;

-- Somebody who was counted has a name now. A delivery one may not see is none.
-- name: delivery_demand(id uuid)
SELECT casework.delivery_required(:id);

-- name: delivery_link(id uuid, delivery_id uuid, input jsonb)
INSERT INTO casework.delivery_person (id, delivery_id, spoke_id, person_id, age_band)
SELECT :id, d.id, d.spoke_id, i.person_id, i.age_band
  FROM casework.delivery AS d, jsonb_to_record(:input) AS i(person_id uuid, age_band text)
 WHERE d.id = :delivery_id;

-- name: delivery_unlink(id uuid, link_id uuid)
DELETE FROM casework.delivery_person WHERE id = :link_id AND delivery_id = :id;
