-- Meetings of some 25 young people each, two discussions a person (the
-- second of every :talks_of-th), with a decision and an action.
SET session_replication_role = replica;

INSERT INTO casework.meeting_series (id, spoke_id, name, type, cadence_days)
SELECT series, id, 'Operational Partnership meeting', 'operational_panel', 28 FROM bench.spoke;

-- Which meeting a person comes to: those that began together sit together.
CREATE UNLOGGED TABLE bench.seat AS
SELECT p.n, k, md5(concat_ws(' ', 'item', p.n, k))::uuid AS item_id, md5(concat_ws(' ', 'talk', p.n, k))::uuid AS talk_id,
       md5(concat_ws(' ', 'meeting', p.spoke_id, k, p.place / 25))::uuid AS meeting_id,
       p.began + k * interval '28 days' AS at
  FROM (SELECT n, spoke_id, began, row_number() OVER (PARTITION BY spoke_id ORDER BY began) - 1 AS place
          FROM bench.person) AS p,
       generate_series(1, 2) AS k
 WHERE k = 1 OR n % :talks_of = 0;

INSERT INTO casework.meeting (id, spoke_id, series_id, type, title, starts_at, chair_user_id, state,
    signed_off_at, signed_off_by, created_at, created_by, updated_at)
SELECT s.meeting_id, p.spoke_id, p.series, 'operational_panel', 'Operational Partnership meeting', max(s.at),
       p.chair, 'distributed', max(s.at) + interval '7 days', p.chair, min(s.at), p.chair, max(s.at) + interval '8 days'
  FROM bench.seat s
  JOIN (SELECT b.n, b.spoke_id, b.series, x.workers[1] AS chair
          FROM bench.person b JOIN bench.spoke x ON x.id = b.spoke_id) AS p USING (n)
 GROUP BY s.meeting_id, p.spoke_id, p.series, p.chair;

-- Who had a chair at them: five agencies, one in six of them away.
INSERT INTO casework.meeting_attendance (spoke_id, meeting_id, agency_id, name, attendance)
SELECT m.spoke_id, m.id, a.id, 'A colleague', CASE (k + a.id) % 6 WHEN 0 THEN 'apologies' ELSE 'present' END
  FROM (SELECT *, row_number() OVER (ORDER BY id) AS k FROM casework.meeting) AS m
  JOIN (SELECT id FROM reference.agency ORDER BY id LIMIT 5) AS a ON :seated;

INSERT INTO casework.agenda_item (id, spoke_id, meeting_id, person_id, episode_id, kind, position, created_at, created_by)
SELECT s.item_id, p.spoke_id, s.meeting_id, p.id, p.episode_id, CASE s.k WHEN 1 THEN 'new' ELSE 'review' END,
       1, s.at - interval '7 days', p.worker
  FROM bench.seat s JOIN bench.person p USING (n);

INSERT INTO casework.discussion (id, spoke_id, meeting_id, agenda_item_id, person_id, episode_id, happened_at,
    summary, strengths, contexts, risk_before, risk_after, created_at, created_by, updated_at)
SELECT s.talk_id, p.spoke_id, s.meeting_id, s.item_id, p.id, p.episode_id, m.starts_at,
       bench.text(p.n + s.k, 160), bench.text(p.n, 60), '{peer}', 'medium', 'medium', m.starts_at, p.worker, m.starts_at
  FROM bench.seat s JOIN bench.person p USING (n) JOIN casework.meeting m ON m.id = s.meeting_id;

INSERT INTO casework.discussion_decision (id, spoke_id, meeting_id, discussion_id, person_id, decision, created_at, created_by)
SELECT gen_random_uuid(), p.spoke_id, s.meeting_id, s.talk_id, p.id,
       CASE s.k WHEN 1 THEN 'accept_active_monitoring' ELSE 'keep_monitoring' END, s.at, p.worker
  FROM bench.seat s JOIN bench.person p USING (n);

INSERT INTO casework.action (id, spoke_id, person_id, episode_id, meeting_id, discussion_id, description,
    owner_agency_id, owner_user_id, due_on, state, done_on, created_at, created_by, updated_at)
SELECT md5(concat_ws(' ', 'action', p.n, s.k))::uuid, p.spoke_id, p.id, p.episode_id, s.meeting_id, s.talk_id,
       bench.text(p.n + s.k * 3, 70), p.hub, p.worker, (s.at + interval '14 days')::date,
       CASE WHEN s.k = 1 OR p.closed THEN 'done' ELSE 'open' END,
       CASE WHEN s.k = 1 OR p.closed THEN (s.at + interval '12 days')::date END, s.at, p.worker, s.at
  FROM bench.seat s JOIN bench.person p USING (n);

INSERT INTO casework.state_change (machine, subject_id, spoke_id, person_id, episode_id, verb, from_state,
    to_state, at, by_user, agency_id)
SELECT 'action', md5(concat_ws(' ', 'action', p.n, s.k))::uuid, p.spoke_id, p.id, p.episode_id, m.verb, m.was,
       m.is_now, s.at + m.after, p.worker, p.hub
  FROM bench.seat s JOIN bench.person p USING (n)
 CROSS JOIN (VALUES ('set', NULL, 'open', interval '0'), ('complete', 'open', 'done', interval '12 days'))
       AS m(verb, was, is_now, after)
 WHERE m.verb = 'set' OR s.k = 1 OR p.closed;
