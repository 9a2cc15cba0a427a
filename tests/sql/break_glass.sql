-- Break-glass in the database itself: who opens, for how long, what stays
-- closed, who judges, and that it gives nothing by any other way.
BEGIN;
SELECT plan(27);
\ir ../support/sessions.sql
\ir ../support/sight.sql
SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna,
       pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom') AS nora,
       pg_temp.signed_in('ewan', 'eit_officer', 'northsom', 'avon_somerset_police') AS ewan,
       pg_temp.signed_in('rita', 'referrer', 'northsom') AS rita,
       pg_temp.signed_in('iris', 'ig_lead', NULL) AS iris \gset
INSERT INTO casework.person (id, spoke_ids, display_name, born_precision)
VALUES ('aaaaaaaa-0000-4000-8000-000000000001', ARRAY[reference.spoke_id('bristol')], 'Tap One', 'unknown');
INSERT INTO casework.episode (id, spoke_id, person_id, state, opened_on)
VALUES ('eeeeeeee-0000-4000-8000-000000000001', reference.spoke_id('bristol'), 'aaaaaaaa-0000-4000-8000-000000000001', 'active_monitoring', '2026-01-05');
INSERT INTO casework.note (spoke_id, person_id, episode_id, kind, text, happened_at)
SELECT spoke_id, person_id, id, 'general', 'Kept in Bristol.', now() FROM casework.episode WHERE id = 'eeeeeeee-0000-4000-8000-000000000001';
INSERT INTO casework.contact (spoke_id, person_id, type, happened_at, seen, agency_id, held, note)
SELECT spoke_id, person_id, 'home_visit', now(), true, reference.agency_id('avon_somerset_police'), true, 'Secret'
  FROM casework.episode WHERE id = 'eeeeeeee-0000-4000-8000-000000000001';
SELECT reference AS ref FROM casework.episode WHERE id = 'eeeeeeee-0000-4000-8000-000000000001' \gset
CREATE FUNCTION pg_temp.opens(ref text, n integer DEFAULT 1, minutes integer DEFAULT 60) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT casework.break_glass_open(''bbbbbbbb-0000-4000-8000-00000000000%s'', %L, ''missing'', ''Missing since noon'', %s)', n, ref, minutes) $$;
CREATE FUNCTION pg_temp.reads(who text, n integer DEFAULT 1) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.seen(who, format('SELECT casework.break_glass_case(''bbbbbbbb-0000-4000-8000-00000000000%s'')', n)) $$;

SELECT is(pg_temp.found_by('nora', 'aaaaaaaa-0000-4000-8000-000000000001'), '', 'next door finds nothing');
SELECT alike(pg_temp.outcome(who, pg_temp.opens(:'ref')), 'TL403%', who || ' may not open') FROM (VALUES ('rita'), ('iris')) AS t(who);
SELECT alike(pg_temp.outcome('nora', pg_temp.opens(:'ref', 1, 61)), 'TL422%', 'an hour at the most');
UPDATE access.session SET confirmed_at = now() - interval '6 minutes' WHERE user_id = :'nora';
SELECT alike(pg_temp.outcome('nora', pg_temp.opens(:'ref')), 'TLR03%', 'and only with a recent sign-in');
UPDATE access.session SET confirmed_at = now() WHERE user_id = :'nora';
SELECT is(pg_temp.seen('nora', pg_temp.opens('BR-E20-9999')), NULL, 'a reference nobody has');
SELECT is(pg_temp.seen('anna', pg_temp.opens(:'ref')), NULL, 'one that stands open anyway');
SELECT is((SELECT count(*)::int FROM audit.access_log WHERE action = 'refused' AND record_kind = 'break_glass'), 2, 'both tries are logged');
SELECT alike(pg_temp.outcome('nora', $$INSERT INTO casework.break_glass (spoke_id, person_id, reference, user_id, purpose, reason, opened_at, until)
    SELECT reference.spoke_id('bristol'), 'aaaaaaaa-0000-4000-8000-000000000001', 'x', access.me(), 'missing', 'x', now(), now()$$), '42501%', 'not by hand');
SELECT isnt(pg_temp.seen('nora', pg_temp.opens(:'ref')), NULL, 'opened');
SELECT is(pg_temp.found_by('nora', 'aaaaaaaa-0000-4000-8000-000000000001'), 'casework.break_glass, casework.break_glass_object, journey',
          'nothing else finds them: but what she did, and the journey she reads');
SELECT alike(pg_temp.reads('nora'), '%Kept in Bristol%', 'the case is read');
SELECT unalike(pg_temp.reads('nora'), '%Secret%', 'without what the police hold');
SELECT is(pg_temp.reads('ewan'), NULL, 'by nobody else of her spoke');
SELECT is(pg_temp.reads('anna'), NULL, 'nor by that way in the spoke itself');
SELECT is((SELECT count(*)::int FROM audit.access_log WHERE action = 'break_glass' AND user_id = :'nora'), 2, 'each reading is a row');
SELECT alike(pg_temp.outcome('nora', 'UPDATE casework.break_glass SET until = until + interval ''1 hour'''), '%', 'it cannot be made longer');
SELECT is((SELECT until - opened_at FROM casework.break_glass), interval '60 minutes', 'and was not');
SELECT alike(pg_temp.outcome('anna', 'UPDATE casework.break_glass SET outcome = ''justified'', review_note = ''x'''), '0', 'it is not judged while it is open');

INSERT INTO casework.restriction (id, spoke_id, person_id, named_only, reason, review_on)
VALUES ('cccccccc-0000-4000-8000-000000000001', reference.spoke_id('bristol'), 'aaaaaaaa-0000-4000-8000-000000000001', false, 'knows_family', access.today() + 9);
INSERT INTO casework.restriction_user (restriction_id, person_id, spoke_id, user_id, entry, reason)
SELECT id, person_id, spoke_id, :'nora', 'blocked', 'Aunt' FROM casework.restriction;
SELECT is(pg_temp.reads('nora'), NULL, 'blocked meanwhile: it closes at once');
UPDATE casework.restriction_user SET end_reason = 'Wrong aunt';
SELECT alike(pg_temp.reads('nora'), '%Kept in Bristol%', 'and is open again');
UPDATE casework.break_glass SET opened_at = opened_at - interval '60 minutes', until = until - interval '60 minutes';
SELECT is(pg_temp.reads('nora'), NULL, 'after an hour it is over');
SELECT is(pg_temp.found_by('nora', 'aaaaaaaa-0000-4000-8000-000000000001'), 'casework.break_glass, casework.break_glass_object', 'and the journey with it');
SELECT is(pg_temp.outcome('nora', 'UPDATE casework.break_glass SET outcome = ''justified'', review_note = ''x'''), '0', 'she does not judge herself');
SELECT throws_ok('UPDATE casework.break_glass SET outcome = ''justified'', review_note = ''x'', reviewed_at = now(), reviewed_by = user_id', NULL, NULL,
                 'nor does anybody in her name');
SELECT is(pg_temp.outcome('iris', 'UPDATE casework.break_glass SET outcome = ''justified'', review_note = ''x'''), '1', 'the information governance lead does');
SELECT throws_ok('UPDATE casework.break_glass SET outcome = ''not_justified''', 'TL409', NULL, 'once');
SELECT * FROM finish();
ROLLBACK;
