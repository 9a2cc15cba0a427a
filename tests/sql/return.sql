-- Quarterly returns in the database itself: hand-made rows with the figures
-- worked out by hand, what is handed in and never changes, every move allowed
-- and refused, and that the hub's roles are given nothing small.
BEGIN;
SELECT no_plan();
\ir ../support/sessions.sql
SELECT count(pg_temp.signed_in('x' || role, role, 'bristol')) = 9 AS ready FROM unnest(ARRAY['spoke_coordinator',
    'project_officer', 'eit_officer', 'eit_sergeant', 'panel_member', 'referrer', 'provider_worker', 'ig_lead',
    'system_admin']) AS role \gset
SELECT pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom'), pg_temp.signed_in('gwen', 'hub_grant_officer', NULL),
       pg_temp.signed_in('hana', 'hub_analyst', NULL), pg_temp.signed_in('aled', 'hub_auditor', NULL) \gset t_

\ir ../support/return_rows.sql

-- ---- counted by hand -----------------------------------------------------------------
CREATE FUNCTION pg_temp.figures(spoke text, from_ date, to_ date, offer integer) RETURNS TABLE (measure text, category text, value bigint)
LANGUAGE sql AS $$
    SELECT c.measure, c.category, c.value FROM reporting.counted(reference.spoke_id(spoke), from_, to_) AS c
     WHERE c.intervention_id IS NOT DISTINCT FROM ('1e1e1e1e-0000-4000-8000-00000000000' || offer)::uuid $$;
SELECT results_eq($$SELECT * FROM pg_temp.figures('bristol', '2025-07-01', '2025-10-01', 1) ORDER BY 1, 2$$, $$VALUES
    ('adults_25_plus', 'total', 1::bigint), ('completions', 'total', 1), ('exits', 'stopped_attending', 1), ('exits', 'total', 1),
    ('named_ethnicity', 'b1', 1), ('named_ethnicity', 'not_recorded', 3), ('named_ethnicity', 'total', 5), ('named_ethnicity', 'w1', 1),
    ('named_sex', 'female', 1), ('named_sex', 'male', 3), ('named_sex', 'not_known', 1), ('named_sex', 'total', 5),
    ('sessions', 'one_to_one', 9), ('sessions', 'total', 9),
    ('young_people', '0_17', 4), ('young_people', '18_24', 1), ('young_people', 'total', 5),
    ('young_people_continuing', '0_17', 1), ('young_people_continuing', 'total', 1),
    ('young_people_new', '0_17', 3), ('young_people_new', '18_24', 1), ('young_people_new', 'total', 4),
    ('young_people_ytd', '0_17', 4), ('young_people_ytd', '18_24', 1), ('young_people_ytd', 'total', 5)$$,
    'named work: London days, ages at the first day, merged and cancelled ones, exits of those who started');
SELECT results_eq($$SELECT * FROM pg_temp.figures('bristol', '2025-07-01', '2025-10-01', 2) WHERE measure NOT LIKE 'named%' ORDER BY 1, 2$$, $$VALUES
    ('adults_25_plus', 'total', 3::bigint), ('attendances', 'total', 32), ('parents_carers', 'total', 6), ('professionals', 'total', 5),
    ('sessions', 'group', 3), ('sessions', 'one_to_one', 2), ('sessions', 'total', 5),
    ('young_people', '0_17', 10), ('young_people', '18_24', 4), ('young_people', 'not_known', 1), ('young_people', 'total', 15),
    ('young_people_new', '0_17', 10), ('young_people_new', '18_24', 4), ('young_people_new', 'not_known', 1), ('young_people_new', 'total', 15),
    ('young_people_ytd', '0_17', 30), ('young_people_ytd', '18_24', 4), ('young_people_ytd', 'not_known', 1), ('young_people_ytd', 'total', 35)$$,
    'with and without names: nobody twice, attendances apart, what was recorded in error left out');
SELECT results_eq($$SELECT measure, category, value FROM reporting.counted(reference.spoke_id('bristol'), '2025-07-01', '2025-10-01')
     WHERE intervention_id IS NULL AND (measure LIKE 'young%' OR measure = 'adults_25_plus') AND category = 'total' ORDER BY 1$$, $$VALUES
    ('adults_25_plus', 'total', 4::bigint), ('young_people', 'total', 18), ('young_people_continuing', 'total', 1),
    ('young_people_new', 'total', 17), ('young_people_ytd', 'total', 38)$$,
    'the spoke: who takes part in two interventions is one young person');
SELECT is((SELECT value FROM pg_temp.figures('northsom', '2025-07-01', '2025-10-01', 1) WHERE measure = 'young_people' AND category = 'total'),
    1::bigint, 'one who moved is counted by each spoke that worked with them');
SELECT is((SELECT value FROM reporting.counted(reference.spoke_id('bristol'), '2025-04-01', '2026-04-01')
            WHERE intervention_id IS NULL AND measure = 'young_people' AND category = 'total'), 45::bigint, 'the year');
SELECT is((SELECT sum(c.value) FROM generate_series('2025-04-01'::timestamp, '2026-01-01', '3 months') AS q
            CROSS JOIN LATERAL reporting.counted(reference.spoke_id('bristol'), q::date, (q + interval '3 months')::date) AS c
            WHERE c.intervention_id IS NULL AND c.measure = 'young_people' AND c.category = 'total'), 47::numeric,
    'is less than its quarters together');
SELECT is_empty($$SELECT c.* FROM reporting.counted(reference.spoke_id('bristol'), '2025-07-01', '2025-10-01') AS c
    CROSS JOIN LATERAL (SELECT CASE WHEN c.measure IN ('sessions', 'completions', 'exits') THEN sum(x.amount)
               ELSE count(DISTINCT x.person_id) + coalesce(sum(x.amount) FILTER (WHERE x.person_id IS NULL), 0) END AS value
        FROM reporting.return_rows(reference.spoke_id('bristol'), '2025-07-01', c.intervention_id, c.measure, c.category) AS x) AS t
    WHERE t.value <> c.value$$, 'each figure is its rows, counted');
SELECT is(reporting.quarter_name(d::date), n) FROM (VALUES ('2025-06-30', 'Q1 2025-26'), ('2025-07-01', 'Q2 2025-26'), ('2026-03-31', 'Q4 2025-26'),
    ('2026-04-01', 'Q1 2026-27'), ('1999-12-31', 'Q3 1999-00')) AS t(d, n);
SELECT is(reporting.age_band(b::date, d::date), e) FROM (VALUES ('2007-08-15', '2025-08-14', '0_17'), ('2007-08-15', '2025-08-15', '18_24'),
    ('2008-02-29', '2026-02-28', '0_17'), ('2008-02-29', '2026-03-01', '18_24'), ('2000-09-01', '2025-08-31', '18_24'), ('2000-09-01', '2025-09-01', '25_plus'), (NULL, '2025-01-01', 'not_known')) AS t(b, d, e);

-- ---- moves ---------------------------------------------------------------------------
CREATE FUNCTION pg_temp.moves(state text, note text DEFAULT 'Said') RETURNS text LANGUAGE sql AS $$
    SELECT format('UPDATE reporting.quarterly_return SET state = %L, state_note = %L WHERE id = ''bbbbbbbb-0000-4000-8000-000000000001''', state, note) $$;
CREATE FUNCTION pg_temp.made(spoke text, quarter text) RETURNS text LANGUAGE sql AS $$
    SELECT format('INSERT INTO reporting.quarterly_return (id, spoke_id, quarter) VALUES (''bbbbbbbb-0000-4000-8000-000000000001'', reference.spoke_id(%L), %L)', spoke, quarter) $$;
SELECT matches(pg_temp.outcome(who, pg_temp.made('bristol', '2025-07-01')), '^(42501|TL403)', coalesce(who, 'nobody') || ' starts none') FROM unnest(ARRAY['xeit_officer',
    'xeit_sergeant', 'xpanel_member', 'xreferrer', 'xprovider_worker', 'xig_lead', 'xsystem_admin', 'nora', 'gwen', 'hana', 'aled']) AS who;
SELECT alike(pg_temp.outcome('xspoke_coordinator', pg_temp.made('bristol', '2025-08-01')), '23514 quarterly_return_quarter_check%', 'August begins no quarter');
SELECT alike(pg_temp.outcome('xspoke_coordinator', pg_temp.made('bristol', '2099-07-01')), 'TL422%begun%', 'nor is one ahead');
SELECT is(pg_temp.outcome('xproject_officer', pg_temp.made('bristol', '2025-07-01')), '1', 'a project officer starts one');
SELECT alike(pg_temp.outcome('xspoke_coordinator', replace(pg_temp.made('bristol', '2025-07-01'), '001''', '002''')), '23505 quarterly_return_once_key%', 'once');

-- Every state, every move, each who could: what the machine does not have is refused.
CREATE TEMPORARY TABLE machine (from_state text, to_state text, who text);
INSERT INTO machine VALUES ('draft', 'submitted', 'xspoke_coordinator'), ('submitted', 'queried', 'gwen'), ('submitted', 'approved', 'gwen'),
    ('restated', 'queried', 'gwen'), ('restated', 'approved', 'gwen'), ('queried', 'submitted', 'xspoke_coordinator'), ('approved', 'sent', 'gwen'),
    ('approved', 'restated', 'xspoke_coordinator'), ('sent', 'restated', 'xspoke_coordinator');
CREATE FUNCTION pg_temp.tried(from_state text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    to_ text;
    who_ text;
    came text;
    due text;
BEGIN
    FOREACH to_ IN ARRAY ARRAY['draft', 'submitted', 'queried', 'approved', 'sent', 'restated', 'never'] LOOP
        FOREACH who_ IN ARRAY ARRAY['xspoke_coordinator', 'xproject_officer', 'gwen', 'hana', 'aled', 'nora', 'xeit_officer', 'xsystem_admin'] LOOP
            CONTINUE WHEN to_ = tried.from_state;
            BEGIN
                came := pg_temp.outcome(who_, pg_temp.moves(to_));
                RAISE EXCEPTION 'undo' USING ERRCODE = 'TL000';
            EXCEPTION WHEN SQLSTATE 'TL000' THEN NULL;
            END;
            due := CASE
                WHEN who_ IN ('hana', 'aled', 'nora', 'xeit_officer', 'xsystem_admin') OR who_ = 'gwen' AND tried.from_state = 'draft' THEN '0'
                WHEN NOT EXISTS (SELECT FROM machine m WHERE m.from_state = tried.from_state AND m.to_state = to_) THEN 'TL409%'
                WHEN EXISTS (SELECT FROM machine m WHERE m.from_state = tried.from_state AND m.to_state = to_ AND m.who = who_) THEN '1'
                ELSE 'TL403%' END;
            RETURN NEXT alike(came, due, format('%s: %s to %s', who_, tried.from_state, to_));
        END LOOP;
    END LOOP;
END $$;
SELECT alike(pg_temp.outcome('xspoke_coordinator', pg_temp.moves('submitted')), 'TL422%happened%', 'not without words');
SELECT is(pg_temp.outcome('xproject_officer', $$UPDATE reporting.quarterly_return SET narrative = 'A good quarter.'$$), '1', 'they are entered');
INSERT INTO reporting.return_money (return_id, spoke_id, funding_stream, budget, actual)
SELECT id, spoke_id, 'vru_grant', 1000, 900 FROM reporting.quarterly_return;
SELECT alike(pg_temp.outcome('xspoke_coordinator', pg_temp.moves('submitted')), 'TL422%differs%', 'not without the reason of a variance');
UPDATE reporting.return_money SET variance_reason = 'late_start';
SELECT alike(pg_temp.outcome('gwen', 'SELECT FROM reporting.quarterly_return'), '0', 'the hub sees no draft');
SELECT pg_temp.tried('draft');
SELECT is(pg_temp.outcome('xspoke_coordinator', pg_temp.moves('submitted', NULL)), '1', 'submitted');
SELECT pg_temp.tried('submitted');
SELECT is((SELECT count(*) FROM reporting.return_figure WHERE edition = 1 AND intervention_id IS NULL AND measure = 'young_people' AND value = 18
              AND category = 'total'), 1::bigint, 'its figures are kept');
SELECT alike(pg_temp.outcome('xspoke_coordinator', $$UPDATE reporting.quarterly_return SET narrative = 'Other.'$$), 'TL409%', 'its words no longer change');
SELECT alike(pg_temp.outcome('xspoke_coordinator', 'DELETE FROM reporting.return_money'), 'TL409%', 'nor its money');
SELECT throws_ok(format('%s reporting.%s%s', verb, t, rest), 'TL409', NULL, format('nobody, not even the owner: %s %s', verb, t))
  FROM unnest(ARRAY['return_edition', 'return_figure', 'return_figure_outside']) AS t,
       (VALUES ('UPDATE', ' SET edition = edition'), ('DELETE FROM', ''), ('TRUNCATE', ' CASCADE')) AS v(verb, rest);
SELECT alike(pg_temp.outcome('gwen', pg_temp.moves('queried', NULL)), 'TL422%ask%', 'a question is asked');
SELECT is(pg_temp.outcome('gwen', pg_temp.moves('queried', 'Why so few?')), '1', 'queried');
SELECT pg_temp.tried('queried');
SELECT alike(pg_temp.outcome('gwen', $$UPDATE reporting.quarterly_return SET narrative = 'Other.'$$), 'TL403%', 'the hub writes no words of the spoke');
SELECT alike(pg_temp.outcome('gwen', 'DELETE FROM reporting.return_money'), '0', 'nor its money');
SELECT alike(pg_temp.outcome('xspoke_coordinator', pg_temp.moves('submitted', NULL)), 'TL422%answer%', 'and answered');
SELECT is(pg_temp.outcome('xspoke_coordinator', pg_temp.moves('submitted', 'Late start.')), '1', 'answered');
SELECT is(pg_temp.outcome('gwen', pg_temp.moves('approved')), '1', 'approved');
SELECT pg_temp.tried('approved');
SELECT is(pg_temp.outcome('gwen', pg_temp.moves('sent')), '1', 'sent');
SELECT pg_temp.tried('sent');

-- ---- late data -----------------------------------------------------------------------
SELECT pg_temp.held(7, 2, '2025-08-08 10:00Z');
SELECT is((SELECT value FROM reporting.return_figure WHERE edition = 2 AND intervention_id IS NULL AND measure = 'young_people' AND category = 'total'),
    18::bigint, 'late data changes nothing that was handed in');
SELECT is(pg_temp.seen('xspoke_coordinator', $$SELECT value || ' now ' || now_ FROM reporting.return_shown('bbbbbbbb-0000-4000-8000-000000000001')
    WHERE intervention_id IS NULL AND measure = 'young_people' AND category = 'total'$$), '18 now 19', 'the spoke sees the difference');
SELECT alike(pg_temp.outcome('xspoke_coordinator', pg_temp.moves('restated', NULL)), 'TL422%why%', 'restated with a reason');
SELECT is(pg_temp.outcome('xspoke_coordinator', pg_temp.moves('restated', 'A session was logged late.')), '1', 'restated');
SELECT pg_temp.tried('restated');
SELECT is(pg_temp.seen('xspoke_coordinator', $$SELECT before || ' then ' || value FROM reporting.return_shown('bbbbbbbb-0000-4000-8000-000000000001')
    WHERE intervention_id IS NULL AND measure = 'young_people' AND category = 'total'$$), '18 then 19', 'both stand beside each other');
SELECT results_eq($$SELECT verb FROM casework.state_change WHERE machine = 'return' ORDER BY at$$,
    $$VALUES ('start'), ('submit'), ('query'), ('answer'), ('approve'), ('send'), ('restate')$$, 'each move is a row');

-- ---- what leaves the spoke -----------------------------------------------------------
SELECT is_empty($$SELECT * FROM reporting.return_figure_outside WHERE value BETWEEN 1 AND 4$$, 'nothing small leaves');
SELECT cmp_ok((SELECT count(*) FROM reporting.return_figure_outside WHERE value IS NULL), '>', 10::bigint, 'there is something to hide');
SELECT is_empty($$SELECT FROM reporting.return_figure f WHERE f.value < 5 AND f.measure NOT LIKE 'named%' AND f.category IN ('total', '0_17', 'group')
    AND (f.measure <> 'exits' OR f.intervention_id IS NULL) AND NOT EXISTS (SELECT FROM reporting.return_figure_outside o
        WHERE (o.return_id, o.edition, o.measure, o.category) = (f.return_id, f.edition, f.measure, f.category)
          AND o.intervention_id IS NOT DISTINCT FROM f.intervention_id AND o.value IS NULL)$$, 'each small figure stands there as hidden');
SELECT is(pg_temp.outcome(who, 'SELECT FROM reporting.return_figure') = '0', who IN ('gwen', 'hana', 'aled', 'nora', 'xeit_officer', 'xpanel_member',
    'xprovider_worker', 'xsystem_admin', 'xig_lead'), who || ' and the figures as counted')
  FROM unnest(ARRAY['xspoke_coordinator', 'xproject_officer', 'gwen', 'hana', 'aled', 'nora', 'xeit_officer', 'xpanel_member', 'xprovider_worker',
       'xsystem_admin', 'xig_lead']) AS who;
SELECT is(pg_temp.outcome(who, 'SELECT FROM reporting.return_figure_outside') <> '0', who IN ('gwen', 'hana', 'xspoke_coordinator'), who || ' and what may leave')
  FROM unnest(ARRAY['xspoke_coordinator', 'gwen', 'hana', 'aled', 'nora', 'xeit_officer', 'xsystem_admin']) AS who;
SELECT is(pg_temp.seen('gwen', $$SELECT count(*) FROM reporting.return_shown('bbbbbbbb-0000-4000-8000-000000000001') WHERE value BETWEEN 1 AND 4 OR before BETWEEN 1 AND 4
    OR now_ IS NOT NULL$$), '0', 'the hub is shown nothing small, and nothing late before it is restated');
SELECT is(pg_temp.outcome('gwen', format('SELECT FROM reporting.return_rows(reference.spoke_id(''bristol''), ''2025-07-01'', NULL, %L, ''total'')', m)), rows,
    'the rows behind ' || m || ' name nobody to the hub') FROM (VALUES ('young_people', '2'), ('sessions', '2'), ('completions', '0')) AS t(m, rows);
SELECT alike(pg_temp.outcome(who, 'SELECT FROM reporting.counted(1, ''2025-07-01'', ''2025-10-01'')'), '42501%', who || ' cannot count past the policies')
  FROM unnest(ARRAY['gwen', 'xspoke_coordinator']) AS who;
UPDATE reporting.quarterly_return SET state = 'queried', state_note = 'x';
INSERT INTO reporting.return_case_study (return_id, spoke_id, words, permission) SELECT id, spoke_id, 'Their story', 'not_asked' FROM reporting.quarterly_return;
SELECT is(pg_temp.outcome('gwen', 'SELECT FROM reporting.return_case_study'), '0', 'a story leaves the spoke only');
UPDATE reporting.return_case_study SET permission = 'without_name';
SELECT is(pg_temp.outcome('gwen', 'SELECT FROM reporting.return_case_study'), '1', 'where they said it may');

-- ---- the 20% test --------------------------------------------------------------------
INSERT INTO reporting.return_match (return_id, spoke_id, kind, source, amount) SELECT id, spoke_id, 'cash', 'The council', 199.99 FROM reporting.quarterly_return;
SELECT is(reporting.return_match_test(reference.spoke_id('bristol'), '2025-07-01') ->> 'enough', 'false', '199.99 of 1,000 is under 20%');
INSERT INTO reporting.return_match (return_id, spoke_id, kind, source, amount) SELECT id, spoke_id, 'in_kind', 'A school hall', 0.01 FROM reporting.quarterly_return;
SELECT is(reporting.return_match_test(reference.spoke_id('bristol'), '2025-07-01') ->> 'enough', 'true', '200.00 is not');
INSERT INTO reporting.return_money (return_id, spoke_id, funding_stream, budget) SELECT id, spoke_id, 'hotspot', 5000 FROM reporting.quarterly_return;
SELECT is(reporting.return_match_test(reference.spoke_id('bristol'), '2025-07-01') ->> 'grant', '1000.00', 'of the Home Office grants alone');
SELECT is(reporting.return_match_test(reference.spoke_id('bristol'), '2026-04-01') ->> 'grant', '0', 'and of the year');

SELECT * FROM finish();
ROLLBACK;
