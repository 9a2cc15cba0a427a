-- Dashboards in the database itself: hand-made rows with the figures worked out
-- by hand, what leaves the spoke, and that nobody gets at a number otherwise.
BEGIN;
SELECT no_plan();
\ir ../support/sessions.sql
SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol'), pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom'),
       pg_temp.signed_in('hana', 'hub_analyst', NULL), pg_temp.signed_in('aled', 'hub_auditor', NULL),
       pg_temp.signed_in('ewan', 'eit_officer', 'bristol'), pg_temp.signed_in('mia', 'panel_member', 'bristol'),
       pg_temp.signed_in('rita', 'referrer', 'bristol') \gset t_

-- ---- hand-made rows: 1 July to 30 September 2025 -----------------------------------
CREATE TEMPORARY TABLE tap_person AS
SELECT n, ('aaaaaaaa-0000-4000-8000-00000000000' || n)::uuid AS id, sex, ethnicity, care
  FROM (VALUES (1, 'male', 'w1', 'looked_after_s20'), (2, 'female', 'b1', 'child_in_need'), (3, 'male', 'w3', 'none'),
               (4, 'male', 'b1', 'none')) AS t(n, sex, ethnicity, care);
INSERT INTO casework.person (id, spoke_ids, display_name, born_on, born_precision, sex)
SELECT id, ARRAY[reference.spoke_id('bristol')], 'Tap ' || n, '2010-01-01', 'exact', sex FROM tap_person;
INSERT INTO casework.person_detail (person_id, ethnicity, care_status) SELECT id, ethnicity, care FROM tap_person;

CREATE FUNCTION pg_temp.referred(n integer, spoke text, whom integer, VARIADIC steps text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    id_ uuid := ('bbbbbbbb-0000-4000-8000-00000000000' || n)::uuid;
BEGIN
    INSERT INTO casework.referral (id, spoke_id, person_id, given_name, source, urgency, concern_on, narrative, family_informed,
                                   support_agreement, sharing_gateway, agency_id)
    VALUES (id_, reference.spoke_id(spoke), (SELECT p.id FROM tap_person p WHERE p.n = whom), 'Tap', 'school', 'standard', '2025-06-01', 'Said.',
            'informed', 'agreed', 'pcsc_2022', reference.agency_id('opcc_hub'));
    INSERT INTO casework.referral_concern (referral_id, position, concern, is_primary) VALUES (id_, 1, 'robbery', true);
    FOR i IN 1 .. cardinality(steps) BY 2 LOOP
        PERFORM set_config('throughline.moment', steps[i + 1], true);
        UPDATE casework.referral SET state = steps[i], state_reason = 'other',
               decline_reason = CASE steps[i] WHEN 'declined' THEN 'below_threshold' END WHERE id = id_;
    END LOOP;
    PERFORM set_config('throughline.moment', '', true);
END $$;
SELECT pg_temp.referred(1, 'bristol', 1, 'submitted', '2025-07-07 10:00Z', 'in_triage', '2025-07-07 11:00Z', 'accepted_to_panel', '2025-07-08 10:00Z'),
       pg_temp.referred(2, 'bristol', 2, 'submitted', '2025-07-07 10:00Z', 'in_triage', '2025-07-08 11:00Z', 'declined', '2025-07-10 10:00Z'),
       -- over a weekend: one working day
       pg_temp.referred(3, 'bristol', 3, 'submitted', '2025-07-11 16:00Z', 'in_triage', '2025-07-14 08:00Z', 'straight_to_intervention', '2025-07-14 10:00Z'),
       -- 1 July in London, and not decided
       pg_temp.referred(4, 'bristol', NULL, 'submitted', '2025-06-30 23:30Z'),
       -- 1 October in London
       pg_temp.referred(5, 'bristol', NULL, 'submitted', '2025-09-30 23:30Z'),
       -- four working days less two of a question
       pg_temp.referred(6, 'bristol', 4, 'submitted', '2025-07-21 10:00Z', 'in_triage', '2025-07-21 11:00Z', 'information_requested', '2025-07-22 10:00Z',
                        'in_triage', '2025-07-24 10:00Z', 'declined', '2025-07-25 10:00Z'),
       pg_temp.referred(7, 'northsom', NULL, 'submitted', '2025-07-09 10:00Z', 'in_triage', '2025-07-09 11:00Z', 'declined', '2025-07-10 10:00Z');

CREATE FUNCTION pg_temp.worked(n_ integer, opened date, closed date, last text, VARIADIC levels text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    made uuid;
BEGIN
    INSERT INTO casework.episode (spoke_id, person_id, state, opened_on)
    SELECT reference.spoke_id('bristol'), p.id, 'active_monitoring', opened FROM tap_person p WHERE p.n = n_ RETURNING id INTO made;
    FOR i IN 1 .. cardinality(levels) LOOP
        INSERT INTO casework.risk_assessment (spoke_id, person_id, episode_id, assessed_at, risk_to, risk_from, practitioner_level, rationale)
        SELECT e.spoke_id, e.person_id, e.id, opened + i, levels[i], levels[i], levels[i], 'Said.' FROM casework.episode e WHERE e.id = made;
    END LOOP;
    IF closed IS NOT NULL THEN
        UPDATE casework.episode SET state = 'closed', closed_on = closed, closure_reason = 'risk_reduced', closure_summary = 'Done.',
               closing_risk_level = last, outcomes_recorded = true, young_person_told_on = closed, referrer_told_on = closed,
               re_referral_route = (SELECT t.code FROM reference.term t WHERE t.vocabulary = 're_referral_route' ORDER BY t.position LIMIT 1),
               retention_trigger_on = closed WHERE id = made;
    END IF;
END $$;
SELECT pg_temp.worked(1, '2025-07-08', '2025-09-10', 'low', 'high', 'medium'), pg_temp.worked(2, '2025-06-01', NULL, NULL, 'medium', 'medium'),
       pg_temp.worked(3, '2025-06-01', '2025-08-01', 'medium', 'low');

-- ---- counted by hand, inside ---------------------------------------------------------
CREATE FUNCTION pg_temp.told(who text, board text, spoke text, period text, sheet_ text, counted boolean DEFAULT true)
RETURNS TABLE (line text, cells text) LANGUAGE sql AS $$
    SELECT r ->> 'line', (SELECT string_agg(CASE WHEN (c ->> 'hidden')::boolean THEN 'c' ELSE coalesce(c ->> 'value', '-') END, ' ' ORDER BY n)
                            FROM jsonb_array_elements(r -> 'cells') WITH ORDINALITY AS x(c, n))
      FROM jsonb_array_elements(pg_temp.seen(who, format('SELECT reporting.dashboard(%L, %L, %L, NULL, NULL, %L)', board, spoke, period, counted))::jsonb -> 'sheets') AS s(s),
           jsonb_array_elements(s -> 'rows') AS r(r) WHERE s ->> 'sheet' = sheet_ $$;

SELECT results_eq($$SELECT * FROM pg_temp.told('anna', 'flow', 'bristol', '2025-q2', 'flow') WHERE cells NOT LIKE '0 0 0 0 %'$$, $$VALUES
    ('2025-06-30', '1 0 0 0 2'), ('2025-07-07', '3 1 1 0 3'), ('2025-07-14', '0 1 0 0 3'), ('2025-07-21', '1 0 0 0 3'),
    ('2025-07-28', '0 0 0 1 2'), ('2025-09-08', '0 0 0 1 1'), ('total', '5 2 1 2 1')$$,
    'flow by week: referred, accepted, opened, closed, open at the end; days are London''s');
SELECT is((SELECT count(*) FROM pg_temp.told('anna', 'flow', 'bristol', '2025-q2', 'flow')), 15::bigint, 'each week of the quarter has its line');
SELECT is((SELECT cells FROM pg_temp.told('anna', 'waiting', 'bristol', '2025-q2', 'steps') WHERE line = 'triage'),
    '4 1.5 3 50 1', 'waits of 1, 1, 2 and 3 working days: median 1.5, nine in ten within 3, half in time');
SELECT results_eq($$SELECT * FROM pg_temp.told('anna', 'decisions', 'bristol', '2025-q2', 'referral_result')$$, $$VALUES
    ('accepted_to_panel', '1'), ('straight_to_intervention', '1'), ('declined', '2'), ('total', '4')$$, 'results');
SELECT results_eq($$SELECT * FROM pg_temp.told('anna', 'declines', 'bristol', '2025-q2', 'decline_reason')$$, $$VALUES ('below_threshold', '2')$$, 'reasons');
SELECT results_eq($$SELECT * FROM pg_temp.told('anna', 'risk', 'bristol', '2025-q2', 'risk_exit')$$, $$VALUES
    ('reduced', '1'), ('increased', '1'), ('total', '2')$$, 'the level at closing beside the first');
SELECT results_eq($$SELECT * FROM pg_temp.told('anna', 'risk', 'bristol', '2025-q2', 'risk_open')$$, $$VALUES ('same', '1'), ('total', '1')$$,
    'of those open');
SELECT results_eq($$SELECT * FROM pg_temp.told('anna', 'risk', 'bristol', '2025-q2', 'risk_levels')$$, $$VALUES
    ('low', '0 1 0 0'), ('high', '1 0 0 0'), ('total', '1 1 0 0')$$, 'from which level to which');
SELECT results_eq($$SELECT * FROM pg_temp.told('anna', 'equity', 'bristol', '2025-q2', 'ethnicity')$$, $$VALUES
    ('Black', '2 40 0 2 0 0'), ('Not recorded', '1 20 0 0 1 -'), ('White', '2 40 2 0 0 100'), ('total', '5 100 2 2 1 50')$$,
    'by ethnicity, of those referred: share, accepted, not, undecided');
SELECT results_eq($$SELECT * FROM pg_temp.told('anna', 'equity', 'bristol', '2025-q2', 'sex')$$, $$VALUES
    ('female', '1 20 0 1 0 0'), ('male', '3 60 2 1 0 67'), ('not_known', '1 20 0 0 1 -'), ('total', '5 100 2 2 1 50')$$, 'by sex');
SELECT results_eq($$SELECT * FROM pg_temp.told('anna', 'equity', 'bristol', '2025-q2', 'care')$$, $$VALUES
    ('looked_after', '1 20 1 0 0 100'), ('social_care', '1 20 0 1 0 0'), ('no_care', '2 40 1 1 0 50'), ('care_not_recorded', '1 20 0 0 1 -'),
    ('total', '5 100 2 2 1 50')$$, 'by care status');

-- Restricted, and counted like all others; merged, and counted once as who they are.
INSERT INTO casework.restriction (id, spoke_id, person_id, named_only, reason, review_on)
SELECT 'eeeeeeee-0000-4000-8000-000000000001', reference.spoke_id('bristol'), id, true, 'knows_family', access.today() + 30 FROM tap_person WHERE n = 1;
SELECT is((SELECT cells FROM pg_temp.told('anna', 'equity', 'bristol', '2025-q2', 'ethnicity') WHERE line = 'White'), '2 40 2 0 0 100',
    'a restricted record is in the figures');

-- ---- periods -------------------------------------------------------------------------
SELECT is(pg_temp.seen(who, format('SELECT reporting.dashboard(''flow'', NULL, %L, NULL, NULL, true) ->> ''period_name''', period)), name, who || ' ' || period)
  FROM (VALUES ('anna', '2025-q2', 'Q2 2025-26'), ('anna', '2025', '2025-26'), ('anna', '13w', 'The last 13 weeks'), ('hana', '2025-q2', 'Q2 2025-26'),
               ('hana', '2025', '2025-26')) AS t(who, period, name);
SELECT alike(pg_temp.outcome(who, format('SELECT reporting.dashboard(''flow'', NULL, %L, %L, %L, true)', period, since, till)), expected, who || expected)
  FROM (VALUES ('anna', '2099-q1', NULL::date, NULL::date, 'TL422: Select a quarter or a year that has begun'), ('anna', 'soon', NULL, NULL, 'TL422: Select a quarter%'),
               ('anna', NULL, '2025-03-01', '2025-02-01', 'TL422: The last day must be the same%'), ('anna', NULL, '2020-01-01', '2025-01-01', 'TL422: Select a period of no more%'),
               ('anna', NULL, access.today() + 1, NULL, 'TL422: The first day must be in the past'), ('anna', NULL, '2025-07-07', '2025-07-09', '1'),
               ('hana', NULL, '2025-07-07', '2025-07-09', 'TL422: Select a quarter or a year: from other days%'), ('hana', '13w', NULL, NULL, 'TL422%')) AS t(who, period, since, till, expected);
SELECT alike(pg_temp.outcome('hana', format('SELECT reporting.dashboard(''flow'', NULL, %L, NULL, NULL, true)',
    extract(year FROM reporting.year_of(access.today())) || '-q' || substr(reporting.quarter_name(access.today()), 2, 1))),
    'TL422: Select a quarter that is over%', 'outside, a quarter is told when it is over');

-- ---- whose ---------------------------------------------------------------------------
SELECT is(pg_temp.outcome(who, format('SELECT reporting.dashboard(''flow'', %L, ''2025'', NULL, NULL, true)', spoke)), expected, concat_ws(' ', who, spoke))
  FROM (VALUES ('anna', 'bristol', '1'), ('anna', NULL, '1'), ('anna', 'northsom', 'TL404: no such board of that spoke'),
               ('nora', 'bristol', 'TL404: no such board of that spoke'), ('hana', 'bristol', '1'), ('aled', 'northsom', '1'),
               ('ewan', 'bristol', 'TL404: no such board of that spoke'), ('ewan', NULL, 'TL404: no such board of that spoke'),
               ('mia', NULL, 'TL404: no such board of that spoke'), ('rita', NULL, 'TL404: no such board of that spoke'),
               (NULL, NULL, 'TL404: no such board of that spoke')) AS t(who, spoke, expected);
SELECT is(pg_temp.seen('anna', $$SELECT reporting.dashboard('flow', NULL, '2025', NULL, NULL, true) ->> 'spoke'$$), 'bristol', 'all of a coordinator''s is their own');
SELECT alike(pg_temp.outcome(who, statement), '42501%', who || ' ' || statement)
  FROM unnest('{anna,hana}'::text[]) AS who, (VALUES ('SELECT * FROM reporting.facts_flow(''{1,2}'', ''2025-07-01'', ''2025-10-01'')'),
       ('SELECT * FROM reporting.dashboard_facts(''flow'', ''{1,2}'', ''2025-07-01'', ''2025-10-01'')'),
       ('SELECT * FROM reporting.dashboard_stats(''flow'', ''{1,2}'', ''2025-07-01'', ''2025-10-01'', true)'),
       ('SELECT * FROM reporting.dashboard_figures(''flow'', ''{1,2}'', ''2025-07-01'', ''2025-10-01'', true)'),
       ('SELECT reporting.dashboard_sheets(''flow'', ''{1,2}'', ''2025-07-01'', ''2025-10-01'', true)')) AS s(statement);

-- ---- outside -------------------------------------------------------------------------
SELECT results_eq($$SELECT * FROM pg_temp.told('hana', 'flow', NULL, '2025-q2', 'flow')$$, $$VALUES ('2025-07-01', '6 c c c'), ('total', '6 c c c')$$,
    'all spokes: six referred, of the rest too few');
SELECT is((SELECT cells FROM pg_temp.told('hana', 'flow', spoke, '2025-q2', 'flow') WHERE line = 'total'), cells,
    spoke || ': one of the two is small, and six less the other would tell it')
  FROM (VALUES ('bristol', 'c c c c'), ('northsom', 'c c 0 0')) AS t(spoke, cells);
SELECT is((SELECT cells FROM pg_temp.told('hana', 'flow', NULL, '2025', 'flow') WHERE line = 'total'), 'c c c c',
    'the year is the sum of its quarters: one is hidden');
SELECT is((SELECT cells FROM pg_temp.told('anna', 'flow', 'bristol', '2025-q2', 'flow', false) WHERE line = 'total'), 'c c c c',
    'as it may leave the spoke, for its coordinator');
SELECT is_empty($$SELECT * FROM pg_temp.told('hana', 'flow', NULL, '2025-q2', 'caseload')$$, 'today''s caseload stays in the spoke');
SELECT is_empty($$SELECT t.* FROM unnest('{ethnicity,sex,care}'::text[]) AS s(sheet), LATERAL pg_temp.told('hana', 'equity', NULL, '2025-q2', s.sheet) AS t
    WHERE t.cells ~ '[0-9]' AND t.cells !~ '^0' AND t.line <> 'total' AND split_part(t.cells, ' ', 1) ~ '^[1-4]$'$$, 'no small number by who they are');
SELECT is(pg_temp.seen('hana', $$SELECT reporting.dashboard('equity', NULL, '2025-q2', NULL, NULL, true) ->> 'period'$$),
    CASE WHEN access.today() >= '2026-04-01' THEN '2025' ELSE '2024' END, 'who is referred is told of a whole year');
SELECT is_empty($$SELECT t.* FROM unnest('{flow,waiting,decisions,declines,risk,dosage,completion,outcomes,equity,eit}'::text[]) AS b(board),
    LATERAL jsonb_array_elements(pg_temp.seen('hana', format('SELECT reporting.dashboard(%L, NULL, ''2025-q2'', NULL, NULL, true)', b.board))::jsonb -> 'sheets') AS s(s),
    LATERAL jsonb_array_elements(s -> 'rows') AS r(r), LATERAL jsonb_array_elements(r -> 'cells') WITH ORDINALITY AS t(c, n)
    WHERE s -> 'columns' -> (t.n::integer - 1) ->> 'unit' = 'count' AND (c ->> 'value')::numeric BETWEEN 1 AND 4$$, 'nor anywhere else');

-- ---- as a file -----------------------------------------------------------------------
SELECT is(pg_temp.seen('anna', $$SELECT string_agg(l, '|') FROM reporting.dashboard_csv('decisions', 'bristol', '2025-q2', NULL, NULL, true, 'referral_result') AS l$$),
    'spoke,from,to,table,line,"Referrals"|"bristol",2025-07-01,2025-09-30,"How referrals were decided","Accepted to the panel",1|'
    || '"bristol",2025-07-01,2025-09-30,"How referrals were decided","Straight to an intervention",1|'
    || '"bristol",2025-07-01,2025-09-30,"How referrals were decided","Declined",2|"bristol",2025-07-01,2025-09-30,"How referrals were decided","All",4', 'its lines');
SELECT is(pg_temp.seen('anna', $$SELECT string_agg(l, '|') FROM reporting.dashboard_csv('decisions', 'bristol', '2025-q2', NULL, NULL, false, 'referral_result') AS l$$),
    'spoke,from,to,table,line,"Referrals"|"bristol",2025-07-01,2025-09-30,"How referrals were decided","All",hidden', 'small numbers hidden');
SELECT * FROM finish();
ROLLBACK;
