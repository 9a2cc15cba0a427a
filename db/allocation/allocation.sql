-- An intervention allocated to a young person, and its sessions. Staff of the
-- spoke see the spoke's, a provider its own organisation's, a panel member
-- those of their young people: the policies decide, the lists only say where
-- to look, each in the order of an index.

-- What is open, newest first: of one's spokes, one's organisation and one's
-- panel. `provider_only`: the organisation's alone; `mine`: for me to deliver.
-- name: allocation_list_open(spoke text, mine boolean, provider_only boolean, after jsonb, limit integer)
WITH reader AS MATERIALIZED (
    SELECT CASE WHEN coalesce(:provider_only, false) THEN '{}'::integer[]
                ELSE access.spokes_with('scope.case') END AS spokes,
           CASE WHEN coalesce(:provider_only, false) THEN '{}'::uuid[]
                ELSE access.panel_people() END AS people,
           access.provider_agency() AS agency,
           CASE WHEN coalesce(:mine, false) THEN access.me() END AS worker,
           reference.spoke_id(:spoke) AS spoke,
           coalesce((:after::jsonb ->> 0)::timestamptz, 'infinity') AS before_at,
           coalesce((:after::jsonb ->> 1)::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') AS before_id),
found AS (
    SELECT l.id, l.updated_at
      FROM reader, unnest(reader.spokes) AS s(id), LATERAL (
           SELECT l.id, l.updated_at FROM casework.allocation AS l
            WHERE l.spoke_id = s.id AND l.ended_on IS NULL
              AND (reader.worker IS NULL OR l.worker_user_id = reader.worker)
              AND (l.updated_at, l.id) < (reader.before_at, reader.before_id)
            ORDER BY l.updated_at DESC, l.id DESC LIMIT :limit) AS l
     WHERE reader.spoke IS NULL OR s.id = reader.spoke
    UNION
    SELECT l.id, l.updated_at
      FROM reader, LATERAL (
           SELECT l.id, l.updated_at FROM casework.allocation AS l
            WHERE l.provider_agency_id = reader.agency AND l.ended_on IS NULL
              AND (reader.spoke IS NULL OR l.spoke_id = reader.spoke)
              AND (reader.worker IS NULL OR l.worker_user_id = reader.worker)
              AND (l.updated_at, l.id) < (reader.before_at, reader.before_id)
            ORDER BY l.updated_at DESC, l.id DESC LIMIT :limit) AS l
    UNION
    SELECT l.id, l.updated_at
      FROM reader, unnest(reader.people) AS p(id), LATERAL (
           SELECT l.id, l.updated_at FROM casework.allocation AS l
            WHERE l.person_id = p.id AND l.ended_on IS NULL
              AND (reader.spoke IS NULL OR l.spoke_id = reader.spoke)
              AND (reader.worker IS NULL OR l.worker_user_id = reader.worker)
              AND (l.updated_at, l.id) < (reader.before_at, reader.before_id)) AS l),
page AS MATERIALIZED (
    SELECT f.id, f.updated_at,
           (SELECT v.item FROM casework.allocation_item AS v WHERE v.id = f.id) AS item,
           jsonb_build_array(f.updated_at, f.id) AS cursor
      FROM found AS f ORDER BY f.updated_at DESC, f.id DESC LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'allocation', array_agg(id)) FROM page)
SELECT page.item, page.cursor FROM page, logged ORDER BY page.updated_at DESC, page.id DESC;

-- The same in one state, or in any (NULL).
-- name: allocation_list(spoke text, state text, mine boolean, provider_only boolean, after jsonb, limit integer)
WITH reader AS MATERIALIZED (
    SELECT CASE WHEN coalesce(:provider_only, false) THEN '{}'::integer[]
                ELSE access.spokes_with('scope.case') END AS spokes,
           CASE WHEN coalesce(:provider_only, false) THEN '{}'::uuid[]
                ELSE access.panel_people() END AS people,
           access.provider_agency() AS agency,
           CASE WHEN coalesce(:mine, false) THEN access.me() END AS worker,
           reference.spoke_id(:spoke) AS spoke,
           coalesce((:after::jsonb ->> 0)::timestamptz, 'infinity') AS before_at,
           coalesce((:after::jsonb ->> 1)::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') AS before_id),
-- Each state by itself keeps the index's order: (spoke, state, updated).
wanted AS MATERIALIZED (
    SELECT DISTINCT m.to_state AS state FROM casework.state_move AS m
     WHERE m.machine = 'allocation' AND (:state::text IS NULL OR m.to_state = :state)),
found AS (
    SELECT l.id, l.updated_at
      FROM reader, wanted AS w, unnest(reader.spokes) AS s(id), LATERAL (
           SELECT l.id, l.updated_at FROM casework.allocation AS l
            WHERE l.spoke_id = s.id AND l.state = w.state
              AND (reader.worker IS NULL OR l.worker_user_id = reader.worker)
              AND (l.updated_at, l.id) < (reader.before_at, reader.before_id)
            ORDER BY l.updated_at DESC, l.id DESC LIMIT :limit) AS l
     WHERE reader.spoke IS NULL OR s.id = reader.spoke
    UNION
    SELECT l.id, l.updated_at
      FROM reader, wanted AS w, LATERAL (
           SELECT l.id, l.updated_at FROM casework.allocation AS l
            WHERE l.provider_agency_id = reader.agency AND l.state = w.state
              AND (reader.spoke IS NULL OR l.spoke_id = reader.spoke)
              AND (reader.worker IS NULL OR l.worker_user_id = reader.worker)
              AND (l.updated_at, l.id) < (reader.before_at, reader.before_id)
            ORDER BY l.updated_at DESC, l.id DESC LIMIT :limit) AS l
    UNION
    SELECT l.id, l.updated_at
      FROM reader, unnest(reader.people) AS p(id), LATERAL (
           SELECT l.id, l.updated_at FROM casework.allocation AS l
            WHERE l.person_id = p.id AND l.state IN (SELECT w.state FROM wanted AS w)
              AND (reader.spoke IS NULL OR l.spoke_id = reader.spoke)
              AND (reader.worker IS NULL OR l.worker_user_id = reader.worker)
              AND (l.updated_at, l.id) < (reader.before_at, reader.before_id)) AS l),
page AS MATERIALIZED (
    SELECT f.id, f.updated_at,
           (SELECT v.item FROM casework.allocation_item AS v WHERE v.id = f.id) AS item,
           jsonb_build_array(f.updated_at, f.id) AS cursor
      FROM found AS f ORDER BY f.updated_at DESC, f.id DESC LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'allocation', array_agg(id)) FROM page)
SELECT page.item, page.cursor FROM page, logged ORDER BY page.updated_at DESC, page.id DESC;

-- All of an episode: a handful.
-- name: allocation_list_episode(episode_id uuid, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT l.id, l.updated_at,
           (SELECT v.item FROM casework.allocation_item AS v WHERE v.id = l.id) AS item,
           jsonb_build_array(l.updated_at, l.id) AS cursor
      FROM casework.allocation AS l
     WHERE l.episode_id = :episode_id
       AND (:after::jsonb IS NULL OR (l.updated_at, l.id)
            < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
     ORDER BY l.updated_at DESC, l.id DESC
     LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'allocation', array_agg(id)) FROM page)
SELECT page.item, page.cursor FROM page, logged ORDER BY page.updated_at DESC, page.id DESC;

-- name: allocation_load(id uuid)
SELECT l.object, l.version,
       audit.record('view', 'allocation', l.id, l.person_id, l.spoke_id, NULL)
  FROM casework.allocation_object AS l WHERE l.id = :id;

-- An episode one may not see is NULL here: the database says what to choose.
-- name: allocation_create(id uuid, input jsonb)
INSERT INTO casework.allocation (id, spoke_id, person_id, episode_id, intervention_id,
    provider_agency_id, discussion_id, need_to_know, goals, planned_sessions, planned_hours,
    worker_user_id, proposed_on, lives_in_area, go_on_reason)
SELECT :id, e.spoke_id, e.person_id, e.id, v.id, v.provider_agency_id, i.discussion_id,
       i.need_to_know, i.goals, coalesce(i.planned_sessions, v.planned_sessions),
       coalesce(i.planned_hours, v.planned_hours), i.worker_user_id, access.today(),
       i.lives_in_area, i.go_on_reason
  FROM jsonb_to_record(:input) AS i(episode_id uuid, intervention_id uuid, discussion_id uuid,
       need_to_know text, goals text, planned_sessions integer, planned_hours numeric,
       worker_user_id uuid, lives_in_area boolean, go_on_reason text)
  LEFT JOIN casework.episode AS e ON e.id = i.episode_id
  LEFT JOIN casework.intervention AS v ON v.id = i.intervention_id;

-- name: allocation_update(id uuid, version integer, input jsonb)
UPDATE casework.allocation SET
    need_to_know = CASE WHEN :input ? 'need_to_know' THEN :input ->> 'need_to_know' ELSE need_to_know END,
    goals = CASE WHEN :input ? 'goals' THEN :input ->> 'goals' ELSE goals END,
    planned_sessions = CASE WHEN :input ? 'planned_sessions' THEN (:input ->> 'planned_sessions')::integer ELSE planned_sessions END,
    planned_hours = CASE WHEN :input ? 'planned_hours' THEN (:input ->> 'planned_hours')::numeric ELSE planned_hours END,
    worker_user_id = CASE WHEN :input ? 'worker_user_id' THEN (:input ->> 'worker_user_id')::uuid ELSE worker_user_id END
 WHERE id = :id AND version = :version;

-- Every move of the state table; what an end needs comes with it. Whoever of
-- the provider starts it works with them, unless somebody else was named.
-- name: allocation_move(id uuid, version integer, verb text, input jsonb)
UPDATE casework.allocation AS l SET
    state = m.to_state, state_reason = :input ->> 'reason', state_note = :input ->> 'note',
    started_on = CASE WHEN m.to_state = 'active'
        THEN coalesce(l.started_on, (:input ->> 'on')::date, access.today()) ELSE l.started_on END,
    ended_on = CASE WHEN m.to_state IN ('completed', 'disengaged', 'withdrawn', 'declined',
        'unsuitable', 'provider_declined', 'never_started')
        THEN coalesce((:input ->> 'on')::date, access.today()) END,
    exit_reason = CASE WHEN m.to_state IN ('completed', 'disengaged', 'withdrawn')
        THEN :input ->> 'exit_reason' END,
    go_on_reason = :input ->> 'go_on_reason',
    exit_summary = CASE WHEN m.to_state IN ('completed', 'disengaged', 'withdrawn')
        THEN :input ->> 'exit_summary' END,
    worker_user_id = CASE WHEN m.verb = 'start' AND l.provider_agency_id = access.provider_agency()
        THEN coalesce(l.worker_user_id, access.me()) ELSE l.worker_user_id END
  FROM casework.state_move AS m
 WHERE l.id = :id AND l.version = :version
   AND m.machine = 'allocation' AND m.verb = :verb AND m.from_state = l.state;

-- What the spoke of an episode can offer now, each with what does not fit this
-- young person. The list is of offers; who it is for is in the access log.
-- name: allocation_offers(episode_id uuid)
-- plan: seq scan on intervention, some hundred rows
WITH e AS MATERIALIZED (
    SELECT e.id, e.spoke_id, audit.record('view', 'episode', e.id, e.person_id, e.spoke_id, NULL)
      FROM casework.episode AS e WHERE e.id = :episode_id)
SELECT (v.object::jsonb || jsonb_build_object('warnings', casework.offer_warnings(e.id, v.id)))::json
  FROM e
  JOIN casework.intervention_spoke AS d ON d.spoke_id = e.spoke_id
  JOIN casework.intervention_object AS v ON v.id = d.intervention_id
 WHERE access.today() BETWEEN coalesce(v.active_from, '-infinity') AND coalesce(v.active_to, 'infinity')
 ORDER BY v.name, v.code;

-- name: allocation_episode_demand(episode_id uuid)
SELECT casework.episode_required(:episode_id);

-- A provider's worker's young people, whole: whoever is theirs, then whoever
-- has a session to log, then by name.
-- name: allocation_young_people()
WITH page AS MATERIALIZED (
    SELECT l.id, l.worker_user_id = access.me() AS mine,
           (SELECT v.object FROM casework.allocation_object AS v WHERE v.id = l.id) AS object
      FROM casework.allocation AS l
     WHERE l.provider_agency_id = access.provider_agency() AND l.ended_on IS NULL
     ORDER BY l.updated_at DESC, l.id DESC LIMIT 200),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'allocation', array_agg(id)) FROM page)
SELECT page.object FROM page, logged
 ORDER BY page.mine DESC NULLS LAST, page.object -> 'person' ->> 'name', page.id;

-- Its own moves, first to last.
-- name: allocation_history(id uuid)
SELECT json_build_object('at', casework.instant(c.at), 'verb', c.verb, 'from', c.from_state,
           'to', c.to_state, 'by', casework.colleague(c.by_user) ->> 'name', 'agency', a.name,
           'reason', c.reason, 'note', c.note)
  FROM casework.state_change AS c
  LEFT JOIN reference.agency AS a ON a.id = c.agency_id
 WHERE c.subject_id = :id AND c.machine = 'allocation'
 ORDER BY c.at, c.id;

-- An allocation one may not see answers as one that is not there.
-- name: allocation_demand(id uuid)
SELECT casework.allocation_required(:id);

-- Sessions, latest first.
-- name: allocation_sessions(id uuid, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT s.id, s.planned_at, s.object AS item, jsonb_build_array(s.planned_at, s.id) AS cursor
      FROM casework.session_object AS s
     WHERE s.allocation_id = :id
       AND (:after::jsonb IS NULL OR (s.planned_at, s.id)
            < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
     ORDER BY s.planned_at DESC, s.id DESC
     LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'session', array_agg(id)) FROM page)
SELECT page.item, page.cursor FROM page, logged ORDER BY page.planned_at DESC, page.id DESC;

-- Whoever logs it held it, unless somebody else is named.
-- name: allocation_session_create(id uuid, allocation_id uuid, input jsonb)
INSERT INTO casework.session (id, spoke_id, person_id, allocation_id, provider_agency_id, planned_at,
    minutes, mode, happened, attendance, engagement, note, young_person_voice, next_step,
    worker_user_id)
SELECT :id, l.spoke_id, l.person_id, l.id, l.provider_agency_id, i.planned_at, i.minutes, i.mode,
       i.happened, i.attendance, i.engagement, i.note, i.young_person_voice, i.next_step,
       coalesce(i.worker_user_id, l.worker_user_id, access.me())
  FROM casework.allocation AS l,
       jsonb_to_record(:input) AS i(planned_at timestamptz, minutes integer, mode text,
           happened boolean, attendance text, engagement text, note text,
           young_person_voice text, next_step text, worker_user_id uuid)
 WHERE l.id = :allocation_id;

-- name: allocation_session_load(id uuid)
SELECT s.object, s.version, audit.record('view', 'session', s.id, s.person_id, s.spoke_id, NULL)
  FROM casework.session_object AS s WHERE s.id = :id;

-- name: allocation_session_update(id uuid, version integer, input jsonb)
UPDATE casework.session SET
    planned_at = CASE WHEN :input ? 'planned_at' THEN (:input ->> 'planned_at')::timestamptz ELSE planned_at END,
    minutes = CASE WHEN :input ? 'minutes' THEN (:input ->> 'minutes')::integer ELSE minutes END,
    mode = CASE WHEN :input ? 'mode' THEN :input ->> 'mode' ELSE mode END,
    happened = CASE WHEN :input ? 'happened' THEN (:input ->> 'happened')::boolean ELSE happened END,
    attendance = CASE WHEN :input ? 'attendance' THEN :input ->> 'attendance' ELSE attendance END,
    engagement = CASE WHEN :input ? 'engagement' THEN :input ->> 'engagement' ELSE engagement END,
    note = CASE WHEN :input ? 'note' THEN :input ->> 'note' ELSE note END,
    young_person_voice = CASE WHEN :input ? 'young_person_voice' THEN :input ->> 'young_person_voice' ELSE young_person_voice END,
    next_step = CASE WHEN :input ? 'next_step' THEN :input ->> 'next_step' ELSE next_step END
 WHERE id = :id AND version = :version;
