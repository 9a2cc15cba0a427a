-- Meetings: series, agendas, attendance, discussions and minutes. What an
-- answer looks like is in the views casework.meeting_object, agenda_object and
-- discussion_object; what may be written, in the policies and triggers.

-- ---- series -----------------------------------------------------------------

-- name: meeting_series_list(spoke text, after jsonb, limit integer)
-- plan: seq scan on meeting_series, a few in each spoke
WITH page AS MATERIALIZED (
    SELECT r.id, r.name,
           json_build_object('id', r.id, 'version', r.version, 'spoke', s.code, 'name', r.name,
               'type', r.type, 'cadence_days', r.cadence_days,
               'quorum_agency_types', r.quorum_agency_types, 'ended_on', r.ended_on,
               'next', (SELECT json_build_object('id', m.id, 'starts_at', casework.instant(m.starts_at))
                          FROM casework.meeting AS m
                         WHERE m.series_id = r.id AND m.state = 'planned'
                         ORDER BY m.starts_at LIMIT 1)) AS item
      FROM casework.meeting_series AS r JOIN reference.spoke AS s ON s.id = r.spoke_id
     WHERE (:spoke::text IS NULL OR r.spoke_id = reference.spoke_id(:spoke))
       AND (:after::jsonb IS NULL
            OR (r.name, r.id) > (:after::jsonb ->> 0, (:after::jsonb ->> 1)::uuid))
     ORDER BY r.name, r.id LIMIT :limit)
SELECT page.item, jsonb_build_array(page.name, page.id) FROM page ORDER BY page.name, page.id;

-- name: meeting_series_load(id uuid)
SELECT to_json(x), x.version FROM (
    SELECT r.id, r.version, s.code AS spoke, r.name, r.type, r.cadence_days,
           r.quorum_agency_types, r.ended_on,
           (SELECT coalesce(json_agg(json_build_object('user', casework.colleague(m.user_id),
                       'valid_from', m.valid_from, 'valid_to', m.valid_to) ORDER BY m.valid_from, m.user_id), '[]')
              FROM casework.meeting_series_member AS m
             WHERE m.series_id = r.id
               AND access.today() <= coalesce(m.valid_to, 'infinity')) AS members
      FROM casework.meeting_series AS r JOIN reference.spoke AS s ON s.id = r.spoke_id
     WHERE r.id = :id) x;

-- name: meeting_series_create(id uuid, input jsonb)
INSERT INTO casework.meeting_series (id, spoke_id, name, type, cadence_days, quorum_agency_types)
SELECT :id, reference.spoke_id(i.spoke), i.name, i.type, i.cadence_days,
       ARRAY(SELECT jsonb_array_elements_text(coalesce(i.quorum_agency_types, '[]')))
  FROM jsonb_to_record(:input) AS i(spoke text, name text, type text, cadence_days integer,
       quorum_agency_types jsonb);

-- name: meeting_series_update(id uuid, version integer, input jsonb)
UPDATE casework.meeting_series SET
    name = CASE WHEN :input ? 'name' THEN :input ->> 'name' ELSE name END,
    type = CASE WHEN :input ? 'type' THEN :input ->> 'type' ELSE type END,
    cadence_days = CASE WHEN :input ? 'cadence_days' THEN (:input ->> 'cadence_days')::integer ELSE cadence_days END,
    quorum_agency_types = CASE WHEN :input ? 'quorum_agency_types'
        THEN ARRAY(SELECT jsonb_array_elements_text(coalesce(nullif(:input -> 'quorum_agency_types', 'null'), '[]')))
        ELSE quorum_agency_types END,
    ended_on = CASE WHEN :input ? 'ended_on' THEN (:input ->> 'ended_on')::date ELSE ended_on END
 WHERE id = :id AND version = :version;

-- Belonging to a series is what a panel member's sight rests on: it is logged
-- as a grant.
-- name: meeting_series_join(id uuid, user_id uuid)
WITH joined AS (
    INSERT INTO casework.meeting_series_member AS m (series_id, user_id, valid_from)
    SELECT r.id, :user_id, access.today() FROM casework.meeting_series AS r WHERE r.id = :id
    ON CONFLICT (series_id, user_id) DO UPDATE SET valid_from = access.today(), valid_to = NULL
        WHERE m.valid_to < access.today()
    RETURNING series_id)
SELECT audit.record('grant', 'meeting_series', r.id, NULL, r.spoke_id,
                    jsonb_build_object('user_id', :user_id, 'member', true))
  FROM joined JOIN casework.meeting_series AS r ON r.id = joined.series_id;

-- Ends yesterday, so that it bites at once.
-- name: meeting_series_leave(id uuid, user_id uuid)
WITH left_ AS (
    UPDATE casework.meeting_series_member
       SET valid_from = least(valid_from, access.today() - 1), valid_to = access.today() - 1
     WHERE series_id = :id AND user_id = :user_id
       AND access.today() <= coalesce(valid_to, 'infinity')
    RETURNING series_id)
SELECT audit.record('grant', 'meeting_series', r.id, NULL, r.spoke_id,
                    jsonb_build_object('user_id', :user_id, 'member', false))
  FROM left_ JOIN casework.meeting_series AS r ON r.id = left_.series_id;

-- ---- meetings ---------------------------------------------------------------

-- From today on, soonest first, over the reader's spokes or one of them.
-- name: meeting_list_upcoming(spoke text, state text, type text, series_id uuid, after jsonb, limit integer)
-- plan: seq scan on spoke, five rows
WITH page AS MATERIALIZED (
    SELECT m.id, m.starts_at FROM reference.spoke AS s
     CROSS JOIN LATERAL (
           SELECT x.id, x.starts_at FROM casework.meeting AS x
            WHERE x.spoke_id = s.id
              AND x.starts_at >= access.today()::timestamp AT TIME ZONE 'Europe/London'
              AND (:state::text IS NULL OR x.state = :state)
              AND (:type::text IS NULL OR x.type = :type)
              AND (:series_id::uuid IS NULL OR x.series_id = :series_id)
              AND (:after::jsonb IS NULL OR (x.starts_at, x.id)
                   > ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
            ORDER BY x.starts_at, x.id LIMIT :limit) AS m
     WHERE s.id = ANY (access.spokes_with('meeting.read'))
       AND (:spoke::text IS NULL OR s.id = reference.spoke_id(:spoke))
     ORDER BY m.starts_at, m.id LIMIT :limit),
logged AS MATERIALIZED (SELECT audit.record_list('list', 'meeting', array_agg(page.id)) FROM page)
SELECT item.object, jsonb_build_array(page.starts_at, page.id)
  FROM logged, page JOIN casework.meeting_item AS item ON item.id = page.id
 ORDER BY page.starts_at, page.id;

-- Latest first; `past` leaves out what starts today or later.
-- name: meeting_list(spoke text, state text, type text, series_id uuid, past boolean, after jsonb, limit integer)
-- plan: seq scan on spoke, five rows
WITH page AS MATERIALIZED (
    SELECT m.id, m.starts_at FROM reference.spoke AS s
     CROSS JOIN LATERAL (
           SELECT x.id, x.starts_at FROM casework.meeting AS x
            WHERE x.spoke_id = s.id
              AND (NOT :past OR x.starts_at < access.today()::timestamp AT TIME ZONE 'Europe/London')
              AND (:state::text IS NULL OR x.state = :state)
              AND (:type::text IS NULL OR x.type = :type)
              AND (:series_id::uuid IS NULL OR x.series_id = :series_id)
              AND (:after::jsonb IS NULL OR (x.starts_at, x.id)
                   < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
            ORDER BY x.starts_at DESC, x.id DESC LIMIT :limit) AS m
     WHERE s.id = ANY (access.spokes_with('meeting.read'))
       AND (:spoke::text IS NULL OR s.id = reference.spoke_id(:spoke))
     ORDER BY m.starts_at DESC, m.id DESC LIMIT :limit),
logged AS MATERIALIZED (SELECT audit.record_list('list', 'meeting', array_agg(page.id)) FROM page)
SELECT item.object, jsonb_build_array(page.starts_at, page.id)
  FROM logged, page JOIN casework.meeting_item AS item ON item.id = page.id
 ORDER BY page.starts_at DESC, page.id DESC;

-- The meeting with its agenda. Everyone on it has been read about.
-- name: meeting_load(id uuid)
WITH items AS MATERIALIZED (
    SELECT a.object, a.place, audit.record('view', 'agenda_item', a.id, a.person_id, a.spoke_id, NULL)
      FROM casework.agenda_object AS a WHERE a.meeting_id = :id),
-- What agencies were asked about them: for this meeting, or lately.
checks AS MATERIALIZED (
    SELECT c.object, c.due_on, c.id, audit.record('view', 'agency_check', c.id, c.person_id, c.spoke_id, NULL)
      FROM casework.meeting AS m
      JOIN casework.agenda_item AS i ON i.meeting_id = m.id
     CROSS JOIN LATERAL (
           SELECT o.* FROM casework.agency_check_object AS o
            WHERE o.episode_id = i.episode_id AND o.person_id = i.person_id
              AND (o.meeting_id = m.id OR o.result IS NULL
                   OR o.answered_at BETWEEN m.starts_at - interval '42 days' AND m.starts_at + interval '1 day')
           OFFSET 0) AS c
     WHERE m.id = :id)
SELECT (m.object::jsonb || jsonb_build_object(
           'agenda', (SELECT coalesce(jsonb_agg(i.object ORDER BY i.place), '[]') FROM items AS i),
           'checks', (SELECT coalesce(jsonb_agg(c.object ORDER BY c.due_on, c.id), '[]') FROM checks AS c),
           'papers', (SELECT coalesce(jsonb_agg(p.object ORDER BY p.created_at, p.id), '[]')
                        FROM casework.paper_object AS p WHERE p.meeting_id = m.id),
           'conflicts', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name,
                             'agenda_item_id', c.agenda_item_id, 'kind', c.kind, 'note', c.note,
                             'person_name', p.display_name, 'mine', c.user_id IS NOT DISTINCT FROM access.me(),
                             'withheld', c.user_id IS NOT NULL) ORDER BY c.name, c.id), '[]')
                           FROM casework.conflict AS c LEFT JOIN casework.person AS p ON p.id = c.person_id
                          WHERE c.meeting_id = m.id),
           'guests', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'user', casework.colleague(g.user_id),
                             'deputy_for', casework.colleague(g.deputy_for)) ORDER BY g.created_at, g.id), '[]')
                        FROM casework.meeting_guest AS g WHERE g.meeting_id = m.id),
           'expected', (SELECT coalesce(jsonb_agg(e.object ORDER BY e.agency, e.name), '[]')
                          FROM casework.meeting_expected AS e WHERE e.meeting_id = m.id)))::json,
       m.version, audit.record('view', 'meeting', m.id, NULL, m.spoke_id, NULL)
  FROM casework.meeting_object AS m WHERE m.id = :id;

-- The same with every discussion in it: the minutes. For one agency: only the
-- young people it spoke about or owns an action for, and only its own actions.
-- name: meeting_minutes(id uuid, agency text)
WITH items AS MATERIALIZED (
    SELECT a.place,
           a.object::jsonb || jsonb_build_object('discussion',
               CASE WHEN :agency::text IS NULL THEN d.object::jsonb
               ELSE d.object::jsonb || jsonb_build_object(
                   'updates', jsonb_path_query_array(d.object::jsonb, '$.updates[*] ? (@.agency.code == $agency)',
                                                     jsonb_build_object('agency', :agency::text)),
                   'actions', jsonb_path_query_array(d.object::jsonb, '$.actions[*] ? (@.owner_agency.code == $agency)',
                                                     jsonb_build_object('agency', :agency::text)),
                   'dissents', jsonb_path_query_array(d.object::jsonb, '$.dissents[*] ? (@.agency.code == $agency)',
                                                      jsonb_build_object('agency', :agency::text)))
               END) AS object,
           audit.record(CASE WHEN :agency::text IS NULL THEN 'view' ELSE 'print' END, 'minutes',
                        coalesce(d.id, a.id), a.person_id, a.spoke_id,
                        jsonb_strip_nulls(jsonb_build_object('agency', :agency::text)))
      FROM casework.agenda_object AS a
      LEFT JOIN casework.discussion_object AS d ON d.agenda_item_id = a.id
     WHERE a.meeting_id = :id
       AND (:agency::text IS NULL
            OR EXISTS (SELECT FROM casework.discussion_update AS u
                        WHERE u.discussion_id = d.id AND u.agency_id = reference.agency_id(:agency))
            OR EXISTS (SELECT FROM casework.action AS o
                        WHERE o.discussion_id = d.id AND o.owner_agency_id = reference.agency_id(:agency))))
SELECT (m.object::jsonb || jsonb_build_object(
           'items', (SELECT coalesce(jsonb_agg(i.object ORDER BY i.place), '[]') FROM items AS i),
           'extract_for', (SELECT jsonb_build_object('code', g.code, 'name', g.name)
                             FROM reference.agency AS g WHERE g.code = :agency::text),
           'printed', jsonb_build_object('by', casework.colleague(access.me()), 'at', casework.instant(now()))))::json,
       m.version, audit.record('view', 'minutes', m.id, NULL, m.spoke_id, NULL)
  FROM casework.meeting_object AS m WHERE m.id = :id;

-- A meeting of a series takes from it what is not said.
-- name: meeting_create(id uuid, input jsonb)
INSERT INTO casework.meeting (id, spoke_id, series_id, type, title, starts_at, place, chair_user_id)
SELECT :id, coalesce(reference.spoke_id(i.spoke), r.spoke_id, sole.spoke_id), i.series_id,
       coalesce(i.type, r.type), coalesce(i.title, r.name), i.starts_at, i.place, i.chair_user_id
  FROM jsonb_to_record(:input) AS i(spoke text, series_id uuid, type text, title text,
       starts_at timestamptz, place text, chair_user_id uuid)
  LEFT JOIN casework.meeting_series AS r ON r.id = i.series_id
  LEFT JOIN LATERAL (SELECT min(s.id) AS spoke_id
                       FROM unnest(access.spokes_with('meeting.write')) AS s(id)
                     HAVING count(DISTINCT s.id) = 1) AS sole ON true;

-- name: meeting_update(id uuid, version integer, input jsonb)
UPDATE casework.meeting SET
    title = CASE WHEN :input ? 'title' THEN :input ->> 'title' ELSE title END,
    type = CASE WHEN :input ? 'type' THEN :input ->> 'type' ELSE type END,
    series_id = CASE WHEN :input ? 'series_id' THEN (:input ->> 'series_id')::uuid ELSE series_id END,
    starts_at = CASE WHEN :input ? 'starts_at' THEN (:input ->> 'starts_at')::timestamptz ELSE starts_at END,
    place = CASE WHEN :input ? 'place' THEN :input ->> 'place' ELSE place END,
    chair_user_id = CASE WHEN :input ? 'chair_user_id' THEN (:input ->> 'chair_user_id')::uuid ELSE chair_user_id END,
    inquorate_reason = CASE WHEN :input ? 'inquorate_reason' THEN :input ->> 'inquorate_reason' ELSE inquorate_reason END,
    general_notes = CASE WHEN :input ? 'general_notes' THEN :input ->> 'general_notes' ELSE general_notes END
 WHERE id = :id AND version = :version;

-- Discussions stand in the journey at the meeting's start: they follow it.
-- name: meeting_discussions_follow(id uuid, version integer)
UPDATE casework.discussion AS d SET happened_at = m.starts_at
  FROM casework.meeting AS m
 WHERE m.id = :id AND m.version = :version + 1 AND d.meeting_id = m.id
   AND d.happened_at <> m.starts_at;

-- One move of the state machine; the guard decides.
-- name: meeting_move(id uuid, version integer, state text, note text)
UPDATE casework.meeting SET state = :state, state_reason = NULL, state_note = :note
 WHERE id = :id AND version = :version;

-- The signature: with it, where there is no quorum, why it went ahead.
-- name: meeting_sign(id uuid, version integer, note text, reason text)
UPDATE casework.meeting SET state = 'signed_off', state_reason = NULL, state_note = :note,
       inquorate_reason = coalesce(:reason, inquorate_reason)
 WHERE id = :id AND version = :version;

-- Opening starts the minutes of everyone on the agenda, ...
-- name: meeting_discussions_begin(id uuid, version integer)
INSERT INTO casework.discussion (spoke_id, meeting_id, agenda_item_id, person_id, episode_id,
                                 happened_at, risk_before)
SELECT i.spoke_id, i.meeting_id, i.id, i.person_id, i.episode_id, m.starts_at, e.risk_level
  FROM casework.meeting AS m
  JOIN casework.agenda_item AS i ON i.meeting_id = m.id
  JOIN casework.episode AS e ON e.id = i.episode_id
 WHERE m.id = :id AND m.version = :version + 1 AND m.state = 'in_progress'
ON CONFLICT (agenda_item_id) DO NOTHING;

-- ... and sets those begun earlier to the risk of the day.
-- name: meeting_discussions_refresh(id uuid, version integer)
UPDATE casework.discussion AS d SET risk_before = e.risk_level
  FROM casework.meeting AS m, casework.episode AS e
 WHERE m.id = :id AND m.version = :version + 1 AND m.state = 'in_progress'
   AND d.meeting_id = m.id AND e.id = d.episode_id
   AND d.risk_after IS NULL AND d.risk_before IS DISTINCT FROM e.risk_level;

-- name: meeting_missing(id uuid)
SELECT f.pointer, f.code, f.detail FROM casework.minutes_missing(:id) AS f;

-- Signing, first: the level the panel agreed becomes an assessment of the
-- meeting's day. What the panel did not speak of is carried from the latest.
-- name: meeting_risk_record(id uuid)
INSERT INTO casework.risk_assessment (spoke_id, person_id, episode_id, discussion_id, assessed_at,
    assessed_by, risk_to, risk_from, practitioner_level, panel_level, override_reason, override_note,
    rationale, contexts, leading_context, risk_factors, protective_factors)
SELECT d.spoke_id, d.person_id, d.episode_id, d.id, least(d.happened_at, now()),
       coalesce(m.chair_user_id, access.me()),
       coalesce(last.risk_to, d.risk_after), coalesce(last.risk_from, d.risk_after),
       coalesce(last.practitioner_level, d.risk_after), d.risk_after,
       CASE WHEN last.practitioner_level <> d.risk_after
            THEN coalesce(d.override_reason, 'professional_judgement') END,
       CASE WHEN last.practitioner_level <> d.risk_after THEN d.rationale END, d.rationale,
       contexts.list,
       CASE WHEN last.leading_context = ANY (contexts.list) THEN last.leading_context END,
       coalesce(last.risk_factors, '{}'), coalesce(last.protective_factors, '{}')
  FROM casework.meeting AS m
  JOIN casework.discussion AS d ON d.meeting_id = m.id
  JOIN casework.episode AS e ON e.id = d.episode_id
  LEFT JOIN LATERAL (
       SELECT a.* FROM casework.risk_assessment AS a
        WHERE a.episode_id = d.episode_id AND a.assessed_at <= least(d.happened_at, now())
          AND a.in_error_at IS NULL
        ORDER BY a.assessed_at DESC, a.created_at DESC, a.id LIMIT 1) AS last ON true
  CROSS JOIN LATERAL (
       SELECT CASE WHEN d.contexts = '{}' THEN coalesce(last.contexts, '{}') ELSE d.contexts END AS list) AS contexts
 WHERE m.id = :id AND d.risk_after IS NOT NULL AND e.state <> 'closed';

-- Then the episodes follow the decisions. One not yet listed is listed first,
-- for its state machine knows no shorter way.
-- name: meeting_episodes_list(id uuid)
UPDATE casework.episode AS e SET state = 'listed', state_reason = NULL, state_note = NULL
  FROM casework.discussion AS d
 WHERE d.meeting_id = :id AND e.id = d.episode_id
   AND e.state IN ('referred', 'triage', 'agency_checks')
   AND EXISTS (SELECT FROM casework.discussion_decision AS x WHERE x.discussion_id = d.id
                AND x.decision IN ('accept_active_monitoring', 'step_down', 'remove_active_monitoring'));

-- name: meeting_episodes_follow(id uuid)
UPDATE casework.episode AS e SET
    state = coalesce(decided.state, e.state),
    state_reason = CASE WHEN decided.state IS NULL THEN e.state_reason END,
    state_note = CASE WHEN decided.state IS NULL THEN e.state_note ELSE 'Decided at ' || m.title END,
    series_id = CASE WHEN decided.state = 'active_monitoring' OR kept.there
                     THEN coalesce(m.series_id, e.series_id) ELSE e.series_id END,
    next_review_on = coalesce(d.next_review_on, e.next_review_on)
  FROM casework.meeting AS m
  JOIN casework.discussion AS d ON d.meeting_id = m.id
  CROSS JOIN LATERAL (
       SELECT EXISTS (SELECT FROM casework.discussion_decision AS x WHERE x.discussion_id = d.id
                       AND x.decision = 'accept_active_monitoring') AS there) AS kept
  CROSS JOIN LATERAL (
       SELECT (SELECT CASE WHEN x.decision = 'accept_active_monitoring'
                                AND now_.state IN ('listed', 'step_down') THEN 'active_monitoring'
                           WHEN x.decision IN ('step_down', 'remove_active_monitoring')
                                AND now_.state IN ('listed', 'active_monitoring') THEN 'step_down' END
                 FROM casework.discussion_decision AS x, casework.episode AS now_
                WHERE x.discussion_id = d.id AND now_.id = d.episode_id
                  AND x.decision IN ('accept_active_monitoring', 'step_down', 'remove_active_monitoring')
                LIMIT 1) AS state) AS decided
 WHERE m.id = :id AND e.id = d.episode_id AND e.state <> 'closed'
   AND (decided.state IS NOT NULL OR kept.there
        OR d.next_review_on IS DISTINCT FROM e.next_review_on AND d.next_review_on IS NOT NULL);

-- ---- agenda -----------------------------------------------------------------

-- name: meeting_agenda_list(meeting_id uuid)
WITH items AS MATERIALIZED (
    SELECT a.object, a.place, a.id,
           audit.record('view', 'agenda_item', a.id, a.person_id, a.spoke_id, NULL)
      FROM casework.agenda_object AS a WHERE a.meeting_id = :meeting_id)
SELECT items.object, jsonb_build_array(items.place, items.id) FROM items ORDER BY items.place;

-- name: meeting_agenda_item_load(id uuid)
SELECT a.object, a.version, audit.record('view', 'agenda_item', a.id, a.person_id, a.spoke_id, NULL)
  FROM casework.agenda_object AS a WHERE a.id = :id;

-- name: meeting_visible(id uuid)
SELECT m.state FROM casework.meeting AS m WHERE m.id = :id;

-- The young person's open episode in the meeting's spoke, at the end or at a
-- place (which agenda_item_place then makes free).
-- name: meeting_agenda_item_create(id uuid, meeting_id uuid, input jsonb)
INSERT INTO casework.agenda_item (id, spoke_id, meeting_id, person_id, episode_id, kind, position, note)
SELECT :id, m.spoke_id, m.id, e.person_id, e.id, i.kind,
       (SELECT coalesce(max(o.position), 0) + 1 FROM casework.agenda_item AS o WHERE o.meeting_id = m.id),
       i.note
  FROM casework.meeting AS m
 CROSS JOIN jsonb_to_record(:input) AS i(person_id uuid, episode_id uuid, kind text, note text)
  JOIN casework.episode AS e ON e.spoke_id = m.spoke_id AND e.state <> 'closed'
       AND (e.id = i.episode_id OR i.episode_id IS NULL)
       AND (e.person_id = i.person_id OR i.person_id IS NULL)
 WHERE m.id = :meeting_id AND coalesce(i.episode_id, i.person_id) IS NOT NULL;

-- An episode on an agenda is listed (domain.md 4).
-- name: meeting_agenda_episode_list(id uuid)
UPDATE casework.episode AS e SET state = 'listed', state_reason = NULL, state_note = NULL
  FROM casework.agenda_item AS i
 WHERE i.id = :id AND e.id = i.episode_id AND e.state IN ('referred', 'triage', 'agency_checks');

-- Somebody added while the meeting runs gets minutes at once.
-- name: meeting_agenda_discussion_begin(id uuid)
INSERT INTO casework.discussion (spoke_id, meeting_id, agenda_item_id, person_id, episode_id,
                                 happened_at, risk_before)
SELECT i.spoke_id, i.meeting_id, i.id, i.person_id, i.episode_id, m.starts_at, e.risk_level
  FROM casework.agenda_item AS i
  JOIN casework.meeting AS m ON m.id = i.meeting_id AND m.state = 'in_progress'
  JOIN casework.episode AS e ON e.id = i.episode_id
 WHERE i.id = :id;

-- Kind, note and place. The others on the agenda make room.
-- name: meeting_agenda_item_update(id uuid, version integer, input jsonb)
WITH target AS (
    SELECT i.id, i.meeting_id,
           least(greatest((:input ->> 'position')::integer, 1),
                 (SELECT count(*) FROM casework.agenda_item AS o WHERE o.meeting_id = i.meeting_id)) AS wanted
      FROM casework.agenda_item AS i WHERE i.id = :id AND i.version = :version),
others AS (
    SELECT i.id, row_number() OVER (ORDER BY i.position, i.created_at, i.id) AS place, t.wanted
      FROM casework.agenda_item AS i JOIN target AS t ON t.meeting_id = i.meeting_id AND t.id <> i.id),
placed AS (
    SELECT o.id, o.place + CASE WHEN o.place >= o.wanted THEN 1 ELSE 0 END AS place
      FROM others AS o WHERE o.wanted IS NOT NULL
    UNION ALL
    SELECT t.id, t.wanted FROM target AS t)
UPDATE casework.agenda_item AS i SET
    position = coalesce(p.place, i.position),
    kind = CASE WHEN i.id = :id AND :input ? 'kind' THEN :input ->> 'kind' ELSE i.kind END,
    note = CASE WHEN i.id = :id AND :input ? 'note' THEN :input ->> 'note' ELSE i.note END
  FROM placed AS p
 WHERE i.id = p.id AND i.meeting_id = (SELECT t.meeting_id FROM target AS t)
   AND (i.id = :id OR i.position <> p.place);

-- Somebody put on the agenda by mistake leaves no trace in the minutes ...
-- name: meeting_agenda_discussion_strike(id uuid, version integer)
DELETE FROM casework.discussion AS d
 USING casework.agenda_item AS i
 WHERE i.id = :id AND i.version = :version AND d.agenda_item_id = i.id
   AND coalesce(d.summary, d.incidents, d.concerns, d.strengths, d.young_person_voice,
                d.parent_view, d.disproportionality_check, d.rationale, d.risk_after) IS NULL
   AND NOT EXISTS (SELECT FROM casework.discussion_update AS x WHERE x.discussion_id = d.id)
   AND NOT EXISTS (SELECT FROM casework.discussion_decision AS x WHERE x.discussion_id = d.id)
   AND NOT EXISTS (SELECT FROM casework.discussion_dissent AS x WHERE x.discussion_id = d.id)
   AND NOT EXISTS (SELECT FROM casework.action AS x WHERE x.discussion_id = d.id);

-- ... but somebody spoken of stays on it.
-- name: meeting_agenda_item_delete(id uuid, version integer)
DELETE FROM casework.agenda_item AS i
 WHERE i.id = :id AND i.version = :version
   AND NOT EXISTS (SELECT FROM casework.discussion AS d WHERE d.agenda_item_id = i.id);

-- ---- attendance -------------------------------------------------------------

-- name: meeting_attendance_list(meeting_id uuid)
SELECT a.object, jsonb_build_array(a.id) FROM casework.attendance_object AS a
 WHERE a.meeting_id = :meeting_id ORDER BY a.agency, a.name, a.id;

-- name: meeting_attendance_load(id uuid)
SELECT a.object, a.version FROM casework.attendance_object AS a WHERE a.id = :id;

-- name: meeting_attendance_create(id uuid, meeting_id uuid, input jsonb)
INSERT INTO casework.meeting_attendance (id, spoke_id, meeting_id, agency_id, name, user_id,
    attendance, deputy_for, confidentiality_accepted, conflict_of_interest)
SELECT :id, m.spoke_id, m.id, coalesce(reference.agency_id(i.agency), u.agency_id),
       coalesce(i.name, u.name), i.user_id, i.attendance, i.deputy_for,
       coalesce(i.confidentiality_accepted, false), i.conflict_of_interest
  FROM casework.meeting AS m
 CROSS JOIN jsonb_to_record(:input) AS i(agency text, name text, user_id uuid, attendance text,
       deputy_for text, confidentiality_accepted boolean, conflict_of_interest text)
  LEFT JOIN access.user_account AS u ON u.id = i.user_id
 WHERE m.id = :meeting_id;

-- name: meeting_attendance_update(id uuid, version integer, input jsonb)
UPDATE casework.meeting_attendance SET
    agency_id = CASE WHEN :input ? 'agency' THEN reference.agency_id(:input ->> 'agency') ELSE agency_id END,
    name = CASE WHEN :input ? 'name' THEN :input ->> 'name' ELSE name END,
    attendance = CASE WHEN :input ? 'attendance' THEN :input ->> 'attendance' ELSE attendance END,
    deputy_for = CASE WHEN :input ? 'deputy_for' THEN :input ->> 'deputy_for'
        WHEN :input ? 'attendance' AND :input ->> 'attendance' <> 'deputy' THEN NULL ELSE deputy_for END,
    confidentiality_accepted = CASE WHEN :input ? 'confidentiality_accepted'
        THEN coalesce((:input ->> 'confidentiality_accepted')::boolean, false) ELSE confidentiality_accepted END,
    conflict_of_interest = CASE WHEN :input ? 'conflict_of_interest'
        THEN :input ->> 'conflict_of_interest' ELSE conflict_of_interest END
 WHERE id = :id AND version = :version;

-- name: meeting_attendance_delete(id uuid, version integer)
DELETE FROM casework.meeting_attendance WHERE id = :id AND version = :version;

-- ---- discussions --------------------------------------------------------------

-- name: meeting_discussion_list(meeting_id uuid)
WITH found AS MATERIALIZED (
    SELECT d.id, d.object, i.position, i.created_at,
           audit.record('view', 'discussion', d.id, d.person_id, d.spoke_id, NULL)
      FROM casework.agenda_item AS i JOIN casework.discussion_object AS d ON d.agenda_item_id = i.id
     WHERE i.meeting_id = :meeting_id)
SELECT found.object, jsonb_build_array(found.position, found.id)
  FROM found ORDER BY found.position, found.created_at, found.id;

-- name: meeting_discussion_load(id uuid)
SELECT d.object, d.version, audit.record('view', 'discussion', d.id, d.person_id, d.spoke_id, NULL)
  FROM casework.discussion_object AS d WHERE d.id = :id;

-- name: meeting_discussion_create(id uuid, meeting_id uuid, input jsonb)
INSERT INTO casework.discussion (id, spoke_id, meeting_id, agenda_item_id, person_id, episode_id,
                                 happened_at, risk_before)
SELECT :id, i.spoke_id, i.meeting_id, i.id, i.person_id, i.episode_id, m.starts_at, e.risk_level
  FROM casework.agenda_item AS i
  JOIN casework.meeting AS m ON m.id = i.meeting_id
  JOIN casework.episode AS e ON e.id = i.episode_id
 WHERE i.meeting_id = :meeting_id AND i.id = (:input ->> 'agenda_item_id')::uuid;

-- name: meeting_discussion_update(id uuid, version integer, input jsonb)
UPDATE casework.discussion SET
    summary = CASE WHEN :input ? 'summary' THEN :input ->> 'summary' ELSE summary END,
    incidents = CASE WHEN :input ? 'incidents' THEN :input ->> 'incidents' ELSE incidents END,
    concerns = CASE WHEN :input ? 'concerns' THEN :input ->> 'concerns' ELSE concerns END,
    strengths = CASE WHEN :input ? 'strengths' THEN :input ->> 'strengths' ELSE strengths END,
    young_person_voice = CASE WHEN :input ? 'young_person_voice' THEN :input ->> 'young_person_voice' ELSE young_person_voice END,
    voice_basis = CASE WHEN :input ? 'voice_basis' THEN :input ->> 'voice_basis' ELSE voice_basis END,
    voice_by = CASE WHEN :input ? 'voice_by' THEN :input ->> 'voice_by' ELSE voice_by END,
    voice_on = CASE WHEN :input ? 'voice_on' THEN (:input ->> 'voice_on')::date ELSE voice_on END,
    parent_view = CASE WHEN :input ? 'parent_view' THEN :input ->> 'parent_view' ELSE parent_view END,
    contexts = CASE WHEN :input ? 'contexts'
        THEN ARRAY(SELECT jsonb_array_elements_text(coalesce(nullif(:input -> 'contexts', 'null'), '[]')))
        ELSE contexts END,
    disproportionality_check = CASE WHEN :input ? 'disproportionality_check'
        THEN :input ->> 'disproportionality_check' ELSE disproportionality_check END,
    risk_before = CASE WHEN :input ? 'risk_before' THEN :input ->> 'risk_before' ELSE risk_before END,
    override_reason = CASE WHEN :input ? 'override_reason' THEN :input ->> 'override_reason' ELSE override_reason END,
    risk_after = CASE WHEN :input ? 'risk_after' THEN :input ->> 'risk_after' ELSE risk_after END,
    rationale = CASE WHEN :input ? 'rationale' THEN :input ->> 'rationale' ELSE rationale END,
    next_review_on = CASE WHEN :input ? 'next_review_on' THEN (:input ->> 'next_review_on')::date ELSE next_review_on END
 WHERE id = :id AND version = :version;

-- name: meeting_discussion_visible(id uuid)
SELECT m.state FROM casework.discussion AS d JOIN casework.meeting AS m ON m.id = d.meeting_id
 WHERE d.id = :id;

-- An agency's own word. Whose it is follows from who gives it, unless the
-- minute-taker writes it for them.
-- name: meeting_contribution_create(id uuid, discussion_id uuid, input jsonb)
INSERT INTO casework.discussion_update (id, spoke_id, meeting_id, discussion_id, person_id, agency_id,
                                        nothing_known, text)
SELECT :id, d.spoke_id, d.meeting_id, d.id, d.person_id,
       coalesce(reference.agency_id(:input ->> 'agency'), access.my_agency()),
       coalesce((:input ->> 'nothing_known')::boolean, false), :input ->> 'text'
  FROM casework.discussion AS d WHERE d.id = :discussion_id;

-- name: meeting_contribution_load(id uuid)
SELECT json_build_object('id', u.id, 'version', u.version, 'discussion_id', u.discussion_id,
           'agency', json_build_object('code', g.code, 'name', g.name),
           'nothing_known', u.nothing_known, 'text', u.text, 'by', casework.colleague(u.created_by),
           'mine', u.agency_id IS NOT DISTINCT FROM access.my_agency(),
           'at', casework.instant(u.updated_at)),
       u.version, audit.record('view', 'discussion_update', u.id, u.person_id, u.spoke_id, NULL)
  FROM casework.discussion_update AS u JOIN reference.agency AS g ON g.id = u.agency_id
 WHERE u.id = :id;

-- name: meeting_contribution_change(id uuid, version integer, input jsonb)
UPDATE casework.discussion_update SET
    nothing_known = CASE WHEN :input ? 'nothing_known'
        THEN coalesce((:input ->> 'nothing_known')::boolean, false)
        WHEN :input ->> 'text' IS NOT NULL THEN false ELSE nothing_known END,
    text = CASE WHEN (:input ->> 'nothing_known')::boolean THEN NULL
        WHEN :input ? 'text' THEN :input ->> 'text' ELSE text END
 WHERE id = :id AND version = :version;

-- name: meeting_decision_create(id uuid, discussion_id uuid, input jsonb)
INSERT INTO casework.discussion_decision (id, spoke_id, meeting_id, discussion_id, person_id, decision, detail)
SELECT :id, d.spoke_id, d.meeting_id, d.id, d.person_id, :input ->> 'decision', :input ->> 'detail'
  FROM casework.discussion AS d WHERE d.id = :discussion_id;

-- name: meeting_decision_load(id uuid)
SELECT json_build_object('id', x.id, 'discussion_id', x.discussion_id, 'decision', x.decision,
                         'detail', x.detail)
  FROM casework.discussion_decision AS x WHERE x.id = :id;

-- name: meeting_decision_delete(id uuid)
DELETE FROM casework.discussion_decision WHERE id = :id;

-- name: meeting_dissent_create(id uuid, discussion_id uuid, input jsonb)
INSERT INTO casework.discussion_dissent (id, spoke_id, meeting_id, discussion_id, person_id, agency_id, text)
SELECT :id, d.spoke_id, d.meeting_id, d.id, d.person_id,
       reference.agency_id(:input ->> 'agency'), :input ->> 'text'
  FROM casework.discussion AS d WHERE d.id = :discussion_id;

-- name: meeting_dissent_load(id uuid)
SELECT json_build_object('id', x.id, 'discussion_id', x.discussion_id,
           'agency', json_build_object('code', g.code, 'name', g.name), 'text', x.text)
  FROM casework.discussion_dissent AS x JOIN reference.agency AS g ON g.id = x.agency_id
 WHERE x.id = :id;

-- name: meeting_dissent_delete(id uuid)
DELETE FROM casework.discussion_dissent WHERE id = :id;

-- name: meeting_action_create(id uuid, discussion_id uuid, input jsonb)
INSERT INTO casework.action (id, spoke_id, person_id, episode_id, meeting_id, discussion_id,
    description, owner_agency_id, owner_user_id, owner_name, due_on, priority)
SELECT :id, d.spoke_id, d.person_id, d.episode_id, d.meeting_id, d.id, i.description,
       coalesce(reference.agency_id(i.owner_agency, 'owner_agency'), u.agency_id), i.owner_user_id, i.owner_name,
       i.due_on, coalesce(i.priority, 'normal')
  FROM casework.discussion AS d
 CROSS JOIN jsonb_to_record(:input) AS i(description text, owner_agency text, owner_user_id uuid,
       owner_name text, due_on date, priority text)
  LEFT JOIN access.user_account AS u ON u.id = i.owner_user_id
 WHERE d.id = :discussion_id;

-- ---- addenda --------------------------------------------------------------------

-- Only to minutes that are signed: before that, change them.
-- name: meeting_addendum_create(id uuid, meeting_id uuid, input jsonb)
INSERT INTO casework.addendum (id, spoke_id, meeting_id, discussion_id, person_id, text)
SELECT :id, m.spoke_id, m.id, d.id, d.person_id, :input ->> 'text'
  FROM casework.meeting AS m
  LEFT JOIN casework.discussion AS d
       ON d.id = (:input ->> 'discussion_id')::uuid AND d.meeting_id = m.id
 WHERE m.id = :meeting_id AND m.state IN ('signed_off', 'distributed')
   AND (d.id IS NOT NULL OR :input ->> 'discussion_id' IS NULL);

-- name: meeting_addendum_load(id uuid)
SELECT json_build_object('id', n.id, 'meeting_id', n.meeting_id, 'discussion_id', n.discussion_id,
           'text', n.text, 'by', casework.colleague(n.created_by), 'at', casework.instant(n.created_at)),
       audit.record('view', 'addendum', n.id, n.person_id, n.spoke_id, NULL)
  FROM casework.addendum AS n WHERE n.id = :id;
