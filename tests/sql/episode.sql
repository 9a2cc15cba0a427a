-- Episodes in the database itself: who sees the work, every move allowed and
-- refused, what closing asks for, and that a closed episode stays as it is.
BEGIN;
SELECT plan(266);
\ir ../support/sessions.sql

CREATE TEMPORARY TABLE role_sees (role text, own integer, notes integer);
INSERT INTO role_sees VALUES
    ('spoke_coordinator', 1, 1), ('project_officer', 1, 1), ('eit_officer', 1, 1), ('eit_sergeant', 1, 1),
    ('panel_member', 0, 0), ('referrer', 0, 0), ('provider_worker', 0, 0), ('hub_auditor', 0, 0),
    ('hub_analyst', 0, 0), ('hub_grant_officer', 0, 0), ('ig_lead', 0, 0), ('system_admin', 0, 0);
SELECT count(pg_temp.signed_in('x' || role, role, 'bristol')) = 12 AS ready FROM role_sees \gset
SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna,
       pg_temp.signed_in('petra', 'project_officer', 'bristol') AS petra,
       pg_temp.signed_in('ewan', 'eit_officer', 'bristol', 'avon_somerset_police') AS ewan,
       pg_temp.signed_in('mia', 'panel_member', 'bristol', 'bristol_youth_justice') AS mia,
       pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom') AS nora \gset

-- One young person each: 1 and 2 on different active lists in Bristol, 3 on
-- one of North Somerset; 4 and 5 for moves.
CREATE TEMPORARY TABLE place AS
SELECT n, spoke, ('aaaaaaaa-0000-4000-8000-00000000000' || n)::uuid AS person,
       ('eeeeeeee-0000-4000-8000-00000000000' || n)::uuid AS episode,
       ('5e5e5e5e-0000-4000-8000-00000000000' || n)::uuid AS series,
       ('44444444-0000-4000-8000-00000000000' || n)::uuid AS risk,
       ('77777777-0000-4000-8000-00000000000' || n)::uuid AS note
  FROM (VALUES (1, 'bristol'), (2, 'bristol'), (3, 'northsom'), (4, 'bristol'), (5, 'bristol')) AS t(n, spoke);
INSERT INTO casework.person (id, spoke_ids, display_name, born_precision)
SELECT person, ARRAY[reference.spoke_id(spoke)], 'Tap ' || n, 'unknown' FROM place;
INSERT INTO casework.meeting_series (id, spoke_id, name, type)
SELECT series, reference.spoke_id(spoke), 'Tap ' || n, 'operational_panel' FROM place;
INSERT INTO casework.episode (id, spoke_id, person_id, state, opened_on, series_id)
SELECT episode, reference.spoke_id(spoke), person, 'active_monitoring', '2026-01-05', series FROM place WHERE n <= 3;
INSERT INTO casework.risk_assessment (id, spoke_id, person_id, episode_id, risk_to, risk_from, practitioner_level, rationale)
SELECT risk, reference.spoke_id(spoke), person, episode, 'high', 'low', 'high', 'knife; --' FROM place WHERE n <= 3;
INSERT INTO casework.note (id, spoke_id, person_id, episode_id, kind, text, happened_at)
SELECT note, reference.spoke_id(spoke), person, episode, 'general', 'Said.', now() FROM place WHERE n <= 3;

-- 1. Whose they are: each table by each role, own spoke and another.
SELECT is(pg_temp.outcome('x' || r.role, format('SELECT FROM casework.episode WHERE id = %L', p.episode)),
          CASE p.n WHEN 1 THEN r.own ELSE 0 END::text, format('%s and an episode of %s', r.role, p.spoke))
  FROM role_sees r, place p WHERE p.n IN (1, 3);
SELECT is(pg_temp.outcome('x' || r.role, format('SELECT FROM casework.risk_assessment WHERE id = %L', p.risk)),
          CASE p.n WHEN 1 THEN r.own ELSE 0 END::text, format('%s and a risk assessment of %s', r.role, p.spoke))
  FROM role_sees r, place p WHERE p.n IN (1, 3);
SELECT is(pg_temp.outcome('x' || r.role, format('SELECT FROM casework.note WHERE id = %L', p.note)),
          CASE p.n WHEN 1 THEN r.notes ELSE 0 END::text, format('%s and a note of %s', r.role, p.spoke))
  FROM role_sees r, place p WHERE p.n IN (1, 3);
SELECT is(pg_temp.outcome('nora', format('SELECT FROM casework.%I WHERE person_id = %L', v, p.person)), '0',
          'another spoke sees nothing through ' || v)
  FROM place p, unnest(ARRAY['episode_object', 'risk_object', 'note_object', 'outcome_object', 'action_object']) AS v
 WHERE p.n = 1;
SELECT is(pg_temp.outcome(NULL, 'SELECT FROM casework.' || t), '0', 'nobody sees no ' || t)
  FROM unnest(ARRAY['episode', 'risk_assessment', 'note', 'episode_object', 'risk_object', 'note_object']) AS t;
SELECT alike(pg_temp.outcome(who, format('SELECT casework.episode_required(%L)', p.episode)), expected, who || ' asks for what hangs on it')
  FROM place p, (VALUES ('anna', '1'), ('nora', 'TL404%'), ('xreferrer', 'TL404%')) AS t(who, expected) WHERE p.n = 1;

-- A panel member: the young people of their own meetings, and no notes.
INSERT INTO casework.meeting_series_member (series_id, user_id, valid_from)
SELECT series, :'mia', current_date - 90 FROM place WHERE n = 1;
SELECT is(pg_temp.seen('mia', 'SELECT string_agg(id::text, '' '') FROM casework.episode'), p.episode::text, 'only the episode on her list')
  FROM place p WHERE p.n = 1;
SELECT is(pg_temp.seen('mia', 'SELECT string_agg(id::text, '' '') FROM casework.risk_assessment'), p.risk::text, 'with its risk')
  FROM place p WHERE p.n = 1;
SELECT is(pg_temp.outcome('mia', 'SELECT FROM casework.note'), '0', 'but no notes');
SELECT is(pg_temp.outcome('mia', 'UPDATE casework.episode SET statutory_lead = ''x'''), '0', 'she changes none');
SELECT is(pg_temp.seen('mia', 'SELECT (object -> ''moves'')::text FROM casework.episode_object'), '[]', 'and moves none');

-- 2. Who writes.
SELECT alike(pg_temp.outcome(who, format($$INSERT INTO casework.episode (spoke_id, person_id, opened_on)
    VALUES (reference.spoke_id(%L), %L, current_date)$$, p.spoke, p.person)), expected, who || ' opens an episode')
  FROM (VALUES (1, 'ewan', 'TL403%'), (2, 'xpanel_member', 'TL403%'), (3, 'nora', 'TL403%'), (4, 'petra', '1'),
               (5, 'anna', '23505 episode_one_open%')) AS t(turn, who, expected), place p WHERE p.n = 4 ORDER BY turn;
DELETE FROM casework.episode WHERE person_id = (SELECT person FROM place WHERE n = 4);
SELECT alike(pg_temp.outcome(who, format($$INSERT INTO casework.risk_assessment (spoke_id, person_id, episode_id, risk_to, risk_from,
    practitioner_level, rationale) VALUES (reference.spoke_id(%L), %L, %L, 'low', 'low', 'low', 'x')$$, p.spoke, p.person, p.episode)),
    expected, format('%s assesses %s', who, p.n))
  FROM (VALUES ('anna', 1, '1'), ('petra', 1, '1'), ('ewan', 1, '42501%'), ('mia', 1, '42501%'), ('nora', 1, '42501%'),
               ('anna', 3, '42501%')) AS t(who, at, expected) JOIN place p ON p.n = at;
SELECT alike(pg_temp.outcome(who, format($$INSERT INTO casework.note (spoke_id, person_id, episode_id, kind, text, happened_at)
    VALUES (reference.spoke_id(%L), %L, %L, 'general', 'x', now())$$, p.spoke, p.person, p.episode)),
    expected, format('%s writes a note for %s', who, p.n))
  FROM (VALUES ('anna', 1, '1'), ('ewan', 1, '1'), ('mia', 1, '42501%'), ('xprovider_worker', 1, '42501%'), ('nora', 1, '42501%'),
               ('anna', 3, '42501%')) AS t(who, at, expected) JOIN place p ON p.n = at;
SELECT alike(pg_temp.outcome('anna', format('UPDATE casework.note SET %s WHERE id = %L', change, p.note)), expected, 'a note: ' || change)
  FROM place p, (VALUES ('text = ''other words''', '42501%'), ('person_id = person_id', '42501%'), ('created_by = NULL', '42501%'),
               ('in_error_at = now()', '23514 note_in_error_check%'),
               ('in_error_at = now(), in_error_reason = ''x''', '1')) AS t(change, expected) WHERE p.n = 1;
SELECT alike(pg_temp.outcome('anna', 'UPDATE casework.risk_assessment SET rationale = ''x'''), 'TL422: Select why it is corrected', 'an assessment is never rewritten without its reason');
SELECT alike(pg_temp.outcome('anna', 'DELETE FROM casework.' || t), '42501%', t || ' is never taken away')
  FROM unnest(ARRAY['episode', 'risk_assessment', 'note', 'outcome', 'action']) AS t;

GRANT SELECT ON place TO throughline_server;

-- 3. Risk: a level is never changed silently, its codes exist, the latest counts.
SELECT alike(pg_temp.outcome('anna', format($$INSERT INTO casework.risk_assessment (spoke_id, person_id, episode_id, risk_to, risk_from,
    practitioner_level, rationale, %s) SELECT reference.spoke_id(spoke), person, episode, 'low', 'low', 'low', 'x', %s FROM place WHERE n = 1$$,
    columns, given)), expected, format('%s (%s)', columns, given))
  FROM (VALUES ('panel_level', '''high''', '23514 risk_assessment_override_reason_check%'),
               ('panel_level, override_reason', '''high'', ''nonsense''', '23503 risk_assessment_override_reason_fkey%'),
               ('panel_level, override_reason', '''high'', ''professional_judgement''', 'TL422: Say why the panel differs%'),
               ('override_note', '''Because''', '23514 risk_assessment_override_note_check%'),
               ('review_on', '''2020-01-01''', '23514 risk_assessment_review_on_check%'),
               ('panel_level, override_reason', '''high'', ''new_information''', '1'),
               ('contexts, leading_context', '''{family}'', ''peer''', '23514 risk_assessment_leading_context_check%'),
               ('contexts', '''{nonsense}''', 'TL422: Select contexts%'),
               ('risk_factors', '''{nonsense}''', 'TL422: Select risk factors%'),
               ('protective_factors', '''{nonsense}''', 'TL422: Select protective factors%')) AS t(columns, given, expected);
SELECT alike(pg_temp.outcome('anna', format($$INSERT INTO casework.risk_assessment (spoke_id, person_id, episode_id, assessed_at, risk_to, risk_from,
    practitioner_level, rationale) SELECT reference.spoke_id(spoke), person, episode, %L, 'low', 'low', %L, 'x' FROM place WHERE n = 2$$, at, level)),
    '1', 'assessed at ' || at) FROM (VALUES ('2026-03-01', 'medium'), ('2020-01-01', 'very_high')) AS t(at, level);
SELECT is((SELECT risk_level FROM casework.episode e JOIN place p ON p.episode = e.id WHERE p.n = 2), 'high',
          'the latest assessment is the episode''s level, whenever it was written down');
SELECT is(pg_temp.seen('anna', format('SELECT string_agg(object ->> ''change'', '' '' ORDER BY assessed_at) FROM casework.risk_object WHERE episode_id = %L', p.episode)),
          'baseline reduced increased', 'what changed since the one before') FROM place p WHERE p.n = 2;
SELECT is(pg_temp.seen('anna', format('SELECT string_agg(object ->> ''change_from_baseline'', '' '' ORDER BY assessed_at) FROM casework.risk_object WHERE episode_id = %L', p.episode)),
          'baseline reduced reduced', 'and since the first') FROM place p WHERE p.n = 2;
SET LOCAL session_replication_role = replica; -- no rule lets a scale be changed
UPDATE casework.risk_assessment SET scale_version = '2027' WHERE id = (SELECT risk FROM place WHERE n = 2);
SET LOCAL session_replication_role = origin;
SELECT is(pg_temp.seen('anna', format('SELECT object ->> ''change'' FROM casework.risk_object WHERE id = %L AND episode_id = %L', p.risk, p.episode)),
          'not_comparable', 'two versions of the scale are not compared') FROM place p WHERE p.n = 2;

-- 4. Moves: from every state to every other; the table says which there are.
CREATE TEMPORARY TABLE state (name text, path text[]);
INSERT INTO state VALUES ('referred', '{}'), ('triage', '{triage}'), ('agency_checks', '{triage,agency_checks}'), ('listed', '{listed}'),
    ('active_monitoring', '{listed,active_monitoring}'), ('step_down', '{listed,step_down}'), ('closed', '{closed}');
CREATE FUNCTION pg_temp.closing(closed text DEFAULT 'current_date') RETURNS text LANGUAGE sql AS $$
    SELECT format('closed_on = %s, closure_reason = ''risk_reduced'', closure_summary = ''x'', closing_risk_level = ''low'',
        young_person_told_on = current_date, referrer_not_told = ''x'', re_referral_route = ''any_agency'',
        outcomes_recorded = false, retention_trigger_on = current_date', closed) $$;
CREATE FUNCTION pg_temp.episode_in(wanted text) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
    made uuid := gen_random_uuid();
    step text;
BEGIN
    INSERT INTO casework.person (id, spoke_ids, display_name, born_precision)
    VALUES (made, ARRAY[reference.spoke_id('bristol')], 'Tap', 'unknown');
    INSERT INTO casework.episode (id, spoke_id, person_id, opened_on)
    VALUES (made, reference.spoke_id('bristol'), made, '2026-01-05');
    FOREACH step IN ARRAY (SELECT path FROM state WHERE name = wanted) LOOP
        EXECUTE format('UPDATE casework.episode SET state = %L%s WHERE id = %L', step,
                       CASE step WHEN 'closed' THEN ', ' || pg_temp.closing() ELSE '' END, made);
    END LOOP;
    RETURN made;
END $$;
CREATE TEMPORARY TABLE allowed (from_state text, to_state text);
INSERT INTO allowed VALUES ('referred', 'triage'), ('referred', 'agency_checks'), ('triage', 'agency_checks'),
    ('referred', 'listed'), ('triage', 'listed'), ('agency_checks', 'listed'), ('listed', 'active_monitoring'),
    ('step_down', 'active_monitoring'), ('listed', 'step_down'), ('active_monitoring', 'step_down'),
    ('referred', 'closed'), ('triage', 'closed'), ('agency_checks', 'closed'), ('listed', 'closed'),
    ('active_monitoring', 'closed'), ('step_down', 'closed');
CREATE FUNCTION pg_temp.moved(who text, a text, b text) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.outcome(who, format('UPDATE casework.episode SET state = %L%s WHERE id = %L', b,
        CASE b WHEN 'closed' THEN ', ' || pg_temp.closing() ELSE '' END, pg_temp.episode_in(a))) $$;
SELECT alike(pg_temp.moved('petra', a.name, b.name),
             CASE WHEN m.to_state IS NOT NULL THEN '1' ELSE 'TL409: %' END, format('%s -> %s', a.name, b.name))
  FROM state a CROSS JOIN state b LEFT JOIN allowed m ON m.from_state = a.name AND m.to_state = b.name WHERE a.name <> b.name;
SELECT alike(pg_temp.moved(who, a.name, b.name), expected, format('%s: %s -> %s', who, a.name, b.name))
  FROM state a CROSS JOIN state b JOIN allowed m ON m.from_state = a.name AND m.to_state = b.name
 CROSS JOIN (VALUES ('ewan', '0'), ('nora', '0'), ('xreferrer', '0')) AS t(who, expected);
SELECT alike(pg_temp.outcome('petra', format('INSERT INTO casework.episode (spoke_id, person_id, opened_on, state)
             SELECT reference.spoke_id(spoke), person, current_date, %L FROM place WHERE n = 5', s.name)),
             CASE WHEN s.name = 'referred' THEN '1' WHEN s.name IN ('listed', 'active_monitoring') THEN '23505 episode_one_open%' ELSE 'TL409%' END, 'an episode begins as ' || s.name)
  FROM state s ORDER BY s.name = 'referred' DESC;
CREATE TEMPORARY TABLE walked AS SELECT pg_temp.episode_in('listed') AS id;
SELECT is(pg_temp.outcome('petra', format('UPDATE casework.episode SET state = ''step_down'', state_note = ''Calmer'' WHERE id = %L', id)), '1', 'a move') FROM walked;
SELECT results_eq($$SELECT verb, from_state, to_state, note, by_user FROM casework.state_change c, walked w
                     WHERE c.subject_id = w.id AND c.to_state = 'step_down'$$,
                  format($$VALUES ('step_down', 'listed', 'step_down', 'Calmer', %L::uuid)$$, :'petra'), 'is a row, with who and why');

-- 5. Closing: all of the checklist, and nothing left to do.
SELECT alike(pg_temp.outcome('anna', format('UPDATE casework.episode SET state = ''closed'', %s WHERE id = %L',
             replace(pg_temp.closing(), given, lacking), pg_temp.episode_in('step_down'))), '23514 episode_closed_check%', 'it does not close without ' || lacking)
  FROM (VALUES ('closure_reason = ''risk_reduced''', 'closure_reason = NULL'), ('closure_summary = ''x''', 'closure_summary = NULL'),
               ('closing_risk_level = ''low''', 'closing_risk_level = NULL'), ('young_person_told_on = current_date', 'young_person_told_on = NULL'),
               ('referrer_not_told = ''x''', 'referrer_not_told = NULL'), ('re_referral_route = ''any_agency''', 're_referral_route = NULL'),
               ('outcomes_recorded = false', 'outcomes_recorded = NULL'), ('retention_trigger_on = current_date', 'retention_trigger_on = NULL'),
               ('closed_on = current_date', 'closed_on = NULL')) AS t(given, lacking);
SELECT alike(pg_temp.outcome('anna', format('UPDATE casework.episode SET state = ''closed'', %s WHERE id = %L',
             pg_temp.closing('''2025-12-31'''), pg_temp.episode_in('listed'))), '23514 episode_dates_check%', 'nor before it opened');
SELECT alike(pg_temp.outcome('anna', format('UPDATE casework.episode SET closed_on = current_date WHERE id = %L', pg_temp.episode_in('listed'))),
             '23514 episode_closed_check%', 'an open one has no closing date');
CREATE FUNCTION pg_temp.with_action(a_state text) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
    made uuid := pg_temp.episode_in('listed');
BEGIN
    INSERT INTO casework.action (spoke_id, person_id, episode_id, description, owner_agency_id, owner_name, due_on)
    VALUES (reference.spoke_id('bristol'), made, made, 'x', reference.agency_id('opcc_hub'), 'Jo', current_date);
    IF a_state <> 'open' THEN
        UPDATE casework.action SET state = a_state, done_on = CASE a_state WHEN 'done' THEN current_date END,
               state_reason = CASE a_state WHEN 'cancelled' THEN 'unsafe' END WHERE episode_id = made;
    END IF;
    RETURN made;
END $$;
SELECT alike(pg_temp.outcome('anna', format('UPDATE casework.episode SET state = ''closed'', %s WHERE id = %L', pg_temp.closing(), pg_temp.with_action(s))),
             expected, 'closing with an action that is ' || s)
  FROM (VALUES ('open', 'TL409: 1 open action: complete, cancel or reassign first.'), ('in_progress', 'TL409: 1 open action%'),
               ('done', '1'), ('cancelled', '1'), ('superseded', '1')) AS t(s, expected);

-- 6. Closed: nothing changes, no more work, and a new episode can open.
CREATE FUNCTION pg_temp.owner_outcome(statement text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE statement;
    RETURN 'done';
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE || ': ' || SQLERRM;
END $$;
CREATE TEMPORARY TABLE closed AS SELECT pg_temp.with_action('done') AS id;
UPDATE casework.episode SET state = 'closed', closed_on = current_date, closure_reason = 'risk_reduced', closure_summary = 'x',
    closing_risk_level = 'low', young_person_told_on = current_date, referrer_not_told = 'x', re_referral_route = 'any_agency',
    outcomes_recorded = false, retention_trigger_on = current_date WHERE id = (SELECT id FROM closed);
CREATE TEMPORARY TABLE edit (what text, statement text);
INSERT INTO edit VALUES
    ('its lead', 'UPDATE casework.episode SET lead_professional = ''x'' WHERE id = %L'),
    ('its closing summary', 'UPDATE casework.episode SET closure_summary = ''y'' WHERE id = %L'),
    ('its state', 'UPDATE casework.episode SET state = ''listed'', closed_on = NULL, closure_reason = NULL WHERE id = %L'),
    ('its risk', 'INSERT INTO casework.risk_assessment (spoke_id, person_id, episode_id, risk_to, risk_from, practitioner_level, rationale)
        SELECT spoke_id, person_id, id, ''low'', ''low'', ''low'', ''x'' FROM casework.episode WHERE id = %L'),
    ('its actions', 'INSERT INTO casework.action (spoke_id, person_id, episode_id, description, owner_agency_id, owner_name, due_on)
        SELECT spoke_id, person_id, id, ''x'', reference.agency_id(''opcc_hub''), ''x'', current_date FROM casework.episode WHERE id = %L'),
    ('what was done', 'UPDATE casework.action SET state = ''open'', done_on = NULL WHERE episode_id = %L');
SELECT is(pg_temp.outcome('anna', format(statement, c.id)), 'TL409: This episode is closed. A new referral opens a new one.',
          'the server cannot change ' || what) FROM edit, closed c;
SELECT is(pg_temp.owner_outcome(format(statement, c.id)), 'TL409: This episode is closed. A new referral opens a new one.',
          'nor the owner: ' || what) FROM edit, closed c;
SELECT is(pg_temp.outcome('anna', format('INSERT INTO casework.note (spoke_id, person_id, episode_id, kind, text, happened_at)
    SELECT spoke_id, person_id, id, ''file'', ''x'', now() FROM casework.episode WHERE id = %L', c.id)), '1', 'it takes filing notes') FROM closed c;
SELECT is(pg_temp.outcome('anna', format('INSERT INTO casework.outcome (spoke_id, person_id, episode_id, measure, point, informant, measured_on, value)
    SELECT spoke_id, person_id, id, ''safe_home'', ''six_months'', ''worker'', current_date, 3 FROM casework.episode WHERE id = %L', c.id)), '1',
    'and outcomes of the follow-up') FROM closed c;
SELECT is(pg_temp.outcome('anna', format('INSERT INTO casework.episode (spoke_id, person_id, opened_on)
    SELECT spoke_id, person_id, current_date FROM casework.episode WHERE id = %L', c.id)), '1', 'a new one opens') FROM closed c;
SELECT alike(pg_temp.outcome('anna', format('INSERT INTO casework.episode (spoke_id, person_id, opened_on)
    SELECT spoke_id, person_id, current_date FROM casework.episode WHERE id = %L', c.id)), '23505 episode_one_open%', 'but only one') FROM closed c;

SELECT * FROM finish();
ROLLBACK;
