-- Actions people took away, and what waits for one: tasks. What an answer shows
-- is built by migrations/functions/32_work.sql.

-- What is left to do in a spoke, soonest due first.
-- name: action_list_open(spoke text, state text, agency text, overdue boolean, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT a.id, a.due_on, a.object, jsonb_build_array(a.due_on, a.id) AS cursor
      FROM casework.action_object AS a
     WHERE a.spoke_id = reference.spoke_id(:spoke) AND a.state IN ('open', 'in_progress')
       AND (:state::text IS NULL OR a.state = :state)
       AND (:agency::text IS NULL OR a.owner_agency_id = reference.agency_id(:agency))
       AND (:overdue::boolean IS NOT TRUE OR a.due_on < access.today())
       AND (:after::jsonb IS NULL OR (a.due_on, a.id)
            > ((:after::jsonb ->> 0)::date, (:after::jsonb ->> 1)::uuid))
     ORDER BY a.due_on, a.id
     LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'action', array_agg(id)) FROM page)
SELECT page.object, page.cursor FROM page, logged ORDER BY page.due_on, page.id;

-- What is left for the reader to do, wherever it is.
-- name: action_list_mine(spoke text, state text, agency text, overdue boolean, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT a.id, a.due_on, a.object, jsonb_build_array(a.due_on, a.id) AS cursor
      FROM casework.action_object AS a
     WHERE a.owner_user_id = access.me() AND a.state IN ('open', 'in_progress')
       AND (:spoke::text IS NULL OR a.spoke_id = reference.spoke_id(:spoke))
       AND (:state::text IS NULL OR a.state = :state)
       AND (:agency::text IS NULL OR a.owner_agency_id = reference.agency_id(:agency))
       AND (:overdue::boolean IS NOT TRUE OR a.due_on < access.today())
       AND (:after::jsonb IS NULL OR (a.due_on, a.id)
            > ((:after::jsonb ->> 0)::date, (:after::jsonb ->> 1)::uuid))
     ORDER BY a.due_on, a.id
     LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'action', array_agg(id)) FROM page)
SELECT page.object, page.cursor FROM page, logged ORDER BY page.due_on, page.id;

-- A spoke's actions in any state, latest due first.
-- name: action_list_all(spoke text, state text, mine boolean, agency text, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT a.id, a.due_on, a.object, jsonb_build_array(a.due_on, a.id) AS cursor
      FROM casework.action_object AS a
     WHERE a.spoke_id = reference.spoke_id(:spoke)
       AND (:state::text IS NULL OR a.state = :state)
       AND (:mine::boolean IS NOT TRUE OR a.owner_user_id = access.me())
       AND (:agency::text IS NULL OR a.owner_agency_id = reference.agency_id(:agency))
       AND (:after::jsonb IS NULL OR (a.due_on, a.id)
            < ((:after::jsonb ->> 0)::date, (:after::jsonb ->> 1)::uuid))
     ORDER BY a.due_on DESC, a.id DESC
     LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'action', array_agg(id)) FROM page)
SELECT page.object, page.cursor FROM page, logged ORDER BY page.due_on DESC, page.id DESC;

-- name: action_episode_required(id uuid)
SELECT casework.episode_required(:id);

-- An episode's actions: what is left to do first.
-- name: action_list_of_episode(id uuid)
WITH shown AS MATERIALIZED (
    SELECT a.id, a.due_on, a.state IN ('open', 'in_progress') AS left_to_do, a.object
      FROM casework.action_object AS a WHERE a.episode_id = :id),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'action', array_agg(id)) FROM shown)
SELECT shown.object FROM shown, logged
 ORDER BY shown.left_to_do DESC, CASE WHEN shown.left_to_do THEN shown.due_on END,
          shown.due_on DESC, shown.id;

-- One action and how it moved.
-- name: action_load(id uuid)
SELECT (a.object::jsonb || jsonb_build_object('history', (
           SELECT coalesce(jsonb_agg(jsonb_build_object('at', casework.instant(c.at),
                      'verb', c.verb, 'from', c.from_state, 'to', c.to_state,
                      'by', casework.colleague(c.by_user), 'reason', c.reason, 'note', c.note)
                      ORDER BY c.at DESC, c.id), '[]')
             FROM casework.state_change AS c
            WHERE c.subject_id = a.id AND c.machine = 'action')))::json,
       a.version, audit.record('view', 'action', a.id, a.person_id, a.spoke_id, NULL)
  FROM casework.action_object AS a WHERE a.id = :id;

-- An owner who is a user brings their agency.
-- name: action_create(id uuid, episode_id uuid, input jsonb)
INSERT INTO casework.action (id, spoke_id, person_id, episode_id, description, owner_agency_id,
    owner_user_id, owner_name, due_on, priority)
SELECT :id, e.spoke_id, e.person_id, e.id, i.description,
       coalesce(reference.agency_id(i.owner_agency, 'owner_agency'), u.agency_id), i.owner_user_id, i.owner_name,
       i.due_on, coalesce(i.priority, 'normal')
  FROM casework.episode AS e
 CROSS JOIN jsonb_to_record(:input) AS i(description text, owner_agency text, owner_user_id uuid,
       owner_name text, due_on date, priority text)
  LEFT JOIN access.user_account AS u ON u.id = i.owner_user_id
 WHERE e.id = :episode_id;

-- Given to another user, it goes to that user's agency unless said otherwise;
-- an owner who is a user needs no name beside.
-- name: action_update(id uuid, version integer, input jsonb)
UPDATE casework.action AS a SET
    description = CASE WHEN :input ? 'description' THEN :input ->> 'description' ELSE a.description END,
    owner_user_id = CASE WHEN :input ? 'owner_user_id' THEN (:input ->> 'owner_user_id')::uuid
                         WHEN :input ->> 'owner_name' IS NOT NULL THEN NULL ELSE a.owner_user_id END,
    owner_name = CASE WHEN :input ? 'owner_name' THEN :input ->> 'owner_name'
                      WHEN :input ->> 'owner_user_id' IS NOT NULL THEN NULL ELSE a.owner_name END,
    owner_agency_id = coalesce(reference.agency_id(:input ->> 'owner_agency', 'owner_agency'),
        (SELECT u.agency_id FROM access.user_account AS u
          WHERE u.id = (:input ->> 'owner_user_id')::uuid), a.owner_agency_id),
    due_on = CASE WHEN :input ? 'due_on' THEN (:input ->> 'due_on')::date ELSE a.due_on END,
    priority = CASE WHEN :input ? 'priority' THEN :input ->> 'priority' ELSE a.priority END
 WHERE a.id = :id AND a.version = :version;

-- The state machine decides whether it is possible.
-- name: action_move(id uuid, version integer, verb text, reason text, note text)
UPDATE casework.action AS a SET state = m.to_state, state_reason = :reason, state_note = :note,
       done_on = CASE WHEN m.to_state = 'done' THEN access.today() END
  FROM casework.state_move AS m
 WHERE a.id = :id AND a.version = :version
   AND m.machine = 'action' AND m.verb = :verb AND m.from_state = a.state;

-- ---- tasks: what waits for the reader, soonest due first ------------------------

-- Nothing of this is stored. Working days and periods are the spoke's settings.
-- name: action_tasks(after jsonb, limit integer)
WITH gone AS MATERIALIZED ( -- who left work behind where the reader shares it out
    SELECT w.spoke_id, w.who
      FROM (SELECT a.spoke_id, a.owner_user_id AS who FROM casework.action AS a
             WHERE a.spoke_id = ANY ((SELECT access.spokes_with('work.reassign'))::integer[])
               AND a.state IN ('open', 'in_progress') AND a.owner_user_id IS NOT NULL
            UNION
            SELECT e.spoke_id, e.lead_user_id FROM casework.episode AS e
             WHERE e.spoke_id = ANY ((SELECT access.spokes_with('work.reassign'))::integer[])
               AND e.state <> 'closed' AND e.lead_user_id IS NOT NULL) AS w
     WHERE casework.has_left(w.who, w.spoke_id)),
tasks AS (
    SELECT a.id, 'action' AS kind, a.description AS title, a.due_on, a.person_id,
           NULL::text AS said, '/actions/' || a.id AS href
      FROM casework.action AS a
     WHERE a.owner_user_id = access.me() AND a.state IN ('open', 'in_progress')
    UNION ALL
    SELECT r.id, 'referral_triage', 'Triage referral ' || r.reference, c.triage_due_on, r.person_id,
           concat_ws(' ', r.given_name, r.family_name), '/referrals/' || r.id
      FROM casework.referral AS r
      JOIN casework.referral_clock AS c ON c.referral_id = r.id
     WHERE r.state IN ('submitted', 'in_triage')
       AND r.spoke_id = ANY ((SELECT access.spokes_with('referral.triage'))::integer[])
    UNION ALL
    SELECT r.id, 'referral_question', 'Answer the question about referral ' || r.reference,
           casework.working_days_after((asked.at AT TIME ZONE 'Europe/London')::date,
               reference.setting_days(r.spoke_id, 'agency_check_working_days',
                                      (asked.at AT TIME ZONE 'Europe/London')::date)),
           r.person_id, concat_ws(' ', r.given_name, r.family_name), '/referrals/' || r.id
      FROM casework.referral AS r
     CROSS JOIN LATERAL (
           SELECT coalesce(max(x.at), r.updated_at) AS at FROM casework.state_change AS x
            WHERE x.subject_id = r.id AND x.verb = 'request_information') AS asked
     WHERE r.referred_by = access.me() AND r.state = 'information_requested'
    UNION ALL
    SELECT l.id, 'referrer_letter', 'Send the letter about referral ' || r.reference,
           casework.letter_due_on(l), l.person_id, concat_ws(' ', r.given_name, r.family_name), '/letters/' || l.id
      FROM casework.referral_letter AS l
      JOIN casework.referral AS r ON r.id = l.referral_id
     WHERE l.state = 'draft'
       AND l.spoke_id = ANY ((SELECT access.spokes_with('referral.triage'))::integer[])
       AND NOT EXISTS (SELECT FROM casework.person AS p WHERE p.id = l.person_id AND p.died_on IS NOT NULL)
    UNION ALL
    SELECT e.id, 'episode_review', 'Review ' || e.reference, e.next_review_on, e.person_id,
           NULL, '/episodes/' || e.id
      FROM casework.episode AS e
     WHERE e.lead_user_id = access.me() AND e.state <> 'closed'
       AND e.next_review_on <= access.today() + 7
    UNION ALL -- nobody leads it: whoever shares out the work is told
    SELECT e.id, 'episode_review', 'Review ' || e.reference, e.next_review_on, e.person_id,
           NULL, '/episodes/' || e.id
      FROM casework.episode AS e
     WHERE e.lead_user_id IS NULL AND e.state <> 'closed' AND e.next_review_on < access.today()
       AND e.spoke_id = ANY ((SELECT access.spokes_with('work.reassign'))::integer[])
    UNION ALL
    SELECT a.id, 'action_chase', 'Chase with ' || g.name || ': ' || a.description, a.due_on,
           a.person_id, NULL, '/actions/' || a.id
      FROM gone JOIN casework.action AS a ON a.owner_user_id = gone.who AND a.spoke_id = gone.spoke_id
      JOIN reference.agency AS g ON g.id = a.owner_agency_id
     WHERE a.state IN ('open', 'in_progress')
    UNION ALL
    SELECT e.id, 'episode_lead', 'Name a new lead for ' || e.reference, access.today(), e.person_id,
           NULL, '/team/work?user_id=' || gone.who
      FROM gone JOIN casework.episode AS e ON e.lead_user_id = gone.who AND e.spoke_id = gone.spoke_id
     WHERE e.state <> 'closed'
    UNION ALL -- the hub's audits: to answer, to act on and, for the hub, to end
    SELECT a.id, 'audit_answer', 'Answer the audit of a journey', casework.audit_answer_due(a.spoke_id, a.sent_at),
           NULL, NULL, '/audits/' || a.id
      FROM casework.journey_audit AS a
     WHERE a.state = 'with_spoke'
       AND a.spoke_id = ANY ((SELECT access.spokes_with('journey_audit.respond'))::integer[])
    UNION ALL
    SELECT x.id, 'audit_action', x.description, x.due_on, NULL, NULL, '/audits/' || x.audit_id
      FROM casework.journey_audit_action AS x
      JOIN casework.journey_audit AS a ON a.id = x.audit_id
     WHERE x.state = 'open' AND x.owner_user_id = access.me()
    UNION ALL -- nobody named: the coordinator
    SELECT x.id, 'audit_action', x.description, x.due_on, NULL, NULL, '/audits/' || x.audit_id
      FROM unnest(access.spokes_with('journey_audit.respond')) AS mine(spoke_id)
      JOIN casework.journey_audit_action AS x ON x.spoke_id = mine.spoke_id AND x.state = 'open'
      JOIN casework.journey_audit AS a ON a.id = x.audit_id
     WHERE x.owner_user_id IS NULL
    UNION ALL
    SELECT a.id, 'audit_close', 'Close or take back audit ' || a.pseudonym,
           casework.working_days_after(casework.london_day(a.responded_at), 5), NULL, NULL, '/hub/audits/' || a.id
      FROM casework.journey_audit AS a
     WHERE a.state = 'responded'
       AND a.spoke_id = ANY ((SELECT access.spokes_with('journey_audit.write'))::integer[])
    UNION ALL -- six months before, so that the next service is found in time
    SELECT e.id, 'turning_' || b.years, 'Turns ' || b.years || ': plan what comes next', b.day,
           e.person_id, NULL, '/episodes/' || e.id
      FROM (SELECT o.id, o.person_id FROM casework.episode AS o
             WHERE o.lead_user_id = access.me() AND o.state <> 'closed'
            UNION ALL
            SELECT o.id, o.person_id FROM casework.episode AS o
             WHERE o.lead_user_id IS NULL AND o.state <> 'closed'
               AND o.spoke_id = ANY ((SELECT access.spokes_with('work.reassign'))::integer[])) AS e
     CROSS JOIN LATERAL (SELECT p.born_on FROM casework.person AS p
                          WHERE p.id = e.person_id AND p.born_precision IN ('exact', 'month') OFFSET 0) AS p
     CROSS JOIN LATERAL (SELECT y.years, (p.born_on + make_interval(years => y.years))::date AS day
                           FROM (VALUES (18), (25)) AS y(years)) AS b
     WHERE b.day BETWEEN access.today() AND (access.today() + interval '6 months')::date
    UNION ALL
    SELECT e.id, 'closed_outcome', 'Closed without outcomes: ' || e.reference, e.closed_on + 14,
           e.person_id, NULL, '/episodes/' || e.id || '/work'
      FROM casework.episode AS e
     WHERE e.lead_user_id = access.me() AND e.state = 'closed' AND NOT e.outcomes_recorded
       AND e.closed_on > access.today() - 90
       AND NOT EXISTS (SELECT FROM casework.outcome AS o WHERE o.episode_id = e.id AND o.value IS NOT NULL)
    UNION ALL
    SELECT m.id, 'meeting_minutes', CASE m.state WHEN 'in_progress' THEN 'Finish the meeting: '
               WHEN 'minutes_draft' THEN 'Check the minutes: ' ELSE 'Sign off the minutes: ' END || m.title,
           casework.working_days_after((m.starts_at AT TIME ZONE 'Europe/London')::date,
               reference.setting_days(m.spoke_id, 'referrer_told_working_days',
                                      (m.starts_at AT TIME ZONE 'Europe/London')::date)),
           NULL, NULL, '/meetings/' || m.id || CASE m.state WHEN 'in_progress' THEN '/run' ELSE '' END
      FROM casework.meeting AS m
     -- A meeting without a chair is everybody's who could write its minutes.
     WHERE (m.chair_user_id = access.me()
            OR m.chair_user_id IS NULL AND m.starts_at > now() - interval '90 days'
               AND m.spoke_id = ANY ((SELECT access.spokes_with('meeting.write'))::integer[]))
       AND (m.state IN ('minutes_draft', 'minutes_checked')
            OR m.state = 'in_progress' AND m.starts_at < now() - interval '12 hours')
    UNION ALL
    SELECT c.id, 'agency_check', 'Answer an agency check',
           c.due_on, NULL, casework.check_subject(c.id) ->> 'name', '/checks'
      FROM casework.agency_check AS c
     WHERE c.result IS NULL AND c.agency_id = access.my_agency() AND NOT casework.has_died(c.person_id)
       AND c.spoke_id = ANY ((SELECT access.spokes_with('meeting.contribute'))::integer[])
    UNION ALL
    SELECT c.id, 'agency_check_chase', 'Chase ' || g.name || ' for its agency check',
           coalesce(casework.working_days_after(c.chased_on, 2), c.due_on), c.person_id, NULL, '/checks?overdue=true'
      FROM casework.agency_check AS c JOIN reference.agency AS g ON g.id = c.agency_id
     WHERE c.result IS NULL AND c.due_on < access.today()
       AND coalesce(casework.working_days_after(c.chased_on, 2), c.due_on) < access.today()
       AND c.spoke_id = ANY ((SELECT access.spokes_with('meeting.write'))::integer[])
    UNION ALL
    SELECT s.id, 'session_log', 'Log the session of ' || i.name,
           (s.planned_at AT TIME ZONE 'Europe/London')::date, s.person_id, NULL,
           '/allocations/' || s.allocation_id
      FROM casework.session AS s
      JOIN casework.allocation AS a ON a.id = s.allocation_id
      JOIN casework.intervention AS i ON i.id = a.intervention_id
     WHERE s.happened IS NULL AND s.planned_at < now()
       AND (s.provider_agency_id = access.provider_agency()
            OR access.me() IN (s.worker_user_id, a.worker_user_id))
    UNION ALL
    SELECT a.id, 'allocation_offer', 'Answer the offer of ' || i.name,
           casework.working_days_after(a.offered_on,
               reference.setting_days(a.spoke_id, 'first_contact_working_days', a.offered_on)),
           a.person_id, NULL, '/allocations/' || a.id
      FROM casework.allocation AS a
      JOIN casework.intervention AS i ON i.id = a.intervention_id
     WHERE a.state = 'offered' AND a.provider_agency_id = access.provider_agency()
    UNION ALL -- for those who deliver, and whoever leads
    SELECT a.id, 'place_free', 'A place is free: ' || i.name, access.today(), a.person_id, NULL,
           '/allocations/' || a.id
      FROM casework.allocation AS a
      JOIN casework.intervention AS i ON i.id = a.intervention_id
     WHERE a.waiting_since IS NOT NULL AND i.capacity IS NOT NULL
       AND (a.provider_agency_id = access.provider_agency()
            OR EXISTS (SELECT FROM casework.episode AS e WHERE e.id = a.episode_id AND e.lead_user_id = access.me()))
       AND (casework.waiting_line(a.id) ->> 'place_free')::boolean
    UNION ALL
    SELECT d.allocation_id, 'outcome_log', p.label || ' outcomes: ' || i.name, d.due_on, d.person_id, NULL,
           '/allocations/' || d.allocation_id || '/outcomes/new?point=' || d.point
      FROM casework.outcomes_due(NULL, true) AS d
      JOIN casework.intervention AS i ON i.id = d.intervention_id
      JOIN reference.outcome_point AS p ON p.code = d.point
    UNION ALL
    SELECT t.id, 'transfer_answer', 'Answer the transfer offered by ' || s.name,
           casework.working_days_after((t.created_at AT TIME ZONE 'Europe/London')::date, 5),
           NULL, t.person_name, '/transfers/' || t.id
      FROM casework.transfer AS t JOIN reference.spoke AS s ON s.id = t.spoke_id
     WHERE t.state = 'offered' AND NOT casework.has_died(t.person_id)
       AND t.to_spoke_id = ANY ((SELECT access.spokes_with('transfer.answer'))::integer[])
    UNION ALL
    SELECT t.id, 'transfer_settle', 'Settle what is open before the transfer to ' || s.name,
           casework.working_days_after((t.created_at AT TIME ZONE 'Europe/London')::date, 5),
           t.person_id, NULL, '/transfers/' || t.id
      FROM casework.transfer AS t JOIN reference.spoke AS s ON s.id = t.to_spoke_id
     WHERE t.state = 'offered' AND t.created_by = access.me()
       AND (EXISTS (SELECT FROM casework.action AS a
                     WHERE a.episode_id = t.episode_id AND a.state IN ('open', 'in_progress'))
            OR EXISTS (SELECT FROM casework.allocation AS a
                        WHERE a.episode_id = t.episode_id AND a.ended_on IS NULL))
    UNION ALL
    SELECT c.id, 'contact_follow_up', left(c.follow_up, 200), c.follow_up_on, c.person_id,
           coalesce((SELECT casework.identified_name(i) FROM casework.identified AS i
                      WHERE i.id = c.identified_id), c.school), '/contacts/' || c.id
      FROM casework.contact AS c
     WHERE c.officer_id = access.me() AND c.follow_up_on IS NOT NULL
       AND c.follow_up_done_on IS NULL AND c.in_error_at IS NULL),
page AS MATERIALIZED (
    SELECT t.id, t.kind, t.due_on, json_build_object('id', t.id, 'kind', t.kind, 'title', t.title,
               'due_on', t.due_on, 'person_id', t.person_id,
               'person_name', coalesce((SELECT p.display_name FROM casework.person AS p
                                         WHERE p.id = t.person_id), t.said),
               'href', t.href, 'overdue', t.due_on < access.today(),
               'group', CASE WHEN t.due_on < access.today() THEN 'overdue'
                             WHEN t.due_on = access.today() THEN 'today'
                             WHEN t.due_on <= access.today() + 7 THEN 'this_week'
                             ELSE 'later' END) AS item,
           jsonb_build_array(t.due_on, t.id) AS cursor
      FROM tasks AS t
     WHERE (t.person_id IS NULL OR NOT casework.has_died(t.person_id))
       AND (:after::jsonb IS NULL OR (t.due_on, t.id)
            > ((:after::jsonb ->> 0)::date, (:after::jsonb ->> 1)::uuid))
     ORDER BY t.due_on, t.id
     LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'task', array_agg(id)) FROM page)
SELECT page.item, page.cursor FROM page, logged ORDER BY page.due_on, page.id;

-- What others did since the reader was last here (where their session before the
-- latest one ended; a fortnight back at most): to episodes they lead, referrals
-- they made and actions they own.
-- name: action_changes(limit integer)
WITH here AS MATERIALIZED (
    SELECT greatest(coalesce(max(before.seen_at), now() - interval '7 days'),
                    now() - interval '14 days') AS since
      FROM (SELECT s.seen_at FROM access.session AS s WHERE s.user_id = access.me() AND s.job_id IS NULL
             ORDER BY s.started_at DESC OFFSET 1 LIMIT 1) AS before),
moved AS (
    SELECT c.* FROM here, casework.episode AS e
      JOIN casework.state_change AS c ON c.person_id = e.person_id
     WHERE e.lead_user_id = access.me() AND e.state <> 'closed'
       AND c.machine IN ('episode', 'allocation', 'action') AND c.at > here.since
    UNION
    SELECT c.* FROM here, casework.referral AS r
      JOIN casework.state_change AS c ON c.subject_id = r.id
     WHERE r.referred_by = access.me() AND r.updated_at > here.since AND c.at > here.since
    UNION
    SELECT c.* FROM here, casework.action AS a
      JOIN casework.state_change AS c ON c.subject_id = a.id
     WHERE a.owner_user_id = access.me() AND a.updated_at > here.since AND c.at > here.since),
page AS MATERIALIZED (
    SELECT c.id, c.at, c.subject_id, json_build_object('id', c.id, 'at', casework.instant(c.at),
               'kind', c.machine, 'title', t.label, 'who', casework.colleague(c.by_user) ->> 'name',
               'person_id', p.id, 'person_name', coalesce(p.display_name, ( -- as their referrer named them
                   SELECT coalesce(nullif(concat_ws(' ', r.given_name, r.family_name), ''), r.known_as, r.reference)
                     FROM casework.referral AS r WHERE c.machine = 'referral' AND r.id = c.subject_id)),
               'href', '/' || c.machine || 's/' || c.subject_id) AS item
      FROM moved AS c
      JOIN reference.term AS t ON t.vocabulary = 'move_' || c.machine AND t.code = c.verb
      LEFT JOIN casework.person AS p ON p.id = c.person_id
     WHERE c.by_user IS DISTINCT FROM access.me()
     ORDER BY c.at DESC, c.id DESC
     LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'change', array_agg(subject_id)) FROM page)
SELECT json_build_object('since', casework.instant(here.since), 'items', (
           SELECT coalesce(json_agg(page.item ORDER BY page.at DESC, page.id DESC), '[]') FROM page))
  FROM here, logged;
