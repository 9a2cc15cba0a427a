-- What agencies are asked about a young person before a meeting, and what they
-- answer. What an answer looks like is in casework.agency_check_object.

-- name: agency_check_episode_required(id uuid)
SELECT casework.episode_required(:id);

-- One row an agency; who has not answered yet is not asked twice. Without a
-- date: the spoke's working days.
-- name: agency_check_ask(episode_id uuid, input jsonb)
INSERT INTO casework.agency_check (spoke_id, person_id, episode_id, meeting_id, agency_id, question, due_on)
SELECT e.spoke_id, e.person_id, e.id, i.meeting_id, reference.agency_id(a.code), i.question,
       coalesce(i.due_on, casework.working_days_after(access.today(),
           reference.setting_days(e.spoke_id, 'agency_check_working_days', access.today())))
  FROM casework.episode AS e
 CROSS JOIN jsonb_to_record(:input) AS i(agencies jsonb, meeting_id uuid, question text, due_on date)
 CROSS JOIN LATERAL (SELECT DISTINCT x.code FROM jsonb_array_elements_text(i.agencies) AS x(code)) AS a
 WHERE e.id = :episode_id
ON CONFLICT (episode_id, agency_id) WHERE result IS NULL DO NOTHING;

-- An episode whose checks are out says so (domain.md 4).
-- name: agency_check_episode_move(episode_id uuid)
UPDATE casework.episode SET state = 'agency_checks', state_reason = NULL, state_note = NULL
 WHERE id = :episode_id AND state IN ('referred', 'triage');

-- The same about several of a meeting's agenda at once.
-- name: agency_check_ask_for(meeting_id uuid, input jsonb)
INSERT INTO casework.agency_check (spoke_id, person_id, episode_id, meeting_id, agency_id, question, due_on)
SELECT m.spoke_id, m.person_id, m.episode_id, m.meeting_id, reference.agency_id(a.code), i.question,
       coalesce(i.due_on, casework.working_days_after(access.today(),
           reference.setting_days(m.spoke_id, 'agency_check_working_days', access.today())))
  FROM jsonb_to_record(:input) AS i(agencies jsonb, agenda_items jsonb, question text, due_on date)
 CROSS JOIN LATERAL (SELECT DISTINCT x.code FROM jsonb_array_elements_text(i.agencies) AS x(code)) AS a
  JOIN casework.agenda_item AS m ON m.meeting_id = :meeting_id
       AND m.id IN (SELECT x.id::uuid FROM jsonb_array_elements_text(i.agenda_items) AS x(id))
ON CONFLICT (episode_id, agency_id) WHERE result IS NULL DO NOTHING;

-- name: agency_check_episodes_move(meeting_id uuid)
UPDATE casework.episode AS e SET state = 'agency_checks', state_reason = NULL, state_note = NULL
  FROM casework.agenda_item AS i
 WHERE i.meeting_id = :meeting_id AND e.id = i.episode_id AND e.state IN ('referred', 'triage')
   AND (SELECT true FROM casework.agency_check AS c
         WHERE c.episode_id = i.episode_id AND c.result IS NULL LIMIT 1);

-- name: agency_check_meeting_visible(meeting_id uuid)
SELECT m.id FROM casework.meeting AS m WHERE m.id = :meeting_id;

-- name: agency_check_list_of_meeting(meeting_id uuid)
WITH page AS MATERIALIZED (
    SELECT c.id, i.position, c.due_on, c.object
      FROM casework.agenda_item AS i
     CROSS JOIN LATERAL (
           SELECT o.id, o.due_on, o.object FROM casework.agency_check_object AS o
            WHERE o.episode_id = i.episode_id AND o.person_id = i.person_id
              AND (o.meeting_id = i.meeting_id OR o.result IS NULL) OFFSET 0) AS c
     WHERE i.meeting_id = :meeting_id),
logged AS MATERIALIZED (SELECT audit.record_list('list', 'agency_check', array_agg(page.id)) FROM page)
SELECT page.object, jsonb_build_array(page.position, page.due_on, page.id) FROM page, logged
 ORDER BY page.position, page.due_on, page.id;

-- name: agency_check_list_of_episode(episode_id uuid)
WITH page AS MATERIALIZED (
    SELECT c.id, c.due_on, c.object FROM casework.agency_check_object AS c WHERE c.episode_id = :episode_id),
logged AS MATERIALIZED (SELECT audit.record_list('list', 'agency_check', array_agg(page.id)) FROM page)
SELECT page.object, jsonb_build_array(page.due_on, page.id) FROM page, logged
 ORDER BY page.due_on DESC, page.id DESC;

-- Open ones, soonest due first: of the spoke, or of the reader's own agency.
-- name: agency_check_list_open(spoke text, mine boolean, overdue boolean, after jsonb, limit integer)
-- plan: seq scan on spoke, five rows
WITH page AS MATERIALIZED (
    SELECT c.id, c.due_on FROM reference.spoke AS s
     CROSS JOIN LATERAL (
           SELECT x.id, x.due_on FROM casework.agency_check AS x
            WHERE x.spoke_id = s.id AND x.result IS NULL AND NOT casework.has_died(x.person_id)
              AND (:mine::boolean IS NOT TRUE OR x.agency_id = access.my_agency())
              AND (:overdue::boolean IS NOT TRUE OR x.due_on < access.today())
              AND (:after::jsonb IS NULL OR (x.due_on, x.id)
                   > ((:after::jsonb ->> 0)::date, (:after::jsonb ->> 1)::uuid))
            ORDER BY x.due_on, x.id LIMIT :limit) AS c
     WHERE s.id = ANY (access.spokes_with('meeting.read'))
       AND (:spoke::text IS NULL OR s.id = reference.spoke_id(:spoke))
     ORDER BY c.due_on, c.id LIMIT :limit),
logged AS MATERIALIZED (SELECT audit.record_list('list', 'agency_check', array_agg(page.id)) FROM page)
SELECT o.object, jsonb_build_array(page.due_on, page.id)
  FROM logged, page JOIN casework.agency_check_object AS o ON o.id = page.id
 ORDER BY page.due_on, page.id;

-- Answered ones, latest first.
-- name: agency_check_list_answered(spoke text, mine boolean, after jsonb, limit integer)
-- plan: seq scan on spoke, five rows
WITH page AS MATERIALIZED (
    SELECT c.id, c.answered_at FROM reference.spoke AS s
     CROSS JOIN LATERAL (
           SELECT x.id, x.answered_at FROM casework.agency_check AS x
            WHERE x.spoke_id = s.id AND x.result IS NOT NULL
              AND (:mine::boolean IS NOT TRUE OR x.agency_id = access.my_agency())
              AND (:after::jsonb IS NULL OR (x.answered_at, x.id)
                   < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
            ORDER BY x.answered_at DESC, x.id DESC LIMIT :limit) AS c
     WHERE s.id = ANY (access.spokes_with('meeting.read'))
       AND (:spoke::text IS NULL OR s.id = reference.spoke_id(:spoke))
     ORDER BY c.answered_at DESC, c.id DESC LIMIT :limit),
logged AS MATERIALIZED (SELECT audit.record_list('list', 'agency_check', array_agg(page.id)) FROM page)
SELECT o.object, jsonb_build_array(page.answered_at, page.id)
  FROM logged, page JOIN casework.agency_check_object AS o ON o.id = page.id
 ORDER BY page.answered_at DESC, page.id DESC;

-- name: agency_check_load(id uuid)
SELECT c.object, c.version, audit.record('view', 'agency_check', c.id, c.person_id, c.spoke_id, NULL)
  FROM casework.agency_check_object AS c WHERE c.id = :id;

-- name: agency_check_answer(id uuid, version integer, result text, said text)
UPDATE casework.agency_check SET result = :result, text = :said WHERE id = :id AND version = :version;

-- It was asked by mistake. The guard knows whether the reader may.
-- name: agency_check_withdraw(id uuid, version integer, reason text, note text)
UPDATE casework.agency_check SET result = 'withdrawn', withdrawn_reason = :reason, withdrawn_note = :note
 WHERE id = :id AND version = :version;

-- name: agency_check_chase(id uuid, version integer)
UPDATE casework.agency_check SET chased_on = access.today(), chased_count = chased_count + 1
 WHERE id = :id AND version = :version;
