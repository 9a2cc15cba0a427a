-- Places and critical incidents in the database itself: who sees and writes
-- them, and that nobody else learns of an incident.
BEGIN;
SELECT plan(72);
\ir ../support/sessions.sql

CREATE TEMPORARY TABLE role_sees (role text, place integer, incident integer);
INSERT INTO role_sees VALUES
    ('spoke_coordinator', 1, 1), ('project_officer', 1, 0), ('eit_officer', 1, 0), ('eit_sergeant', 1, 0), ('panel_member', 0, 0),
    ('referrer', 0, 0), ('provider_worker', 0, 0), ('hub_auditor', 0, 0), ('hub_analyst', 0, 0), ('hub_grant_officer', 0, 0),
    ('ig_lead', 0, 0), ('system_admin', 0, 0);
SELECT count(pg_temp.signed_in('x' || role, role, 'bristol')) = 12 AS ready FROM role_sees \gset
SELECT pg_temp.signed_in('sana', 'eit_sergeant', 'bristol', 'avon_somerset_police') AS sana,
       pg_temp.signed_in('mia', 'panel_member', 'bristol', 'bristol_youth_justice') AS mia,
       pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom') AS nora \gset
INSERT INTO casework.person (id, spoke_ids, display_name, born_precision)
SELECT ('aaaaaaaa-0000-4000-8000-00000000000' || n)::uuid, ARRAY[reference.spoke_id(spoke)], 'Tap ' || n, 'unknown'
  FROM (VALUES (1, 'bristol'), (2, 'northsom')) AS t(n, spoke);
INSERT INTO casework.place (id, spoke_id, name, type, source, concern, noted_on)
VALUES ('bbbbbbbb-0000-4000-8000-000000000001', reference.spoke_id('bristol'), 'P', 'park', 'police', 'c', current_date - 5);
INSERT INTO casework.critical_incident (id, spoke_id, kind, title, happened_at, summary)
VALUES ('cccccccc-0000-4000-8000-000000000001', reference.spoke_id('bristol'), 'near_miss', 'T', now() - interval '1 day', 's');
INSERT INTO casework.critical_incident_person (spoke_id, incident_id, person_id, role)
VALUES (reference.spoke_id('bristol'), 'cccccccc-0000-4000-8000-000000000001', 'aaaaaaaa-0000-4000-8000-000000000001', 'victim');
INSERT INTO casework.critical_incident_place VALUES ('cccccccc-0000-4000-8000-000000000001', 'bbbbbbbb-0000-4000-8000-000000000001', reference.spoke_id('bristol'));

-- 1. Who sees what.
SELECT is(pg_temp.outcome('x' || role, 'SELECT FROM casework.place'), place::text, role || ' and the place') FROM role_sees;
SELECT is(pg_temp.outcome('x' || role, 'SELECT FROM casework.critical_incident'), incident::text, role || ' and the incident') FROM role_sees;
SELECT is(pg_temp.outcome('x' || role, 'SELECT FROM casework.critical_incident_person'), incident::text, role || ' and those in it') FROM role_sees;
SELECT is(pg_temp.outcome('nora', 'SELECT FROM casework.' || t), '0', 'next door: no ' || t)
  FROM (VALUES ('place'), ('critical_incident'), ('critical_incident_person'), ('critical_incident_place')) AS x(t);
SELECT is(pg_temp.outcome(NULL, 'SELECT FROM casework.critical_incident'), '0', 'nobody: none');

-- 2. Named from a day on, until a day.
INSERT INTO casework.critical_incident_access (id, spoke_id, incident_id, user_id, reason, valid_from)
SELECT gen_random_uuid(), reference.spoke_id('bristol'), 'cccccccc-0000-4000-8000-000000000001', u, 'r', d
  FROM (VALUES (:'sana'::uuid, current_date - 1), (:'mia'::uuid, current_date + 1)) AS t(u, d);
SELECT is(pg_temp.outcome(who, 'SELECT FROM casework.' || t), CASE who WHEN 'mia' THEN '0' ELSE rows END, format('%s, named, and %s', who, t))
  FROM (VALUES ('critical_incident', '1'), ('critical_incident_person', '1'), ('critical_incident_place', '1'), ('critical_incident_access', '2')) AS x(t, rows),
       (VALUES ('sana'), ('mia')) AS w(who);
SELECT is(pg_temp.outcome('sana', 'INSERT INTO casework.critical_incident_entry (spoke_id, incident_id, happened_at, text)
    VALUES (reference.spoke_id(''bristol''), ''cccccccc-0000-4000-8000-000000000001'', now(), ''t'')'), '1', 'and adds to the chronology');
SELECT alike(pg_temp.outcome(who, statement), expected, format('%s: %s', who, statement)) FROM (VALUES
    ('mia', 'INSERT INTO casework.critical_incident_entry (spoke_id, incident_id, happened_at, text) VALUES (reference.spoke_id(''bristol''), ''cccccccc-0000-4000-8000-000000000001'', now(), ''t'')', '42501%'),
    ('sana', 'UPDATE casework.critical_incident SET title = ''x''', '0'),
    ('sana', 'UPDATE casework.critical_incident_access SET valid_to = NULL', '0'),
    ('sana', 'INSERT INTO casework.critical_incident_access (spoke_id, incident_id, user_id, reason, valid_from) SELECT reference.spoke_id(''bristol''), ''cccccccc-0000-4000-8000-000000000001'', access.me(), ''r'', current_date', '42501%'),
    ('xspoke_coordinator', 'UPDATE casework.critical_incident_entry SET text = ''x''', '42501%'),
    ('xspoke_coordinator', 'DELETE FROM casework.critical_incident_entry', '42501%'),
    ('xspoke_coordinator', 'UPDATE casework.critical_incident SET spoke_id = spoke_id', '42501%'),
    ('xproject_officer', 'INSERT INTO casework.critical_incident (spoke_id, kind, title, happened_at, summary) VALUES (reference.spoke_id(''bristol''), ''near_miss'', ''T'', now(), ''s'')', '42501%'),
    ('nora', 'INSERT INTO casework.place (spoke_id, name, type, source, concern, noted_on) VALUES (reference.spoke_id(''bristol''), ''P'', ''park'', ''police'', ''c'', current_date)', '42501%')
  ) AS t(who, statement, expected);
UPDATE casework.critical_incident_access SET valid_to = current_date WHERE user_id = :'sana';
SELECT is(pg_temp.outcome('sana', 'SELECT FROM casework.critical_incident'), '0', 'ended today, shut today');

-- 3. States that cannot be.
SELECT alike(pg_temp.outcome('xspoke_coordinator', statement), expected, statement) FROM (VALUES
    ('UPDATE casework.place SET status = ''closed''', '23514 place_closed_check%'),
    ('UPDATE casework.critical_incident SET risk_level = ''high''', '23514 critical_incident_risk_check%'),
    ('UPDATE casework.critical_incident SET ended_on = current_date', '23514 critical_incident_ended_check%'),
    ('INSERT INTO casework.place_person (spoke_id, place_id, person_id, since) VALUES (reference.spoke_id(''bristol''), ''bbbbbbbb-0000-4000-8000-000000000001'', ''aaaaaaaa-0000-4000-8000-000000000002'', current_date)', '23503 place_person_known_fkey%'),
    ('INSERT INTO casework.place_plan (spoke_id, place_id, objective) VALUES (reference.spoke_id(''bristol''), ''bbbbbbbb-0000-4000-8000-000000000001'', ''o'')', '23514 place_plan_owner_check%'),
    ('INSERT INTO casework.critical_incident_person (spoke_id, incident_id, role) VALUES (reference.spoke_id(''bristol''), ''cccccccc-0000-4000-8000-000000000001'', ''victim'')', '23514 critical_incident_person_who_check%'),
    ('INSERT INTO casework.place_version (kind, subject_id, spoke_id, number, was, replaced_at) VALUES (''place'', gen_random_uuid(), 1, 1, ''{}'', now())', '42501%')
  ) AS t(statement, expected);

-- 4. What it said is kept, and read by who may open it.
SELECT is(pg_temp.outcome('xspoke_coordinator', 'UPDATE casework.critical_incident SET title = ''New'''), '1', 'changed');
SELECT results_eq('SELECT was::text FROM casework.place_version', $$VALUES ('{"title": "T"}')$$, 'what it said is kept');
SELECT is(pg_temp.outcome(who, 'SELECT FROM casework.place_version'), expected, who || ' and what it said')
  FROM (VALUES ('xspoke_coordinator', '1'), ('xproject_officer', '0'), ('nora', '0')) AS t(who, expected);

SELECT * FROM finish();
ROLLBACK;
