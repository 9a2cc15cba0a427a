-- The lists of a spoke's work as rows of a file: the caseload, referrals,
-- actions, allocations. Each row says how wide the table is in
-- server/sheet/routes.c; each young person in a file has a row of the access
-- log that says why it was taken. One row more than a file may hold is asked for.

-- No row: the spoke is not the reader's.
-- name: sheet_open(spoke text, reason text)
SELECT set_config('throughline.purpose', :reason, true)
 WHERE :spoke::text IS NULL OR reference.spoke_id(:spoke) = ANY (access.spokes_with('list.take'));

-- name: sheet_people(spoke text, state text, risk text, mine boolean, ending text)
WITH page AS MATERIALIZED (
    SELECT e.*, p.display_name, p.born_on, p.born_precision, casework.has_died(p.id) AS died,
           p.contact_safety IS NOT NULL OR 'no' IN (p.safe_to_phone, p.safe_to_text, p.safe_to_voicemail,
               p.safe_to_write) AS take_care
      FROM casework.episode AS e JOIN casework.person AS p ON p.id = e.person_id
     WHERE e.spoke_id = ANY (access.spokes_with('list.take'))
       AND (:spoke::text IS NULL OR e.spoke_id = reference.spoke_id(:spoke))
       AND CASE WHEN :state::text IS NULL THEN e.state <> 'closed' ELSE :state IN (e.state, 'all') END
       AND (:risk::text IS NULL OR e.risk_level = :risk)
       AND (NOT coalesce(:mine, false) OR e.lead_user_id = access.me())
     ORDER BY p.display_name, e.reference LIMIT 20001),
logged AS MATERIALIZED (
    SELECT audit.record('export', 'person', o.person_id, o.person_id, o.spoke_id,
                        jsonb_build_object('list', 'people', 'as', :ending::text))
      FROM (SELECT DISTINCT person_id, spoke_id FROM page) AS o),
taken AS MATERIALIZED (
    SELECT audit.record('export', 'list', NULL, NULL, reference.spoke_id(:spoke), jsonb_build_object(
               'list', 'people', 'as', :ending::text, 'rows', (SELECT count(*) FROM page),
               'people', (SELECT count(*) FROM logged))))
SELECT e.display_name, casework.born_words(e.born_on, e.born_precision),
       CASE WHEN e.born_precision IN ('exact', 'month') THEN date_part('year', age(access.today(), e.born_on))::text END,
       e.reference, spoke.name, casework.code_words(e.state), risk.label, e.opened_on::text, e.closed_on::text,
       coalesce(lead.name, e.lead_professional), seen.last_on::text, (access.today() - seen.last_on)::text,
       e.next_review_on::text,
       CASE WHEN e.state <> 'closed' AND NOT e.died AND e.next_review_on < access.today() THEN 'Overdue' END,
       CASE WHEN e.died THEN 'Has died' WHEN e.take_care THEN 'Read contact safety first' END
  FROM taken CROSS JOIN page AS e
  JOIN reference.spoke AS spoke ON spoke.id = e.spoke_id
  LEFT JOIN reference.risk_level AS risk ON risk.code = e.risk_level
  LEFT JOIN access.user_account AS lead ON lead.id = e.lead_user_id
 CROSS JOIN LATERAL (
       SELECT (greatest(
           (SELECT max(c.happened_at) FROM casework.contact AS c
             WHERE c.person_id = e.person_id AND c.seen AND c.in_error_at IS NULL),
           (SELECT max(s.planned_at) FROM casework.session AS s
             WHERE s.person_id = e.person_id AND s.attendance IN ('attended', 'part', 'late')))
           AT TIME ZONE 'Europe/London')::date AS last_on) AS seen
 ORDER BY e.display_name, e.reference;

-- name: sheet_referrals(spoke text, state text, mine boolean, ending text)
WITH page AS MATERIALIZED (
    SELECT r.*, coalesce(p.display_name, concat_ws(' ', r.given_name, r.family_name)) AS shown_name,
           CASE WHEN p.born_on IS NULL THEN casework.born_words(r.born_on, r.born_precision)
                ELSE casework.born_words(p.born_on, p.born_precision) END AS shown_born
      FROM casework.referral AS r LEFT JOIN casework.person AS p ON p.id = r.person_id
     WHERE r.spoke_id = ANY (access.spokes_with('list.take')) AND r.state <> 'draft'
       AND (:spoke::text IS NULL OR r.spoke_id = reference.spoke_id(:spoke))
       AND (:state::text IS NULL OR r.state = ANY (CASE :state
               WHEN 'open' THEN '{submitted,in_triage,information_requested}'::text[]
               WHEN 'decided' THEN '{accepted_to_panel,extraordinary_meeting,straight_to_intervention,added_to_episode,redirected,declined,duplicate,out_of_area}'
               ELSE ARRAY[:state] END))
       AND (NOT coalesce(:mine, false) OR r.referred_by = access.me())
     ORDER BY r.submitted_at DESC, r.id LIMIT 20001),
logged AS MATERIALIZED (
    SELECT audit.record('export', 'referral', o.id, o.person_id, o.spoke_id,
                        jsonb_build_object('list', 'referrals', 'as', :ending::text))
      FROM page AS o),
taken AS MATERIALIZED (
    SELECT audit.record('export', 'list', NULL, NULL, reference.spoke_id(:spoke), jsonb_build_object(
               'list', 'referrals', 'as', :ending::text, 'rows', (SELECT count(*) FROM logged))))
SELECT r.reference, r.shown_name, r.shown_born, spoke.name,
       (SELECT k.label FROM casework.referral_concern AS c JOIN reference.concern AS k ON k.code = c.concern
         WHERE c.referral_id = r.id ORDER BY c.position LIMIT 1),
       urgency.label, source.label, agency.name,
       (r.submitted_at AT TIME ZONE 'Europe/London')::date::text, casework.code_words(r.state),
       (r.decided_at AT TIME ZONE 'Europe/London')::date::text,
       coalesce(decline.label, redirect.label)
  FROM taken CROSS JOIN page AS r
  JOIN reference.spoke AS spoke ON spoke.id = r.spoke_id
  LEFT JOIN reference.urgency AS urgency ON urgency.code = r.urgency
  LEFT JOIN reference.referral_source AS source ON source.code = r.source
  LEFT JOIN reference.agency AS agency ON agency.id = r.agency_id
  LEFT JOIN reference.referral_decline_reason AS decline ON decline.code = r.decline_reason
  LEFT JOIN reference.referral_redirect AS redirect ON redirect.code = r.redirected_to
 ORDER BY r.submitted_at DESC, r.id;

-- name: sheet_actions(spoke text, state text, agency text, mine boolean, overdue boolean, ending text)
WITH page AS MATERIALIZED (
    SELECT a.*, p.display_name, e.reference
      FROM casework.action AS a
      LEFT JOIN casework.person AS p ON p.id = a.person_id
      LEFT JOIN casework.episode AS e ON e.id = a.episode_id
     WHERE a.spoke_id = ANY (access.spokes_with('list.take'))
       AND (:spoke::text IS NULL OR a.spoke_id = reference.spoke_id(:spoke))
       AND CASE WHEN :state::text IS NULL THEN a.state IN ('open', 'in_progress') ELSE :state IN (a.state, 'all') END
       AND (:agency::text IS NULL OR a.owner_agency_id = reference.agency_id(:agency))
       AND (NOT coalesce(:mine, false) OR a.owner_user_id = access.me())
       AND (NOT coalesce(:overdue, false) OR a.due_on < access.today() AND a.state IN ('open', 'in_progress'))
     ORDER BY a.due_on, a.id LIMIT 20001),
logged AS MATERIALIZED (
    SELECT audit.record('export', 'action', o.id, o.person_id, o.spoke_id,
                        jsonb_build_object('list', 'actions', 'as', :ending::text))
      FROM page AS o),
taken AS MATERIALIZED (
    SELECT audit.record('export', 'list', NULL, NULL, reference.spoke_id(:spoke), jsonb_build_object(
               'list', 'actions', 'as', :ending::text, 'rows', (SELECT count(*) FROM logged))))
SELECT a.display_name, a.reference, spoke.name, a.description, coalesce(owner.name, a.owner_name), agency.name,
       priority.label, a.due_on::text, casework.code_words(a.state),
       CASE WHEN a.state IN ('open', 'in_progress') AND a.due_on < access.today() THEN 'Overdue' END,
       a.carried_forward::text, a.done_on::text
  FROM taken CROSS JOIN page AS a
  JOIN reference.spoke AS spoke ON spoke.id = a.spoke_id
  LEFT JOIN access.user_account AS owner ON owner.id = a.owner_user_id
  LEFT JOIN reference.agency AS agency ON agency.id = a.owner_agency_id
  LEFT JOIN reference.action_priority AS priority ON priority.code = a.priority
 ORDER BY a.due_on, a.id;

-- name: sheet_allocations(spoke text, state text, mine boolean, ending text)
WITH page AS MATERIALIZED (
    SELECT l.*, p.display_name, e.reference
      FROM casework.allocation AS l
      JOIN casework.person AS p ON p.id = l.person_id
      LEFT JOIN casework.episode AS e ON e.id = l.episode_id
     WHERE l.spoke_id = ANY (access.spokes_with('list.take'))
       AND (:spoke::text IS NULL OR l.spoke_id = reference.spoke_id(:spoke))
       AND CASE WHEN :state::text IS NULL THEN l.ended_on IS NULL ELSE :state IN (l.state, 'all') END
       AND (NOT coalesce(:mine, false) OR l.worker_user_id = access.me())
     ORDER BY p.display_name, l.proposed_on, l.id LIMIT 20001),
logged AS MATERIALIZED (
    SELECT audit.record('export', 'allocation', o.id, o.person_id, o.spoke_id,
                        jsonb_build_object('list', 'allocations', 'as', :ending::text))
      FROM page AS o),
taken AS MATERIALIZED (
    SELECT audit.record('export', 'list', NULL, NULL, reference.spoke_id(:spoke), jsonb_build_object(
               'list', 'allocations', 'as', :ending::text, 'rows', (SELECT count(*) FROM logged))))
SELECT l.display_name, l.reference, spoke.name, i.name, provider.name, worker.name, casework.code_words(l.state),
       l.proposed_on::text, l.started_on::text, l.ended_on::text, ended.label, l.planned_sessions::text,
       (SELECT count(*) FROM casework.session AS s
         WHERE s.allocation_id = l.id AND s.attendance IN ('attended', 'part', 'late'))::text
  FROM taken CROSS JOIN page AS l
  JOIN reference.spoke AS spoke ON spoke.id = l.spoke_id
  JOIN casework.intervention AS i ON i.id = l.intervention_id
  LEFT JOIN reference.agency AS provider ON provider.id = l.provider_agency_id
  LEFT JOIN access.user_account AS worker ON worker.id = l.worker_user_id
  LEFT JOIN reference.exit_reason AS ended ON ended.code = l.exit_reason
 ORDER BY l.display_name, l.proposed_on, l.id;
