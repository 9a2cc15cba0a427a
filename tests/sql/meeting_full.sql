-- What surrounds a meeting, in the database itself: who sees a check, a paper,
-- an extract; what an interest hides; what a deputy sees; and what is refused
-- whoever tries.
BEGIN;
SELECT plan(45);
\ir ../support/sessions.sql

SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna,
       pg_temp.signed_in('ewan', 'eit_officer', 'bristol', 'avon_somerset_police') AS ewan,
       pg_temp.signed_in('mia', 'panel_member', 'bristol', 'bristol_youth_justice') AS mia,
       pg_temp.signed_in('max', 'panel_member', 'bristol', 'bristol_camhs') AS max,
       pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom') AS nora,
       pg_temp.signed_in('pat', 'provider_worker', 'bristol', 'bristol_youth_justice') AS pat,
       pg_temp.signed_in('sam', 'system_admin', NULL) AS sam \gset

INSERT INTO casework.person (id, spoke_ids, display_name, born_precision)
VALUES ('aaaaaaaa-0000-4000-8000-000000000046', ARRAY[reference.spoke_id('bristol')], 'Tap Full', 'unknown'),
       ('aaaaaaaa-0000-4000-8000-000000000047', ARRAY[reference.spoke_id('bristol')], 'Tap Other', 'unknown');
INSERT INTO casework.meeting_series (id, spoke_id, name, type)
VALUES ('5e5e5e5e-0000-4000-8000-000000000046', reference.spoke_id('bristol'), 'Tap full', 'operational_panel');
INSERT INTO casework.episode (id, spoke_id, person_id, state, opened_on)
SELECT id::text::uuid, reference.spoke_id('bristol'), person::uuid, 'referred', '2026-01-05'
  FROM (VALUES ('eeeeeeee-0000-4000-8000-000000000046', 'aaaaaaaa-0000-4000-8000-000000000046'),
               ('eeeeeeee-0000-4000-8000-000000000047', 'aaaaaaaa-0000-4000-8000-000000000047')) AS t(id, person);
INSERT INTO casework.meeting (id, spoke_id, series_id, type, title, starts_at, inquorate_reason)
VALUES ('33333333-0000-4000-8000-000000000046', reference.spoke_id('bristol'), '5e5e5e5e-0000-4000-8000-000000000046',
        'operational_panel', 'Tap full', now(), 'Could not wait.');
INSERT INTO casework.agenda_item (id, spoke_id, meeting_id, person_id, episode_id, kind, position)
SELECT item::uuid, reference.spoke_id('bristol'), '33333333-0000-4000-8000-000000000046', person::uuid, episode::uuid, 'new', n
  FROM (VALUES (1, '11111111-0000-4000-8000-000000000046', 'aaaaaaaa-0000-4000-8000-000000000046', 'eeeeeeee-0000-4000-8000-000000000046'),
               (2, '11111111-0000-4000-8000-000000000047', 'aaaaaaaa-0000-4000-8000-000000000047', 'eeeeeeee-0000-4000-8000-000000000047'))
       AS t(n, item, person, episode);
INSERT INTO casework.discussion (id, spoke_id, meeting_id, agenda_item_id, person_id, episode_id, happened_at, summary, rationale)
SELECT overlay(i.id::text PLACING 'd' FROM 1)::uuid, i.spoke_id, i.meeting_id, i.id, i.person_id, i.episode_id, now(), 'Said.', 'Because.'
  FROM casework.agenda_item i WHERE i.meeting_id = '33333333-0000-4000-8000-000000000046';
INSERT INTO casework.discussion_decision (spoke_id, meeting_id, discussion_id, person_id, decision)
SELECT d.spoke_id, d.meeting_id, d.id, d.person_id, 'keep_monitoring' FROM casework.discussion d
 WHERE d.meeting_id = '33333333-0000-4000-8000-000000000046';

-- 1. Checks: the agency's own, with the name alone.
INSERT INTO casework.agency_check (id, spoke_id, person_id, episode_id, agency_id, due_on)
SELECT ('cccccccc-0000-4000-8000-00000000004' || n)::uuid, reference.spoke_id('bristol'), 'aaaaaaaa-0000-4000-8000-000000000046',
       'eeeeeeee-0000-4000-8000-000000000046', reference.agency_id(agency), access.today() + 3
  FROM (VALUES (6, 'bristol_youth_justice'), (7, 'avon_somerset_police')) AS t(n, agency);
SELECT is(pg_temp.outcome(who, 'SELECT FROM casework.agency_check'), seen, who || ' sees of the checks')
  FROM (VALUES ('anna', '2'), ('ewan', '2'), ('mia', '1'), ('max', '0'), ('nora', '0'), ('pat', '0'), ('sam', '0')) AS t(who, seen);
SELECT is(pg_temp.seen('mia', 'SELECT object #>> ''{person,name}'' FROM casework.agency_check_object'), 'Tap Full', 'the agency is told whom it is about');
SELECT is(pg_temp.outcome('mia', 'SELECT FROM casework.person'), '0', 'and sees no more of them');
SELECT is(pg_temp.seen('max', 'SELECT casework.check_subject(''cccccccc-0000-4000-8000-000000000046'')'), NULL, 'another agency is not told');
SELECT alike(pg_temp.outcome(who, statement), expected, format('%s: %s', who, left(statement, 70)))
  FROM (VALUES
    ('mia', 'INSERT INTO casework.agency_check (spoke_id, person_id, episode_id, agency_id, due_on) SELECT spoke_id, person_id, episode_id, agency_id, due_on FROM casework.agency_check', '42501%'),
    ('mia', 'UPDATE casework.agency_check SET chased_on = access.today(), chased_count = 1', 'TL403%'),
    ('mia', 'UPDATE casework.agency_check SET due_on = access.today()', '42501%'),
    ('mia', 'UPDATE casework.agency_check SET result = ''no_reply''', 'TL403%'),
    ('mia', 'UPDATE casework.agency_check SET result = ''nonsense''', '23503%'),
    ('mia', 'UPDATE casework.agency_check SET result = ''information_given''', '23514 agency_check_answer_check%'),
    ('anna', 'UPDATE casework.agency_check SET result = ''no_reply''', 'TL422%'),
    ('max', 'UPDATE casework.agency_check SET result = ''nothing_known''', '0'),
    ('nora', 'UPDATE casework.agency_check SET result = ''nothing_known''', '0'),
    ('mia', 'UPDATE casework.agency_check SET result = ''nothing_known''', '1'),
    ('anna', 'UPDATE casework.agency_check SET result = ''held_ask'' WHERE result = ''nothing_known''', 'TL409%'),
    ('anna', 'DELETE FROM casework.agency_check', '42501%')) AS t(who, statement, expected);
SELECT is((SELECT answered_by FROM casework.agency_check WHERE result = 'nothing_known'), :'mia'::uuid, 'who answered is written down');

-- 2. An interest hides the item and all that hangs on it.
SELECT is(pg_temp.outcome('ewan', 'SELECT FROM casework.discussion'), '2', 'both, before');
SELECT is(pg_temp.outcome('ewan', format($$INSERT INTO casework.conflict (spoke_id, meeting_id, agenda_item_id, person_id, user_id, name, kind)
    SELECT spoke_id, meeting_id, id, person_id, %L, 'x', 'knows_family' FROM casework.agenda_item WHERE position = 1$$, :'ewan')), '1', 'declared for oneself');
SELECT is(pg_temp.outcome('ewan', 'SELECT FROM ' || t), n, t || ': one is hidden')
  FROM (VALUES ('casework.discussion', '1'), ('casework.discussion_decision', '1'), ('casework.agency_check', '0')) AS x(t, n);
SELECT is(pg_temp.outcome('ewan', 'SELECT FROM casework.agenda_item'), '1', 'so is the item');
SELECT is((SELECT name FROM casework.conflict), 'Ewan Tap', 'by the name of the account');
SELECT alike(pg_temp.outcome('ewan', format($$INSERT INTO casework.conflict (spoke_id, meeting_id, agenda_item_id, person_id, user_id, name, kind)
    SELECT spoke_id, meeting_id, id, person_id, %L, 'x', 'other' FROM casework.agenda_item$$, :'anna')), '42501%', 'not for somebody else');
SELECT is(pg_temp.outcome('ewan', 'DELETE FROM casework.conflict'), '0', 'nobody lifts their own');

-- 3. A deputy: that meeting, its young people, at once and no longer.
SELECT is(pg_temp.outcome('max', 'SELECT FROM casework.meeting'), '0', 'not before');
INSERT INTO casework.meeting_guest (spoke_id, meeting_id, user_id)
VALUES (reference.spoke_id('bristol'), '33333333-0000-4000-8000-000000000046', :'max'), (reference.spoke_id('bristol'), '33333333-0000-4000-8000-000000000046', :'nora');
SELECT is(pg_temp.outcome('max', 'SELECT FROM casework.agenda_item'), '2', 'a deputy sees the agenda');
SELECT is(pg_temp.outcome('nora', 'SELECT FROM casework.meeting'), '0', 'a guest without the role in the spoke sees nothing');
UPDATE casework.meeting SET starts_at = now() - interval '40 days' WHERE id = '33333333-0000-4000-8000-000000000046';
SELECT is(pg_temp.outcome('max', 'SELECT FROM casework.person'), '0', 'nor does a deputy four weeks later');

-- 4. Extracts: the agency's own, made by the move, and never changed.
SELECT casework.extracts_make('33333333-0000-4000-8000-000000000046', 'To act');
SELECT is((SELECT string_agg(g.code, ' ' ORDER BY g.code) FROM casework.minutes_extract x JOIN reference.agency g ON g.id = x.agency_id), NULL, 'nobody came, nobody is sent one');
INSERT INTO casework.discussion_update (spoke_id, meeting_id, discussion_id, person_id, agency_id, text)
SELECT d.spoke_id, d.meeting_id, d.id, d.person_id, reference.agency_id('bristol_youth_justice'), 'Ours.' FROM casework.discussion d
 WHERE d.person_id = 'aaaaaaaa-0000-4000-8000-000000000046';
SELECT casework.extracts_make('33333333-0000-4000-8000-000000000046', 'To act');
SELECT is(pg_temp.outcome(who, 'SELECT FROM casework.minutes_extract_part'), seen, who || ' reads of the extracts')
  FROM (VALUES ('anna', '1'), ('ewan', '0'), ('mia', '1'), ('max', '0'), ('nora', '0'), ('pat', '0')) AS t(who, seen);
SELECT throws_ok('DELETE FROM casework.minutes_extract', 'TL409', 'An extract stays as it was sent.', 'not even the owner takes one away');
SELECT alike(pg_temp.outcome('anna', 'SELECT casework.extracts_make(gen_random_uuid(), ''x'')'), '42501%', 'nobody makes one by hand');
SELECT * FROM finish();
ROLLBACK;
