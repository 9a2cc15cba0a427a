-- What dashboards count many at a time is what there is row by row
-- (tests/support/dashboard_rows.sql), board by board, of one spoke and of all, of
-- a quarter and of days that are none; and a count that is one too many shows.
-- Here over a few hundred rows that are unlike one another, merged, restricted
-- and wrong ones among them; tests/sql/dashboard_demo.test.mjs has it over the demo.
BEGIN;
SELECT no_plan();
SET LOCAL search_path = tap, public;
\ir ../support/dashboard_rows.sql
\ir ../support/dashboard_differ.sql

SET LOCAL session_replication_role = replica; -- rows as they would have become
DO $$ -- what else a row must say is for the tests of its room
DECLARE
    c record;
BEGIN
    FOR c IN SELECT k.conrelid::regclass AS table_, k.conname FROM pg_constraint k
              WHERE k.contype = 'c' AND k.conrelid = ANY ('{casework.risk_assessment,casework.outcome,casework.allocation,casework.contact,
                  casework.discussion,casework.discussion_decision,casework.meeting,casework.intervention,casework.session}'::regclass[]) LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.table_, c.conname);
    END LOOP;
END $$;
SELECT setseed(0.7);
INSERT INTO casework.person (id, spoke_ids, display_name, born_on, born_precision, sex, merged_into)
SELECT md5('p' || n)::uuid, ARRAY[1 + n % 2], 'Tap ' || n, '2010-01-01', 'exact', (ARRAY['male', 'female'])[1 + n % 2],
       CASE WHEN n % 9 = 0 THEN md5('p' || (n - 2))::uuid END FROM generate_series(3, 120) AS n;
INSERT INTO casework.person_detail (person_id, ethnicity, care_status)
SELECT md5('p' || n)::uuid, (ARRAY['w1', 'b1', NULL])[1 + n % 3], (ARRAY['none', 'looked_after_s20', 'child_in_need', 'care_leaver'])[1 + n % 4]
  FROM generate_series(3, 100) AS n;
CREATE TEMPORARY TABLE drawn AS
SELECT n, md5('p' || n)::uuid AS person, md5('r' || n)::uuid AS referral, md5('e' || n)::uuid AS episode, md5('a' || n)::uuid AS allocation,
       1 + n % 2 AS spoke, timestamptz '2025-06-20 22:30Z' + random() * interval '110 days' AS at FROM generate_series(3, 120) AS n;
INSERT INTO casework.referral (id, spoke_id, reference, person_id, given_name, source, urgency, concern_on, narrative, family_informed,
    support_agreement, sharing_gateway, agency_id, state, submitted_at, decided_at, decline_reason)
SELECT referral, spoke, 'TAP-' || n, person, 'Tap', (ARRAY['school', 'police_eit'])[1 + n / 2 % 2], (ARRAY['standard', 'urgent'])[1 + n / 3 % 2], at::date, 'Said.', 'informed',
       'agreed', 'pcsc_2022', 1, (ARRAY['accepted_to_panel', 'declined', 'in_triage', 'withdrawn'])[1 + n % 4], at,
       CASE WHEN n % 4 < 2 THEN at + random() * interval '14 days' END, CASE n % 4 WHEN 1 THEN 'below_threshold' END FROM drawn;
INSERT INTO casework.state_change (machine, subject_id, spoke_id, person_id, verb, from_state, to_state, at)
SELECT 'referral', referral, spoke, person, 'request_information', 'in_triage', 'information_requested', at + interval '1 day' FROM drawn WHERE n % 5 = 0
UNION ALL
SELECT 'referral', referral, spoke, person, 'answer', 'information_requested', 'in_triage', at + interval '3 days' FROM drawn WHERE n % 10 = 0;
INSERT INTO casework.episode (id, spoke_id, person_id, reference, state, referral_id, opened_on, closed_on, risk_level, closing_risk_level, next_review_on,
    closure_reason, closure_summary, outcomes_recorded, young_person_told_on, referrer_told_on, re_referral_route, retention_trigger_on)
SELECT episode, spoke, person, 'TAP-E' || n, CASE WHEN n % 3 = 0 THEN 'closed' ELSE 'active_monitoring' END, referral, at::date + 3,
       CASE WHEN n % 3 = 0 THEN at::date + 40 END, (ARRAY['low', 'high', 'very_high', NULL])[1 + n % 4], CASE WHEN n % 3 = 0 THEN 'low' END,
       CASE WHEN n % 3 > 0 THEN current_date - 5 + n % 11 END, c.reason, c.words, c.is_so, c.day, c.day, c.route, c.day
  FROM drawn LEFT JOIN LATERAL (SELECT 'risk_reduced' AS reason, 'Done.' AS words, true AS is_so, at::date + 40 AS day, 'any_agency' AS route) AS c ON n % 3 = 0;
INSERT INTO casework.risk_assessment (spoke_id, person_id, episode_id, assessed_at, risk_to, risk_from, practitioner_level, panel_level, rationale, in_error_at)
SELECT spoke, person, episode, at + k * interval '4 days', 'low', 'low', (ARRAY['low', 'medium', 'high'])[1 + (n + k) % 3],
       CASE WHEN (n + k) % 5 = 0 THEN 'very_high' END, 'Said.', CASE WHEN (n * k) % 7 = 0 THEN now() END
  FROM drawn, generate_series(1, 3) AS k WHERE k <= n % 4;
INSERT INTO casework.meeting (id, spoke_id, type, title, starts_at, state)
SELECT md5('m' || k || s)::uuid, s, 'operational_panel', 'Tap', '2025-06-25 09:00Z'::timestamptz + k * interval '10 days', 'distributed'
  FROM generate_series(0, 11) AS k, generate_series(1, 2) AS s;
INSERT INTO casework.meeting_attendance (spoke_id, meeting_id, agency_id, name, attendance)
SELECT m.spoke_id, m.id, 1 + k % 3, 'Tap ' || k, (ARRAY['present', 'apologies', 'none', 'remote'])[1 + floor(random() * 4)::integer]
  FROM casework.meeting m, generate_series(1, 5) AS k WHERE m.title = 'Tap';
INSERT INTO casework.discussion (id, spoke_id, meeting_id, agenda_item_id, person_id, episode_id, happened_at)
SELECT md5(concat_ws(' ', 'd', n, k))::uuid, spoke, m.id, gen_random_uuid(), person, episode, m.starts_at + interval '20 minutes'
  FROM drawn CROSS JOIN generate_series(0, 11) AS k JOIN casework.meeting m ON m.id = md5('m' || k || spoke)::uuid WHERE (n + k) % 6 = 0;
INSERT INTO casework.discussion_decision (spoke_id, meeting_id, discussion_id, person_id, decision)
SELECT d.spoke_id, d.meeting_id, d.id, d.person_id, 'keep_monitoring' FROM casework.discussion d JOIN drawn ON drawn.episode = d.episode_id;
INSERT INTO casework.intervention (id, code, name, mode, provider_agency_id, prevention_level, targeting)
SELECT md5('i' || k)::uuid, 'tap_' || k, 'Tap ' || k, (ARRAY['one_to_one', 'group'])[k], 1, 'targeted', 'targeted' FROM generate_series(1, 2) AS k;
INSERT INTO casework.allocation (id, spoke_id, person_id, episode_id, intervention_id, provider_agency_id, state, planned_sessions, proposed_on, offered_on, started_on, ended_on, exit_reason)
SELECT allocation, spoke, person, episode, md5('i' || 1 + n % 2)::uuid, 1, CASE WHEN n % 3 = 0 THEN 'completed' WHEN n % 3 = 1 THEN 'disengaged' ELSE 'active' END,
       nullif(n % 5, 0) * 2, at::date + 5, at::date + 8 + n % 4, at::date + 12, CASE WHEN n % 3 < 2 THEN at::date + 30 + n % 9 END,
       CASE n % 3 WHEN 0 THEN 'completed_planned' WHEN 1 THEN 'disengaged' END FROM drawn;
INSERT INTO casework.session (spoke_id, person_id, allocation_id, provider_agency_id, planned_at, happened, attendance)
SELECT spoke, person, allocation, 1, at + (9 + k * 3) * interval '1 day',
       a.attendance IN ('attended', 'late', 'did_not_attend'), a.attendance
  FROM drawn, generate_series(1, 5) AS k
 CROSS JOIN LATERAL (SELECT (ARRAY['attended', 'did_not_attend', 'cancelled_provider', 'late', 'attended'])[1 + (n * k) % 5] AS attendance) AS a WHERE n % 7 > 0;
INSERT INTO casework.outcome (spoke_id, person_id, episode_id, allocation_id, measure, instrument_version, point, informant, measured_on, value, in_error_at)
SELECT spoke, person, episode, allocation, m, (1 + n / 30)::text, p.point, 'worker', at::date + p.after, 1 + (n * p.after) % 5, CASE WHEN (n + p.after) % 13 = 0 THEN now() END
  FROM drawn, unnest('{risk_to,risk_from}'::text[]) AS m, (VALUES ('baseline', 10), ('mid', 20), ('exit', 31)) AS p(point, after) WHERE (n + p.after) % 4 > 0;
INSERT INTO casework.contact (spoke_id, person_id, type, happened_at, seen, outcomes, held, in_error_at, agency_id)
SELECT spoke, person, 'home_visit', at - interval '30 days' + k * interval '17 days', true, CASE WHEN (n + k) % 3 > 0 THEN '{seen_engaged}'::text[] ELSE '{not_in}' END,
       (n * k) % 11 = 0, CASE WHEN (n + k) % 17 = 0 THEN now() END, 1 FROM drawn, generate_series(0, 4) AS k WHERE n % 3 > 0 OR k > 2;
SET LOCAL session_replication_role = origin;

SELECT cmp_ok((SELECT sum(d.rows) FROM pg_temp.differ(b, s, '2025-07-01', '2025-10-01', false) AS d), '>', 0::numeric, b || ' has something to count')
  FROM unnest('{flow,waiting,decisions,risk,dosage,completion,outcomes,equity,attendance,eit}'::text[]) AS b,
       (VALUES ('{1,2}'::integer[])) AS v(s);
SELECT is((SELECT d.different FROM pg_temp.differ(b, s, p.since, p.till, false) AS d), 0::bigint, format('%s of %s from %s', b, s, p.since))
  FROM unnest('{flow,waiting,decisions,risk,dosage,completion,outcomes,equity,attendance,eit,places}'::text[]) AS b,
       (VALUES ('{1}'::integer[]), ('{1,2}'), ('{1,2,3,4,5}')) AS v(s),
       (VALUES ('2025-07-01'::date, '2025-10-01'::date), ('2025-07-09', '2025-08-20'), ('2025-04-01', '2026-04-01')) AS p(since, till);
SELECT cmp_ok((SELECT d.different FROM pg_temp.differ(b, '{1,2}', '2025-07-01', '2025-10-01', true) AS d), '>', 0::bigint, b || ': one too many shows')
  FROM unnest('{flow,waiting,decisions,risk,dosage,completion,outcomes,equity,attendance,eit}'::text[]) AS b;

-- Sums, means, medians and the rest of the counts are those of the rows.
SELECT is((SELECT pg_temp.stats_differ(b, '{1,2}', '2025-07-01', '2025-10-01')), 0::bigint, b || ': figures of the rows')
  FROM unnest('{flow,waiting,decisions,risk,dosage,completion,outcomes,equity,attendance,eit}'::text[]) AS b;
SELECT * FROM finish();
ROLLBACK;
