-- A critical incident meeting in the database itself: its spoke's coordinators
-- and those named on it see it and all of it, nobody else, by whatever table.
BEGIN;
SELECT plan(76);
\ir ../support/sessions.sql

SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna,
       pg_temp.signed_in('paul', 'project_officer', 'bristol') AS paul,
       pg_temp.signed_in('ewan', 'eit_officer', 'bristol', 'avon_somerset_police') AS ewan,
       pg_temp.signed_in('mia', 'panel_member', 'bristol', 'bristol_youth_justice') AS mia,
       pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom') AS nora,
       pg_temp.signed_in('sam', 'system_admin', NULL) AS sam \gset
\set meeting 33333333-0000-4000-8000-000000000055
\set person aaaaaaaa-0000-4000-8000-000000000055
\set talk dddddddd-0000-4000-8000-000000000055

INSERT INTO casework.person (id, spoke_ids, display_name, born_precision)
VALUES (:'person', ARRAY[reference.spoke_id('bristol')], 'Tap Closed', 'unknown');
INSERT INTO casework.meeting_series (id, spoke_id, name, type)
VALUES ('5e5e5e5e-0000-4000-8000-000000000055', reference.spoke_id('bristol'), 'Tap closed', 'operational_panel');
INSERT INTO casework.meeting_series_member (series_id, user_id) VALUES ('5e5e5e5e-0000-4000-8000-000000000055', :'mia');
INSERT INTO casework.episode (id, spoke_id, person_id, state, opened_on)
VALUES ('eeeeeeee-0000-4000-8000-000000000055', reference.spoke_id('bristol'), :'person', 'referred', '2026-01-05');
INSERT INTO casework.meeting (id, spoke_id, series_id, type, title, starts_at, inquorate_reason)
VALUES (:'meeting', reference.spoke_id('bristol'), '5e5e5e5e-0000-4000-8000-000000000055',
        'critical_incident', 'Tap closed', now(), 'Could not wait.');
INSERT INTO casework.meeting_attendance (spoke_id, meeting_id, agency_id, name, attendance)
VALUES (reference.spoke_id('bristol'), :'meeting', reference.agency_id('bristol_camhs'), 'Somebody', 'present');
INSERT INTO casework.agenda_item (id, spoke_id, meeting_id, person_id, episode_id, kind, position)
VALUES ('11111111-0000-4000-8000-000000000055', reference.spoke_id('bristol'), :'meeting',
        :'person', 'eeeeeeee-0000-4000-8000-000000000055', 'new', 1);
INSERT INTO casework.discussion (id, spoke_id, meeting_id, agenda_item_id, person_id, episode_id, happened_at, summary, rationale)
VALUES (:'talk', reference.spoke_id('bristol'), :'meeting',
        '11111111-0000-4000-8000-000000000055', :'person', 'eeeeeeee-0000-4000-8000-000000000055', now(), 'Said.', 'Because.');
INSERT INTO casework.discussion_update (spoke_id, meeting_id, discussion_id, person_id, agency_id, text)
VALUES (reference.spoke_id('bristol'), :'meeting', :'talk', :'person', reference.agency_id('bristol_camhs'), 'Known.');
INSERT INTO casework.discussion_decision (spoke_id, meeting_id, discussion_id, person_id, decision)
VALUES (reference.spoke_id('bristol'), :'meeting', :'talk', :'person', 'keep_monitoring');
INSERT INTO casework.discussion_dissent (spoke_id, meeting_id, discussion_id, person_id, agency_id, text)
VALUES (reference.spoke_id('bristol'), :'meeting', :'talk', :'person', reference.agency_id('bristol_camhs'), 'No.');
INSERT INTO casework.meeting_paper (spoke_id, meeting_id, title, text)
VALUES (reference.spoke_id('bristol'), :'meeting', 'Paper', 'Text');
INSERT INTO casework.agency_check (spoke_id, person_id, episode_id, meeting_id, agency_id, due_on)
VALUES (reference.spoke_id('bristol'), :'person', 'eeeeeeee-0000-4000-8000-000000000055',
        :'meeting', reference.agency_id('bristol_youth_justice'), access.today() + 3);

CREATE TEMPORARY TABLE of_meeting (of text, where_ text);
INSERT INTO of_meeting VALUES ('meeting', 'id'), ('meeting_attendance', 'meeting_id'), ('agenda_item', 'meeting_id'), ('discussion', 'meeting_id'),
    ('discussion_update', 'meeting_id'), ('discussion_decision', 'meeting_id'), ('discussion_dissent', 'meeting_id'),
    ('meeting_paper', 'meeting_id'), ('agency_check', 'meeting_id');
SELECT is((SELECT string_agg(c.table_name, ',') FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
            WHERE c.table_schema = 'casework' AND c.column_name = 'meeting_id' AND t.table_type = 'BASE TABLE'
              AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = format('casework.%I', c.table_name)::regclass AND NOT p.polpermissive)
              AND c.table_name <> 'meeting_access'), NULL, 'no table of a meeting is left open');

CREATE FUNCTION pg_temp.sees(who text, expected text, said text) RETURNS SETOF text LANGUAGE sql AS $$
    SELECT is(pg_temp.outcome(who, format('SELECT FROM casework.%I WHERE %I = %L', of, where_, '33333333-0000-4000-8000-000000000055')), expected,
              format('%s sees %s of %s: %s', who, expected, of, said)) FROM of_meeting $$;
SELECT pg_temp.sees('anna', '1', 'the coordinator of the spoke');
SELECT pg_temp.sees('paul', '0', 'its project officer');
SELECT pg_temp.sees('ewan', '0', 'its officer');
SELECT pg_temp.sees('mia', '0', 'a member of the series');
SELECT is(pg_temp.outcome('mia', 'SELECT FROM casework.person'), '0', 'nor do they see who is on its agenda');
SELECT is(pg_temp.seen(who, format('SELECT count(*) FROM casework.journey_events(%L, NULL, NULL, NULL) WHERE kind = ''discussion''', :'person')), many,
          'the journey tells ' || who || ' of ' || many) FROM (VALUES ('ewan', '0'), ('anna', '2')) AS t(who, many);

SELECT alike(pg_temp.outcome(who, format($$INSERT INTO casework.meeting_access (spoke_id, meeting_id, user_id, reason, valid_from)
    VALUES (reference.spoke_id('bristol'), %L, %L, 'Leads', access.today())$$, :'meeting', whom)), expected, format('%s names somebody: %s', who, expected))
  FROM (VALUES ('paul', :'paul', '42501%'), ('mia', :'mia', '42501%'), ('nora', :'nora', '42501%'), ('anna', :'sam', 'TL422%'),
               ('anna', :'ewan', '1'), ('anna', :'mia', '1'), ('anna', :'ewan', '23505 meeting_access_once%')) AS t(who, whom, expected);
SELECT pg_temp.sees('ewan', '1', 'once named');
SELECT pg_temp.sees('mia', '1', 'once named');
SELECT is(pg_temp.outcome('mia', 'SELECT FROM casework.person'), '1', 'with who is on its agenda');
SELECT is(pg_temp.outcome(who, 'SELECT FROM casework.meeting_access'), sees, who || ' sees ' || sees || ' of the list')
  FROM (VALUES ('anna', '2'), ('ewan', '2'), ('mia', '2'), ('paul', '0'), ('nora', '0')) AS t(who, sees);
SELECT is(pg_temp.outcome('anna', format('UPDATE casework.meeting_access SET valid_to = access.today() WHERE user_id = %L', :'ewan')), '1', 'from the moment it ends');
SELECT is(pg_temp.outcome('ewan', format('SELECT FROM casework.discussion WHERE meeting_id = %L', :'meeting')), '0', 'they see nothing');

SELECT alike(pg_temp.outcome('anna', format('UPDATE casework.meeting SET type = ''extraordinary'' WHERE id = %L', :'meeting')),
             'TL409%', 'it cannot be called something else');
SELECT is(pg_temp.outcome('paul', $$INSERT INTO casework.meeting (id, spoke_id, type, title, starts_at)
    VALUES ('33333333-0000-4000-8000-000000000056', reference.spoke_id('bristol'), 'critical_incident', 'Own', now())$$), '1', 'a project officer calls one');
SELECT is(pg_temp.outcome('paul', 'SELECT FROM casework.meeting WHERE id = ''33333333-0000-4000-8000-000000000056'''), '1', 'and is named on it');
SELECT * FROM finish();
ROLLBACK;
