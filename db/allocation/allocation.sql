-- An intervention allocated to a young person, and its sessions. Staff of the
-- spoke see the spoke's; a provider its own organisation's: the same
-- statements, the policies decide.

-- name: allocation_list(spoke text, state text, episode_id uuid, provider_only boolean, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT l.id, l.updated_at,
           json_build_object('id', l.id, 'state', l.state,
               'person', json_build_object('id', p.id, 'name', p.display_name),
               'episode_id', l.episode_id,
               'intervention', json_build_object('id', i.id, 'name', i.name),
               'provider', json_build_object('code', a.code, 'name', a.name),
               'proposed_on', l.proposed_on, 'started_on', l.started_on, 'ended_on', l.ended_on,
               'planned_sessions', l.planned_sessions,
               'sessions_attended', (SELECT count(*) FROM casework.session AS s
                    WHERE s.allocation_id = l.id AND s.attendance IN ('attended', 'part', 'late')),
               'sessions_to_log', (SELECT count(*) FROM casework.session AS s
                    WHERE s.allocation_id = l.id AND s.happened IS NULL
                      AND s.planned_at < access.moment()),
               'worker', w.name) AS item,
           jsonb_build_array(l.updated_at, l.id) AS cursor
      FROM casework.allocation AS l
      JOIN casework.person AS p ON p.id = l.person_id
      JOIN casework.intervention AS i ON i.id = l.intervention_id
      JOIN reference.agency AS a ON a.id = l.provider_agency_id
      LEFT JOIN access.user_account AS w ON w.id = l.worker_user_id
     WHERE (:spoke::text IS NULL OR l.spoke_id = reference.spoke_id(:spoke))
       AND (:episode_id::uuid IS NULL OR l.episode_id = :episode_id)
       AND (NOT coalesce(:provider_only, false) OR l.provider_agency_id = access.provider_agency())
       AND (:state::text IS NULL OR l.state = :state OR :state = 'open' AND l.ended_on IS NULL)
       AND (:after::jsonb IS NULL OR (l.updated_at, l.id)
            < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
     ORDER BY l.updated_at DESC, l.id DESC
     LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'allocation', array_agg(id)) FROM page)
SELECT page.item, page.cursor FROM page, logged ORDER BY page.updated_at DESC, page.id DESC;

-- name: allocation_load(id uuid)
SELECT to_json(x), x.version,
       audit.record('view', 'allocation', x.id, (x.person ->> 'id')::uuid, x.spoke_id, NULL)
  FROM (SELECT l.id, l.version, l.state, l.spoke_id, spoke.code AS spoke, l.episode_id,
               json_build_object('id', p.id, 'name', p.display_name, 'born_on', p.born_on,
                   'age', date_part('year', age(access.today(), p.born_on))::integer,
                   'phone', p.phone, 'safe_to_phone', p.safe_to_phone, 'safe_to_text', p.safe_to_text,
                   'safe_to_voicemail', p.safe_to_voicemail, 'safe_to_write', p.safe_to_write,
                   'contact_safety', p.contact_safety, 'trauma_guidance', p.trauma_guidance) AS person,
               json_build_object('id', i.id, 'name', i.name, 'approach', i.approach, 'mode', i.mode,
                   'caution', approach.detail ->> 'caution') AS intervention,
               json_build_object('code', a.code, 'name', a.name) AS provider,
               CASE WHEN w.id IS NOT NULL THEN json_build_object('id', w.id, 'name', w.name) END AS worker,
               l.need_to_know, l.goals, l.planned_sessions, l.planned_hours, l.proposed_on,
               l.started_on, l.ended_on, l.state_reason, l.state_note, l.exit_reason, l.exit_summary,
               (SELECT json_build_object('sessions', count(*),
                           'happened', count(*) FILTER (WHERE s.happened),
                           'attended', count(*) FILTER (WHERE s.attendance IN ('attended', 'part', 'late')),
                           'hours_attended', round(coalesce(sum(s.minutes) FILTER
                               (WHERE s.attendance IN ('attended', 'part', 'late')), 0) / 60.0, 2),
                           'first_attended_on', (min(s.planned_at) FILTER
                               (WHERE s.attendance IN ('attended', 'part', 'late'))
                               AT TIME ZONE 'Europe/London')::date)
                  FROM casework.session AS s WHERE s.allocation_id = l.id) AS dosage,
               casework.instant(l.updated_at) AS updated_at,
               casework.moves('allocation', l.state, l.spoke_id) AS moves
          FROM casework.allocation AS l
          JOIN reference.spoke AS spoke ON spoke.id = l.spoke_id
          JOIN casework.person AS p ON p.id = l.person_id
          JOIN casework.intervention AS i ON i.id = l.intervention_id
          LEFT JOIN reference.intervention_approach AS approach ON approach.code = i.approach
          JOIN reference.agency AS a ON a.id = l.provider_agency_id
          LEFT JOIN access.user_account AS w ON w.id = l.worker_user_id
         WHERE l.id = :id) AS x;

-- The provider is the intervention's as it is on that day.
-- name: allocation_create(id uuid, input jsonb)
INSERT INTO casework.allocation (id, spoke_id, person_id, episode_id, intervention_id,
    provider_agency_id, discussion_id, need_to_know, goals, planned_sessions, planned_hours,
    worker_user_id, proposed_on)
SELECT :id, e.spoke_id, e.person_id, e.id, v.id, v.provider_agency_id, i.discussion_id,
       i.need_to_know, i.goals, coalesce(i.planned_sessions, v.planned_sessions),
       coalesce(i.planned_hours, v.planned_hours), i.worker_user_id, access.today()
  FROM jsonb_to_record(:input) AS i(episode_id uuid, intervention_id uuid, discussion_id uuid,
       need_to_know text, goals text, planned_sessions integer, planned_hours numeric,
       worker_user_id uuid)
  JOIN casework.episode AS e ON e.id = i.episode_id
  JOIN casework.intervention AS v ON v.id = i.intervention_id;

-- name: allocation_update(id uuid, version integer, input jsonb)
UPDATE casework.allocation SET
    need_to_know = CASE WHEN :input ? 'need_to_know' THEN :input ->> 'need_to_know' ELSE need_to_know END,
    goals = CASE WHEN :input ? 'goals' THEN :input ->> 'goals' ELSE goals END,
    planned_sessions = CASE WHEN :input ? 'planned_sessions' THEN (:input ->> 'planned_sessions')::integer ELSE planned_sessions END,
    planned_hours = CASE WHEN :input ? 'planned_hours' THEN (:input ->> 'planned_hours')::numeric ELSE planned_hours END,
    worker_user_id = CASE WHEN :input ? 'worker_user_id' THEN (:input ->> 'worker_user_id')::uuid ELSE worker_user_id END
 WHERE id = :id AND version = :version;

-- Every move of the state table; what an end needs comes with it.
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
    exit_summary = CASE WHEN m.to_state IN ('completed', 'disengaged', 'withdrawn')
        THEN :input ->> 'exit_summary' END
  FROM casework.state_move AS m
 WHERE l.id = :id AND l.version = :version
   AND m.machine = 'allocation' AND m.verb = :verb AND m.from_state = l.state;

-- name: allocation_history(id uuid)
SELECT json_build_object('at', casework.instant(c.at), 'verb', c.verb, 'from', c.from_state,
           'to', c.to_state, 'by', u.name, 'agency', a.name, 'reason', c.reason, 'note', c.note)
  FROM casework.state_change AS c
  LEFT JOIN access.user_account AS u ON u.id = c.by_user
  LEFT JOIN reference.agency AS a ON a.id = c.agency_id
 WHERE c.subject_id = :id AND c.machine = 'allocation'
 ORDER BY c.at, c.id;

-- Sessions, latest first.
-- name: allocation_sessions(id uuid, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT s.id, s.planned_at,
           json_build_object('id', s.id, 'version', s.version,
               'planned_at', casework.instant(s.planned_at), 'minutes', s.minutes, 'mode', s.mode,
               'happened', s.happened, 'attendance', s.attendance, 'engagement', s.engagement,
               'note', s.note, 'young_person_voice', s.young_person_voice, 'next_step', s.next_step,
               'worker', w.name) AS item,
           jsonb_build_array(s.planned_at, s.id) AS cursor
      FROM casework.session AS s
      LEFT JOIN access.user_account AS w ON w.id = s.worker_user_id
     WHERE s.allocation_id = :id
       AND (:after::jsonb IS NULL OR (s.planned_at, s.id)
            < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
     ORDER BY s.planned_at DESC, s.id DESC
     LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('view', 'session', array_agg(id)) FROM page)
SELECT page.item, page.cursor FROM page, logged ORDER BY page.planned_at DESC, page.id DESC;

-- name: allocation_session_create(id uuid, allocation_id uuid, input jsonb)
INSERT INTO casework.session (id, spoke_id, person_id, allocation_id, provider_agency_id, planned_at,
    minutes, mode, happened, attendance, engagement, note, young_person_voice, next_step,
    worker_user_id)
SELECT :id, l.spoke_id, l.person_id, l.id, l.provider_agency_id, i.planned_at, i.minutes, i.mode,
       i.happened, i.attendance, i.engagement, i.note, i.young_person_voice, i.next_step,
       coalesce(i.worker_user_id, access.me())
  FROM casework.allocation AS l,
       jsonb_to_record(:input) AS i(planned_at timestamptz, minutes integer, mode text,
           happened boolean, attendance text, engagement text, note text,
           young_person_voice text, next_step text, worker_user_id uuid)
 WHERE l.id = :allocation_id;

-- name: allocation_session_load(id uuid)
SELECT to_json(x), x.version,
       audit.record('view', 'session', x.id, x.person_id, x.spoke_id, NULL)
  FROM (SELECT s.id, s.version, s.allocation_id, s.person_id, s.spoke_id,
               casework.instant(s.planned_at) AS planned_at, s.minutes, s.mode, s.happened,
               s.attendance, s.engagement, s.note, s.young_person_voice, s.next_step,
               w.name AS worker
          FROM casework.session AS s
          LEFT JOIN access.user_account AS w ON w.id = s.worker_user_id
         WHERE s.id = :id) AS x;

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
