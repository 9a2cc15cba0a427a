-- How each came in, their episode and what was offered them; and every move of
-- these state machines. Each has one referral accepted to panel; every fourth
-- person (or so: the shape says) a second one that is still in triage.
SET session_replication_role = replica;

INSERT INTO casework.referral (id, spoke_id, reference, state, person_id, given_name, family_name, born_on,
    born_precision, sex, school, source, referred_by, agency_id, concern_on, urgency, narrative, risk_to,
    family_informed, support_agreement, sharing_gateway, submitted_at, decided_at,
    created_at, created_by, updated_at)
SELECT p.referral_id, p.spoke_id, p.prefix || '-' || to_char(p.began, 'YY') || '-' || lpad(p.n::text, 7, '0'),
       'accepted_to_panel', p.id, p.given_name, p.family_name, p.born_on, 'exact', 'male', 'Long Meadow Academy',
       'police_eit', p.officer, p.police, p.began::date - 2, CASE p.n % 8 WHEN 0 THEN 'urgent' ELSE 'standard' END,
       bench.text(p.n, 180), bench.text(p.n + 1, 60), 'informed', 'agreed', 'pcsc_2022', p.began,
       p.began + interval '2 days', p.began, p.officer, p.began + interval '2 days'
  FROM bench.person p
UNION ALL
SELECT md5('second ' || p.n)::uuid, p.spoke_id, p.prefix || '-' || to_char(now(), 'YY') || '-' || lpad((5000000 + p.n)::text, 7, '0'),
       CASE p.n % 3 WHEN 0 THEN 'submitted' ELSE 'in_triage' END, p.id, p.given_name, p.family_name, p.born_on,
       'exact', 'male', 'Long Meadow Academy', 'school', p.worker, p.hub, current_date - 40, 'standard',
       bench.text(p.n + 2, 180), NULL, 'informed', 'agreed', 'pcsc_2022', now() - (p.n % 30000) * interval '2 minutes',
       NULL, now() - interval '60 days', p.worker, now() - (p.n % 30000) * interval '2 minutes'
  FROM bench.person p WHERE p.n % :second = 3;

INSERT INTO casework.referral_concern (referral_id, position, concern, is_primary)
SELECT p.referral_id, k, CASE k WHEN 1 THEN 'weapon_carrying' ELSE 'victim_of_violence' END, k = 1
  FROM bench.person p, generate_series(1, 2) AS k
UNION ALL
SELECT md5('second ' || p.n)::uuid, 1, 'witness_to_violence', true FROM bench.person p WHERE p.n % :second = 3;

INSERT INTO casework.episode (id, spoke_id, person_id, reference, state, referral_id, series_id, opened_on,
    lead_user_id, risk_level, next_review_on, closed_on, closure_reason, closure_summary, closing_risk_level,
    young_person_told_on, referrer_told_on, re_referral_route, outcomes_recorded, retention_trigger_on,
    created_at, created_by, updated_at)
SELECT p.episode_id, p.spoke_id, p.id, p.prefix || '-E' || to_char(p.began, 'YY') || '-' || lpad(p.n::text, 7, '0'),
       CASE WHEN p.closed THEN 'closed' ELSE 'active_monitoring' END, p.referral_id, p.series,
       (p.began + interval '2 days')::date, p.worker, (ARRAY['low', 'medium', 'high'])[1 + p.n % 3],
       CASE WHEN NOT p.closed THEN current_date + (p.n % 60)::integer - 20 END,
       CASE WHEN p.closed THEN (p.began + interval '200 days')::date END,
       CASE WHEN p.closed THEN 'risk_reduced' END, CASE WHEN p.closed THEN bench.text(p.n, 120) END,
       CASE WHEN p.closed THEN 'low' END, CASE WHEN p.closed THEN (p.began + interval '200 days')::date END,
       CASE WHEN p.closed THEN (p.began + interval '200 days')::date END,
       CASE WHEN p.closed THEN 'any_agency' END, CASE WHEN p.closed THEN true END,
       CASE WHEN p.closed THEN (p.began + interval '200 days')::date END,
       p.began + interval '2 days', p.worker,
       CASE WHEN p.closed THEN p.began + interval '200 days' ELSE now() - (p.n % 40000) * interval '3 minutes' END
  FROM bench.person p;

INSERT INTO casework.allocation (id, spoke_id, person_id, episode_id, intervention_id, provider_agency_id, state,
    need_to_know, planned_sessions, proposed_on, offered_on, started_on, ended_on, exit_reason, created_at,
    created_by, updated_at)
SELECT p.allocation_id, p.spoke_id, p.id, p.episode_id, p.intervention, p.provider,
       CASE WHEN p.closed THEN 'completed' ELSE 'active' END, bench.text(p.n, 100), 8,
       (p.began + interval '5 days')::date, (p.began + interval '6 days')::date, (p.began + interval '12 days')::date,
       CASE WHEN p.closed THEN (p.began + interval '180 days')::date END,
       CASE WHEN p.closed THEN 'completed_planned' END, p.began + interval '5 days', p.worker,
       p.began + interval '12 days'
  FROM bench.person p;

-- The moves, each at its hour.
INSERT INTO casework.state_change (machine, subject_id, spoke_id, person_id, episode_id, verb, from_state,
    to_state, at, by_user, agency_id, note)
SELECT m.machine, CASE m.machine WHEN 'referral' THEN p.referral_id WHEN 'episode' THEN p.episode_id
                  ELSE p.allocation_id END,
       p.spoke_id, p.id, CASE WHEN m.machine <> 'referral' THEN p.episode_id END, m.verb, m.was, m.is_now,
       p.began + m.after, CASE m.verb WHEN 'create' THEN p.officer WHEN 'submit' THEN p.officer ELSE p.worker END,
       CASE m.verb WHEN 'create' THEN p.police WHEN 'submit' THEN p.police ELSE p.hub END,
       CASE m.verb WHEN 'accept' THEN bench.text(p.n, 70) WHEN 'close' THEN bench.text(p.n, 70) END
  FROM (VALUES ('referral', 'create', NULL, 'draft', interval '-1 hour', false),
               ('referral', 'submit', 'draft', 'submitted', interval '0', false),
               ('referral', 'triage', 'submitted', 'in_triage', interval '1 day', false),
               ('referral', 'accept', 'in_triage', 'accepted_to_panel', interval '2 days', false),
               ('episode', 'open', NULL, 'listed', interval '2 days 1 minute', false),
               ('episode', 'monitor', 'listed', 'active_monitoring', interval '20 days', false),
               ('episode', 'step_down', 'active_monitoring', 'step_down', interval '90 days', false),
               ('episode', 'monitor', 'step_down', 'active_monitoring', interval '110 days', false),
               ('allocation', 'propose', NULL, 'proposed', interval '5 days', false),
               ('allocation', 'offer', 'proposed', 'offered', interval '6 days', false),
               ('allocation', 'agree', 'offered', 'agreed', interval '9 days', false),
               ('allocation', 'start', 'agreed', 'active', interval '12 days', false),
               ('allocation', 'complete', 'active', 'completed', interval '180 days', true),
               ('episode', 'close', 'active_monitoring', 'closed', interval '200 days', true))
       AS m(machine, verb, was, is_now, after, at_end)
 CROSS JOIN bench.person p
 WHERE (NOT m.at_end OR p.closed) AND p.n % :moves_of = 0;
INSERT INTO casework.state_change (machine, subject_id, spoke_id, person_id, verb, from_state, to_state, at,
    by_user, agency_id)
SELECT 'referral', md5('second ' || p.n)::uuid, p.spoke_id, p.id, m.verb, m.was, m.is_now,
       now() - (p.n % 30000) * interval '2 minutes' + m.after, p.worker, p.hub
  FROM (VALUES ('create', NULL, 'draft', interval '-1 hour'), ('submit', 'draft', 'submitted', interval '0'),
               ('triage', 'submitted', 'in_triage', interval '0')) AS m(verb, was, is_now, after)
 CROSS JOIN bench.person p
 WHERE p.n % :second = 3 AND (m.verb <> 'triage' OR p.n % 3 > 0);

INSERT INTO casework.reference_counter (spoke_id, kind, year, last)
SELECT s.id, kind, year, 9000000
  FROM bench.spoke s, (VALUES ('referral'), ('episode')) AS k(kind),
       generate_series(extract(year FROM now())::integer - 4, extract(year FROM now())::integer) AS year
ON CONFLICT (spoke_id, kind, year) DO UPDATE SET last = excluded.last;
