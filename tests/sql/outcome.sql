-- Outcomes in the database itself: whose they are, values their measure can
-- give, and the distance travelled.
BEGIN;
SELECT no_plan();
\ir ../support/sessions.sql

CREATE TEMPORARY TABLE role_sees (role text, own integer);
INSERT INTO role_sees VALUES
    ('spoke_coordinator', 1), ('project_officer', 1), ('eit_officer', 1), ('eit_sergeant', 1),
    ('panel_member', 0), ('referrer', 0), ('provider_worker', 0), ('hub_auditor', 0),
    ('hub_analyst', 0), ('hub_grant_officer', 0), ('ig_lead', 0), ('system_admin', 0);
SELECT count(pg_temp.signed_in('x' || role, role, 'bristol')) = 12 AS ready FROM role_sees \gset
SELECT a.code AS provider FROM casework.intervention i JOIN casework.intervention_spoke s ON s.intervention_id = i.id
  JOIN reference.agency a ON a.id = i.provider_agency_id
 WHERE s.spoke_id = reference.spoke_id('bristol') ORDER BY i.code LIMIT 1 \gset
SELECT a.code AS rival FROM reference.agency a WHERE a.agency_type = (SELECT agency_type FROM reference.agency WHERE code = :'provider')
   AND a.code <> :'provider' ORDER BY a.code LIMIT 1 \gset
SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna,
       pg_temp.signed_in('ewan', 'eit_officer', 'bristol') AS ewan,
       pg_temp.signed_in('pia', 'provider_worker', 'bristol', :'provider') AS pia,
       pg_temp.signed_in('rob', 'provider_worker', 'bristol', :'rival') AS rob,
       pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom') AS nora \gset

CREATE TEMPORARY TABLE place AS
SELECT n, spoke, ('aaaaaaaa-0000-4000-8000-00000000000' || n)::uuid AS person,
       ('eeeeeeee-0000-4000-8000-00000000000' || n)::uuid AS episode,
       ('0c0c0c0c-0000-4000-8000-00000000000' || n)::uuid AS outcome
  FROM (VALUES (1, 'bristol'), (2, 'northsom'), (3, 'bristol')) AS t(n, spoke);
GRANT SELECT ON place TO throughline_server;
INSERT INTO casework.person (id, spoke_ids, display_name, born_precision)
SELECT person, ARRAY[reference.spoke_id(spoke)], 'Tap ' || n, 'unknown' FROM place;
INSERT INTO casework.episode (id, spoke_id, person_id, state, opened_on)
SELECT episode, reference.spoke_id(spoke), person, 'active_monitoring', '2026-01-05' FROM place;
INSERT INTO casework.outcome (id, spoke_id, person_id, episode_id, measure, point, informant, measured_on, value)
SELECT outcome, reference.spoke_id(spoke), person, episode, 'safe_home', 'baseline', 'young_person', '2026-02-01', 2 FROM place WHERE n < 3;
-- What a provider delivers to the first.
INSERT INTO casework.allocation (id, spoke_id, person_id, episode_id, intervention_id, provider_agency_id, proposed_on)
SELECT 'a110c000-0000-4000-8000-000000000001', reference.spoke_id('bristol'), p.person, p.episode, i.id, i.provider_agency_id, '2026-02-01'
  FROM place p, LATERAL (SELECT i.* FROM casework.intervention i JOIN casework.intervention_spoke s ON s.intervention_id = i.id
                          WHERE s.spoke_id = reference.spoke_id('bristol') ORDER BY i.code LIMIT 1) AS i WHERE p.n = 1;
UPDATE casework.allocation SET state = 'offered' WHERE id = 'a110c000-0000-4000-8000-000000000001';
UPDATE casework.allocation SET state = 'agreed' WHERE id = 'a110c000-0000-4000-8000-000000000001';
UPDATE casework.allocation SET state = 'active', started_on = '2026-02-01' WHERE id = 'a110c000-0000-4000-8000-000000000001';

-- 1. Whose they are.
SELECT is(pg_temp.outcome('x' || r.role, format('SELECT FROM casework.outcome WHERE id = %L', p.outcome)),
          CASE p.n WHEN 1 THEN r.own ELSE 0 END::text, format('%s and an outcome of %s', r.role, p.spoke))
  FROM role_sees r, place p WHERE p.n < 3;
SELECT is(pg_temp.outcome(NULL, 'SELECT FROM casework.outcome'), '0', 'nobody sees none');
CREATE FUNCTION pg_temp.recorded(who text, n_ integer, measure text, point text, value numeric, allocation uuid DEFAULT NULL,
                                 informant text DEFAULT 'young_person', not_measured text DEFAULT NULL, on_ date DEFAULT '2026-03-01')
RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.outcome(who, format('INSERT INTO casework.outcome (spoke_id, person_id, episode_id, allocation_id, measure, point,
        informant, measured_on, value, not_measured) VALUES (reference.spoke_id(%L), %L, %L, %L, %L, %L, %L, %L, %L, %L)',
        p.spoke, p.person, p.episode, allocation, measure, point, informant, on_, value, not_measured))
      FROM place p WHERE p.n = n_ $$;
SELECT alike(pg_temp.recorded('x' || role, 1, 'conflict', 'exit', 3), CASE WHEN role IN ('spoke_coordinator') THEN '1'
             WHEN role = 'project_officer' THEN '23505 outcome_once_key%' ELSE '42501%' END, role || ' records for an episode')
  FROM role_sees ORDER BY role = 'spoke_coordinator' DESC;
SELECT alike(pg_temp.recorded(who, n, 'safe_area', 'baseline', 3, allocation), expected, format('%s records for %s, %s', who, n, allocation))
  FROM (VALUES (1, 'pia', 1, NULL::uuid, '42501%'),
               (3, 'rob', 1, 'a110c000-0000-4000-8000-000000000001', '42501%'), (4, 'nora', 1, NULL, '42501%'),
               (5, 'pia', 1, 'a110c000-0000-4000-8000-000000000001', '1'),
               (6, 'anna', 3, 'a110c000-0000-4000-8000-000000000001', 'TL422: Choose an intervention of this episode'))
       AS t(turn, who, n, allocation, expected) ORDER BY turn;
SELECT is(pg_temp.outcome('pia', 'SELECT FROM casework.outcome'), '1', 'a provider sees those of its own allocations');
SELECT is(pg_temp.outcome('rob', 'SELECT FROM casework.outcome'), '0', 'and another provider none');
SELECT is(pg_temp.outcome('pia', 'UPDATE casework.outcome SET value = 4, correction_reason = ''typing_error'', corrects_version = version'), '1', 'corrects its own only');
SELECT is(pg_temp.outcome('rob', 'UPDATE casework.outcome SET value = 4'), '0', 'another provider none');
SELECT is(pg_temp.outcome('ewan', 'UPDATE casework.outcome SET value = 4'), '0', 'nor does who only reads');
SELECT alike(pg_temp.outcome(who, 'SELECT casework.allocation_required(''a110c000-0000-4000-8000-000000000001'')'), expected, who || ' asks for the allocation')
  FROM (VALUES ('anna', '1'), ('pia', '1'), ('rob', 'TL404%'), ('nora', 'TL404%')) AS t(who, expected);

-- 2. Values their measure can give: every measure at and beyond its ends.
CREATE TEMPORARY TABLE measure AS
SELECT code, label, nullif(detail ->> 'min', '')::numeric AS low, nullif(detail ->> 'max', '')::numeric AS high,
       detail ->> 'step' AS step FROM reference.outcome_measure;
SELECT ok(bool_and(step IN ('1', '0.01')), 'every measure says its step') FROM measure;
SELECT ok(bool_and(EXISTS (SELECT FROM reference.term t WHERE t.vocabulary = 'outcome_value' AND t.detail ->> 'instrument' = 'risk_scale'
          AND (t.detail ->> 'score')::numeric = s)), 'the risk scale has words for each score') FROM generate_series(1, 4) AS s;
SELECT is(pg_temp.recorded('anna', 3, code, 'baseline', low), '1', code || ' takes its lowest') FROM measure WHERE low IS NOT NULL AND code IN
    ('risk_to', 'attendance_percent', 'suspensions', 'exclusion', 'swemwbs', 'sdq_total', 'gbo', 'trusted_adult');
SELECT is(pg_temp.recorded('anna', 3, code, 'exit', high), '1', code || ' takes its highest') FROM measure WHERE low IS NOT NULL AND code IN
    ('risk_to', 'attendance_percent', 'suspensions', 'exclusion', 'swemwbs', 'sdq_total', 'gbo', 'trusted_adult');
SELECT is(pg_temp.recorded('anna', 3, code, 'mid', v), format('TL422: %s must be between %s and %s', label, low, high), format('%s does not take %s', code, v))
  FROM measure, LATERAL unnest(ARRAY[low - 1, high + 1]) AS v WHERE low IS NOT NULL AND code IN
    ('risk_to', 'attendance_percent', 'suspensions', 'exclusion', 'swemwbs', 'sdq_total', 'gbo', 'trusted_adult');
SELECT is(pg_temp.recorded('anna', 3, code, 'mid', low + 0.5), CASE step WHEN '1' THEN 'TL422: ' || label || ' must be a whole number' ELSE '1' END, code || ' and halves')
  FROM measure WHERE code IN ('risk_to', 'attendance_percent', 'sdq_total', 'gbo', 'trusted_adult');
SELECT is(pg_temp.recorded('anna', 3, 'rcads', 'mid', 71.5), '1', 'a measure without ends takes any score');
SELECT alike(pg_temp.recorded('anna', 3, measure, point, value, NULL, informant, why), expected, what)
  FROM (VALUES ('nonsense', 'mid', 1, 'worker', NULL, '23503 outcome_measure_fkey%', 'a measure there is not'),
               ('conflict', 'nonsense', 1, 'worker', NULL, '23503 outcome_point_fkey%', 'a point there is not'),
               ('conflict', 'mid', 1, 'nonsense', NULL, '23503 outcome_informant_fkey%', 'an informant there is not'),
               ('conflict', 'mid', NULL, 'worker', NULL, '23514 outcome_value_check%', 'neither a value nor a reason'),
               ('conflict', 'mid', 1, 'worker', 'not_asked', '23514 outcome_value_check%', 'both'),
               ('conflict', 'mid', NULL, 'worker', 'declined_to_say', '1', 'a reason'),
               ('conflict', 'mid', 2, 'worker', NULL, '23505 outcome_once_key%', 'once at each point'),
               ('conflict', 'mid', 2, 'parent_carer', NULL, '1', 'but by another informant'))
       AS t(measure, point, value, informant, why, expected, what);
SELECT alike(pg_temp.outcome('anna', format('UPDATE casework.outcome SET %s WHERE id = %L', change, p.outcome)), expected, change)
  FROM place p, (VALUES ('value = 9', 'TL422: Feeling safe at home must be between 1 and 5'), ('value = 5', 'TL422: Select why it is corrected'),
      ('value = 5, correction_reason = ''typing_error'', corrects_version = 99', 'TL422: Select why it is corrected'),
      ('value = 5, correction_reason = ''nonsense'', corrects_version = version', '23503 %reason_fkey%'),
      ('value = 5, correction_reason = ''typing_error'', corrects_version = version', '1'),
      ('value = NULL, not_measured = ''not_asked'', correction_reason = ''new_information'', corrects_version = version', '1'),
      ('value = 2, not_measured = NULL, in_error_at = now(), correction_reason = ''duplicate'', corrects_version = version', '1'),
      ('value = 3, correction_reason = ''typing_error'', corrects_version = version', 'TL409: This was recorded in error%'),
      ('point = ''exit''', '42501%'),
      ('measure = ''safe_area''', '42501%'),
      ('informant = ''worker''', '42501%'),
      ('allocation_id = ''a110c000-0000-4000-8000-000000000001''', '42501%'))
      AS t(change, expected) WHERE p.n = 1;

-- 3. Distance travelled: the last less the baseline, of the same measure,
-- version and informant; nothing is imputed.
CREATE TEMPORARY TABLE told (measure text, informant text, point text, on_ date, value numeric, why text, version text DEFAULT '1');
INSERT INTO told VALUES
    ('safe_home', 'young_person', 'baseline', '2026-01-10', 2, NULL), ('safe_home', 'young_person', 'mid', '2026-03-10', 3, NULL),
    ('safe_home', 'young_person', 'exit', '2026-06-10', 4, NULL), ('safe_home', 'parent_carer', 'exit', '2026-06-10', 1, NULL),
    ('conflict', 'worker', 'baseline', '2026-01-10', 4, NULL), ('conflict', 'worker', 'exit', '2026-06-10', 2, NULL),
    ('conflict', 'worker', 'three_months', '2026-09-10', 5, NULL),
    ('trusted_adult', 'worker', 'baseline', '2026-01-10', 1, NULL), ('trusted_adult', 'worker', 'exit', '2026-06-10', 1, NULL),
    ('substance_use', 'worker', 'baseline', '2026-01-10', 4, NULL), ('substance_use', 'worker', 'exit', '2026-06-10', NULL, 'not_asked'),
    ('wellbeing', 'young_person', 'baseline', '2026-01-10', NULL, 'declined_to_say'), ('wellbeing', 'young_person', 'exit', '2026-06-10', 4, NULL),
    ('gbo', 'worker', 'mid', '2026-02-10', NULL, 'not_known'),
    ('suspensions', 'teacher', 'exit', '2026-01-02', 0, NULL), ('suspensions', 'teacher', 'baseline', '2026-01-10', 3, NULL);
INSERT INTO told VALUES ('swemwbs', 'young_person', 'baseline', '2026-01-10', 17.98, NULL, '1'), ('swemwbs', 'young_person', 'exit', '2026-06-10', 21.54, NULL, '2');
DELETE FROM casework.outcome;
INSERT INTO casework.outcome (spoke_id, person_id, episode_id, measure, instrument_version, point, informant, measured_on, value, not_measured)
SELECT reference.spoke_id('bristol'), p.person, p.episode, t.measure, t.version, t.point, t.informant, t.on_, t.value, t.why FROM told t, place p WHERE p.n = 3;
CREATE FUNCTION pg_temp.distance(who text, measure_ text, informant_ text, version text DEFAULT '1') RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.seen(who, format($q$SELECT concat_ws(' ', d.status, d.direction, d.object ->> 'change', d.object -> 'baseline' ->> 'value', d.object -> 'latest' ->> 'point')
        FROM casework.distance_travelled(ARRAY(SELECT id FROM casework.outcome)) d
       WHERE d.measure = %L AND d.informant = %L AND d.object ->> 'instrument_version' = %L$q$, measure_, informant_, version)) $$;
SELECT is(pg_temp.distance('anna', measure, informant, version), expected, format('%s told by %s, version %s: %s', measure, informant, version, expected))
  FROM (VALUES ('safe_home', 'young_person', '1', 'compared better 2.00 2.00 exit'), ('safe_home', 'parent_carer', '1', 'no_baseline exit'),
               ('conflict', 'worker', '1', 'compared worse 1.00 4.00 three_months'), ('trusted_adult', 'worker', '1', 'compared same 0.00 1.00 exit'),
               ('substance_use', 'worker', '1', 'no_later_value 4.00'), ('wellbeing', 'young_person', '1', 'no_baseline exit'),
               ('gbo', 'worker', '1', 'not_measured'), ('suspensions', 'teacher', '1', 'no_later_value 3.00'),
               ('swemwbs', 'young_person', '1', 'no_later_value 17.98'), ('swemwbs', 'young_person', '2', 'no_baseline exit'))
       AS t(measure, informant, version, expected);
SELECT is(pg_temp.distance('nora', 'safe_home', 'young_person'), NULL, 'another spoke travels none of it');
SELECT is(pg_temp.seen('anna', 'SELECT string_agg(object ->> ''words'', ''|'') FROM casework.outcome_object WHERE object ->> ''measure'' = ''trusted_adult'''),
          'Yes|Yes', 'a score has its words');

SELECT * FROM finish();
ROLLBACK;
