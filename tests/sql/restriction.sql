-- Restrictions in the database itself: who sets them, whom they hold, and that
-- somebody can always open the record.
BEGIN;
SELECT plan(32);
\ir ../support/sessions.sql
\ir ../support/sight.sql
SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna,
       pg_temp.signed_in('abel', 'spoke_coordinator', 'bristol') AS abel,
       pg_temp.signed_in('petra', 'project_officer', 'bristol') AS petra,
       pg_temp.signed_in('ewan', 'eit_officer', 'bristol', 'avon_somerset_police') AS ewan,
       pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom') AS nora \gset
INSERT INTO casework.person (id, spoke_ids, display_name, born_precision)
VALUES ('aaaaaaaa-0000-4000-8000-000000000001', ARRAY[reference.spoke_id('bristol')], 'Tap One', 'unknown'),
       ('aaaaaaaa-0000-4000-8000-000000000002', ARRAY[reference.spoke_id('bristol')], 'Tap Two', 'unknown');
INSERT INTO casework.episode (id, spoke_id, person_id, state, opened_on)
VALUES ('eeeeeeee-0000-4000-8000-000000000001', reference.spoke_id('bristol'), 'aaaaaaaa-0000-4000-8000-000000000001', 'active_monitoring', '2026-01-05');
CREATE FUNCTION pg_temp.sets(named boolean) RETURNS text LANGUAGE sql AS $$
    SELECT format('INSERT INTO casework.restriction (id, spoke_id, person_id, named_only, reason, review_on)
        VALUES (''cccccccc-0000-4000-8000-000000000001'', reference.spoke_id(''bristol''), ''aaaaaaaa-0000-4000-8000-000000000001'', %L, ''knows_family'', access.today() + 9)', named) $$;
CREATE FUNCTION pg_temp.lists(who uuid, entry text) RETURNS text LANGUAGE sql AS $$
    SELECT format('INSERT INTO casework.restriction_user (restriction_id, person_id, spoke_id, user_id, entry, reason)
        VALUES (''cccccccc-0000-4000-8000-000000000001'', ''aaaaaaaa-0000-4000-8000-000000000001'', reference.spoke_id(''bristol''), %L, %L, ''Aunt'')', who, entry) $$;
CREATE FUNCTION pg_temp.opens(who text) RETURNS boolean LANGUAGE sql AS $$
    SELECT pg_temp.seen(who, 'SELECT count(*) FROM casework.person WHERE id = ''aaaaaaaa-0000-4000-8000-000000000001''') = '1' $$;

-- What she has typed before: of the record's pages, of one beside it, of nobody.
CREATE FUNCTION pg_temp.types(subject text, form text DEFAULT 'note') RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.outcome('petra', format('INSERT INTO casework.draft (user_id, form, subject, title, content)
        VALUES (access.me(), %L, %L, ''Note about Tap One'', ''[{"name": "text", "value": "Typed"}]'')', form, subject)) $$;
CREATE FUNCTION pg_temp.typed() RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.seen('petra', 'SELECT string_agg(subject, '' '' ORDER BY subject) FROM casework.draft') $$;
SELECT is(pg_temp.types(subject), '1', 'typed: ' || subject) FROM (VALUES ('/episodes/eeeeeeee-0000-4000-8000-000000000001/notes/new'),
    ('/contacts/new?person=aaaaaaaa-0000-4000-8000-000000000001'), ('/people/new'),
    ('/people/aaaaaaaa-0000-4000-8000-000000000002')) AS t(subject);
SELECT is(pg_temp.types('/people/new', 'form-EEEEEEEE-0000-4000-8000-000000000001'), '1', 'typed: a form that names the record');

SELECT alike(pg_temp.outcome(who, pg_temp.sets(false)), '42501%', who || ' sets none') FROM (VALUES ('petra'), ('ewan'), ('nora')) AS t(who);
SELECT is(pg_temp.outcome('anna', pg_temp.sets(false)), '1', 'a coordinator does');
SELECT alike(pg_temp.outcome('anna', pg_temp.sets(false)), '23505%', 'one at a time');
SELECT ok(pg_temp.opens('petra') AND pg_temp.opens('ewan'), 'until somebody is on the list nobody is kept out');
SELECT is(pg_temp.outcome('anna', pg_temp.lists(:'petra', 'blocked')), '1', 'blocked by name');
SELECT ok(NOT pg_temp.opens('petra') AND pg_temp.opens('ewan'), 'she alone');
SELECT is(pg_temp.found_by('petra', 'aaaaaaaa-0000-4000-8000-000000000001'), '', 'by no table and no function');
SELECT is(pg_temp.typed(), '/people/aaaaaaaa-0000-4000-8000-000000000002 /people/new',
    'nor what she typed of them herself: its title has their name');
SELECT alike(pg_temp.types('/episodes/eeeeeeee-0000-4000-8000-000000000001/risk/new'), '42501%', 'and nothing more is kept of them');
SELECT alike(pg_temp.outcome('anna', pg_temp.lists(:'anna', 'named')), 'TL422%', 'nobody lists themselves');
SELECT is(pg_temp.outcome('anna', pg_temp.lists(:'abel', 'blocked')), '1', 'a coordinator is blocked while there is another');
SELECT ok(NOT pg_temp.opens('abel'), 'and it holds');
SELECT is(pg_temp.outcome('abel', 'UPDATE casework.restriction_user SET end_reason = ''Mine'''), '0', 'nobody lifts what is set against themselves');
SELECT throws_ok(pg_temp.lists(:'anna', 'blocked'), 'TL422', NULL, 'the last coordinator is not blocked');
UPDATE access.user_account SET disabled_at = now() WHERE id = :'anna';
SELECT ok(pg_temp.opens('abel'), 'when the last one leaves, the block on the other sleeps: never nobody');
UPDATE access.user_account SET disabled_at = NULL WHERE id = :'anna';
SELECT ok(NOT pg_temp.opens('abel'), 'and wakes with a keyholder');
SELECT alike(pg_temp.outcome('petra', $$INSERT INTO casework.episode (spoke_id, person_id, opened_on)
    VALUES (reference.spoke_id('bristol'), 'aaaaaaaa-0000-4000-8000-000000000001', '2026-01-05')$$), '23503 episode_person_known_fkey%',
    'to write of them answers as of somebody the spoke does not know');
INSERT INTO casework.person_merge (survivor_id, merged_id, reason)
VALUES ('aaaaaaaa-0000-4000-8000-000000000001', 'aaaaaaaa-0000-4000-8000-000000000002', 'Same');
SELECT is(pg_temp.found_by('petra', 'aaaaaaaa-0000-4000-8000-000000000002'), '', 'what is merged into the record is withheld with it');
SELECT is(pg_temp.typed(), '/people/new', 'her drafts of that record with it');
UPDATE casework.restriction SET named_only = true;
SELECT ok(NOT pg_temp.opens('ewan'), 'only those named: not the others of the spoke');
SELECT is(pg_temp.outcome('ewan', 'SELECT access.withheld()'), '1', 'the reader may ask what is withheld from them, which names nobody');
SELECT alike(pg_temp.outcome('ewan', 'UPDATE access.session SET withheld = ''{}'''), '42501%', 'and cannot change it');
SELECT throws_ok('UPDATE casework.restriction SET ended_at = now()', '23514', NULL, 'lifted with a reason only');
SELECT throws_ok('UPDATE casework.restriction SET review_on = access.today() + 999', 'TL422', NULL, 'looked at again within a year');
UPDATE casework.restriction_user SET ended_at = now(), end_reason = 'Moved away' WHERE entry = 'blocked';
UPDATE casework.restriction SET named_only = false;
SELECT is(pg_temp.seen('petra', 'SELECT count(*) FROM casework.draft'), '5', 'and all she typed is there again');
SELECT * FROM finish();
ROLLBACK;
