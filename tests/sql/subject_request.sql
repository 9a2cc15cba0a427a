-- Requests about what is held, in the database itself: the ICO's clock, who sees
-- what was found, that the police's is not copied, and what cannot be answered.
BEGIN;
SELECT plan(35);
\ir ../support/sessions.sql
SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna,
       pg_temp.signed_in('sam', 'system_admin', NULL) AS sam,
       pg_temp.signed_in('ivy', 'ig_lead', NULL) AS ivy \gset

-- ---- the clock --------------------------------------------------------------------------
CREATE FUNCTION pg_temp.due(identity_ text, extended text, paused integer) RETURNS date LANGUAGE plpgsql AS $$
DECLARE
    r casework.subject_request;
BEGIN
    r.received_on := '2025-01-01';
    r.identity_on := identity_::date;
    r.extended_on := extended::date;
    r.paused_days := paused;
    RETURN casework.subject_due(r);
END $$;
SELECT is(pg_temp.due('2025-09-03', NULL, 0), '2025-10-03'::date, 'the corresponding day of the next month');
SELECT is(pg_temp.due('2025-01-31', NULL, 0), '2025-02-28'::date, 'the last day of a shorter one');
SELECT is(pg_temp.due('2025-03-05', NULL, 0), '2025-04-07'::date, 'after a weekend the next working day');
SELECT is(pg_temp.due('2025-11-25', NULL, 0), '2025-12-29'::date, 'after bank holidays, too');
SELECT is(pg_temp.due('2025-09-03', '2025-09-10', 0), '2025-12-03'::date, 'three months when it was extended');
SELECT is(pg_temp.due('2025-09-03', NULL, 5), '2025-10-08'::date, 'the days of a pause are added');
SELECT is(pg_temp.due(NULL, NULL, 0), '2025-02-03'::date, 'until it is known who asks, from the day it came');

-- ---- a young person with a note, and two contacts of the police ---------------------------
INSERT INTO casework.person (id, spoke_ids, display_name, born_precision)
VALUES ('aaaaaaaa-0000-4000-8000-000000000001', ARRAY[reference.spoke_id('bristol')], 'Tap One', 'unknown');
INSERT INTO casework.episode (id, spoke_id, person_id, state, opened_on)
VALUES ('eeeeeeee-0000-4000-8000-000000000001', reference.spoke_id('bristol'), 'aaaaaaaa-0000-4000-8000-000000000001', 'active_monitoring', '2026-01-05');
INSERT INTO casework.note (spoke_id, person_id, episode_id, kind, text, happened_at)
VALUES (reference.spoke_id('bristol'), 'aaaaaaaa-0000-4000-8000-000000000001', 'eeeeeeee-0000-4000-8000-000000000001', 'general', 'Met with Kenton Example at the park.', '2026-01-06');
INSERT INTO casework.contact (id, spoke_id, person_id, type, happened_at, seen, note, agency_id)
VALUES ('cccccccc-0000-4000-8000-000000000001', reference.spoke_id('bristol'), 'aaaaaaaa-0000-4000-8000-000000000001', 'home_visit', '2026-01-07', true, 'Canary of the police', reference.agency_id('avon_somerset_police'));
UPDATE casework.contact SET held = true WHERE id = 'cccccccc-0000-4000-8000-000000000001';
SELECT reference FROM casework.episode WHERE id = 'eeeeeeee-0000-4000-8000-000000000001' \gset

CREATE FUNCTION pg_temp.asks(kind text) RETURNS text LANGUAGE sql AS $$
    SELECT format('INSERT INTO casework.subject_request (id, spoke_id, person_id, reference, kind, asked_by, asker_name, asked, received_on)
        VALUES (''bbbbbbbb-0000-4000-8000-00000000000%s'', reference.spoke_id(''bristol''), ''aaaaaaaa-0000-4000-8000-000000000001'', ''X'', %L, ''young_person'', ''Themselves'', ''All'', access.today() - 3)',
        CASE kind WHEN 'access' THEN 1 ELSE 2 END, kind) $$;
CREATE FUNCTION pg_temp.moves(who text, sets text, n integer DEFAULT 1) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.outcome(who, format('UPDATE casework.subject_request SET %s WHERE id = ''bbbbbbbb-0000-4000-8000-00000000000%s''', sets, n)) $$;
SELECT alike(pg_temp.outcome('anna', pg_temp.asks('access')), 'TL403%', 'the coordinator takes none in');
SELECT alike(pg_temp.outcome('sam', pg_temp.asks('access')), 'TL403%', 'nor the administrator');
SELECT is(pg_temp.outcome('ivy', pg_temp.asks('access')), '1', 'information governance does');
SELECT alike(pg_temp.moves('ivy', 'state = ''in_progress'''), '23514 subject_request_known_check%', 'not begun before it is known who asks');
SELECT is(pg_temp.moves('ivy', 'state = ''in_progress'', identity_on = access.today(), identity_how = ''Passport'''), '1', 'then it is');
SELECT is(pg_temp.moves('ivy', 'gathered_at = now()'), '1', 'every room is looked through');
SELECT is(pg_temp.seen('ivy', 'SELECT string_agg(room, '','' ORDER BY room) FROM casework.subject_item WHERE room IN (''note'', ''contact'', ''episode'', ''person'')'), 'contact,episode,note,person', 'found');
SELECT is(pg_temp.seen('anna', 'SELECT count(*) FROM casework.subject_item'), '0', 'for nobody else');
SELECT is(pg_temp.seen('anna', 'SELECT count(*) FROM casework.subject_request WHERE person_id = ''aaaaaaaa-0000-4000-8000-000000000001'''), '1', 'but the coordinator sees that there is one');
SELECT is((SELECT count(*) FROM casework.subject_item i WHERE i.content ~ 'Canary'), 0::bigint, 'what the police hold is not copied');
SELECT alike(pg_temp.outcome('ivy', 'UPDATE casework.subject_item SET decision = ''include'' WHERE held'), '23514 subject_item_held_included_check%', 'nor given out');
UPDATE casework.contact SET held = false, released_at = now(), released_by = :'ivy' WHERE id = 'cccccccc-0000-4000-8000-000000000001';
SELECT is(pg_temp.moves('ivy', 'gathered_at = now() + interval ''1 second'''), '1', 'looked through again');
SELECT is((SELECT count(*) FROM casework.subject_item i WHERE i.content ~ 'Canary' AND NOT i.held), 1::bigint, 'released, it is there');
SELECT is_empty($$SELECT split_part(p.relation, '.', 2) FROM casework.disposal_plan p WHERE split_part(p.relation, '.', 2) <> ALL ('{person_search,person_word,
        pin,minutes_presence,state_change,person_spoke,journey_version,disposal,retention_hold,subject_request,subject_item,subject_redaction,subject_copy,subject_told}')
    EXCEPT SELECT t.code FROM reference.term t WHERE t.vocabulary = 'subject_room'$$, 'every room that is looked through has its heading in words');
SELECT is(casework.subject_value('{"started_on": "2026-04-01", "version": 3, "person_id": "x", "concerns": ["robbery"], "ongoing": true}', NULL),
    'Concerns: robbery; Ongoing: yes; Started: 1 April 2026', 'what it read before is in words, too');
SELECT id AS item FROM casework.subject_item WHERE room = 'note' \gset
CREATE FUNCTION pg_temp.redacts(item uuid, passage text) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.outcome('ivy', format('INSERT INTO casework.subject_redaction (item_id, spoke_id, person_id, passage, reason)
        VALUES (%L, reference.spoke_id(''bristol''), ''aaaaaaaa-0000-4000-8000-000000000001'', %L, ''third_party'')', item, passage)) $$;
SELECT alike(pg_temp.redacts(:'item', 'Somebody else'), 'TL422%', 'only words that stand there are removed');
SELECT is(pg_temp.redacts(:'item', 'Kenton Example'), '1', 'those are');
SELECT is((SELECT casework.subject_redacted(i.id, i.content) ~ 'Met with \[removed\] at the park' AND i.content ~ 'Kenton' FROM casework.subject_item i WHERE i.id = :'item'), true, 'the item keeps its own');
SELECT is((SELECT n.text FROM casework.note n WHERE n.person_id = 'aaaaaaaa-0000-4000-8000-000000000001'), 'Met with Kenton Example at the park.', 'so does the record');
UPDATE access.session SET confirmed_at = now();
SELECT alike(pg_temp.moves('ivy', 'state = ''answered'''), 'TL409: Decide on each item first%', 'nothing goes that nobody looked at');
UPDATE casework.subject_item SET decision = 'include' WHERE request_id = 'bbbbbbbb-0000-4000-8000-000000000001';
SELECT is(pg_temp.moves('ivy', 'state = ''answered'''), '1', 'then it is answered');
SELECT ok((SELECT c.content::text ~ 'Met with' AND c.content::text !~ 'Kenton' AND c.hash = sha256(convert_to(c.content::text, 'UTF8')) FROM casework.subject_copy c
            WHERE c.request_id = 'bbbbbbbb-0000-4000-8000-000000000001'), 'the copy is what was given out');
SELECT throws_ok('UPDATE casework.subject_copy SET content = ''{}''', 'TL409', NULL, 'and stays so');
SELECT alike(pg_temp.redacts(:'item', 'park'), 'TL409%', 'nothing changes behind it');

-- ---- rectification -----------------------------------------------------------------------
SELECT is(pg_temp.outcome('ivy', pg_temp.asks('rectification')), '1', 'something is to be put right');
UPDATE casework.subject_request SET state = 'in_progress', identity_on = access.today(), identity_how = 'Known' WHERE kind = 'rectification' AND person_id = 'aaaaaaaa-0000-4000-8000-000000000001';
SELECT alike(pg_temp.moves('ivy', 'state = ''answered'', outcome = ''corrected'', outcome_note = ''Done''', 2), 'TL409: No correction was recorded%', 'not said to be corrected before it is');
SELECT alike(pg_temp.moves('ivy', 'state = ''answered'', outcome = ''statement'', outcome_note = ''Done''', 2), '23514 subject_request_disagreement_check%', 'a statement is written out');
SELECT is(pg_temp.moves('ivy', 'state = ''answered'', outcome = ''statement'', outcome_note = ''Told'', statement = ''I was never there.''', 2), '1', 'then it stands');
SELECT * FROM finish();
ROLLBACK;
