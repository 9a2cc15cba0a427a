-- The register of sharings in the database itself: who reads and writes it,
-- what registers itself, what a withdrawal stops, and that nothing is undone.
BEGIN;
SELECT plan(33);
\ir ../support/sessions.sql
SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna,
       pg_temp.signed_in('petra', 'project_officer', 'bristol') AS petra,
       pg_temp.signed_in('ewan', 'eit_officer', 'bristol', 'avon_somerset_police') AS ewan,
       pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom') AS nora,
       pg_temp.signed_in('iris', 'ig_lead', NULL) AS iris,
       pg_temp.signed_in('saul', 'system_admin', NULL) AS saul,
       pg_temp.signed_in('hana', 'hub_analyst', NULL) AS hana \gset

CREATE TEMPORARY TABLE place AS
SELECT n, ('aaaaaaaa-0000-4000-8000-00000000000' || n)::uuid AS person,
       ('eeeeeeee-0000-4000-8000-00000000000' || n)::uuid AS episode FROM generate_series(1, 2) AS n;
INSERT INTO casework.person (id, spoke_ids, display_name, born_precision)
SELECT person, ARRAY[reference.spoke_id('bristol')], 'Tap ' || n, 'unknown' FROM place;
INSERT INTO casework.episode (id, spoke_id, person_id, state, opened_on)
SELECT episode, reference.spoke_id('bristol'), person, 'active_monitoring', '2026-01-05' FROM place;

CREATE FUNCTION pg_temp.shares(gateway text, more text DEFAULT 'NULL, false, NULL', spoke text DEFAULT 'bristol') RETURNS text LANGUAGE sql AS $$
    SELECT format('INSERT INTO casework.disclosure (spoke_id, person_id, episode_id, reference, purpose, gateway, content,
               recipient_name, shared_at, gateway_reason, ongoing, review_on)
           VALUES (reference.spoke_id(%L), %L, %L, ''T-1'', ''education'', %L, ''{identity}'', ''A college'', now(), %s)',
           spoke, p.person, p.episode, gateway, more) FROM place p WHERE p.n = 1 $$;
CREATE FUNCTION pg_temp.withdraws(kind text, rest text DEFAULT 'NULL, NULL', change text DEFAULT 'withdrawn') RETURNS text LANGUAGE sql AS $$
    SELECT format('INSERT INTO casework.agreement (spoke_id, person_id, episode_id, kind, change, changed_on, by_whom, how,
               gateway, gateway_reason)
           VALUES (reference.spoke_id(''bristol''), %L, %L, %L, %L, access.today(), ''young_person'', ''phone'', %s)',
           p.person, p.episode, kind, change, rest) FROM place p WHERE p.n = 1 $$;

-- 1. Who writes, who reads.
SELECT alike(pg_temp.outcome(who, pg_temp.shares('consent_confidentiality')), came, who || ' writes a sharing down')
  FROM (VALUES ('ewan', '42501%'), ('nora', '42501%'), ('iris', '42501%'), ('saul', '42501%'), (NULL, '23503%'),
               ('petra', '1')) AS t(who, came);
SELECT is(pg_temp.outcome('anna', pg_temp.shares('consent_confidentiality', 'NULL, true, access.today() + 30')), '1', 'one that goes on');
SELECT is(pg_temp.seen(who, 'SELECT count(*) FROM casework.disclosure'), sees, coalesce(who, 'nobody') || ' reads the register')
  FROM (VALUES ('anna', '2'), ('ewan', '2'), ('iris', '2'), ('nora', '0'), ('saul', '0'), ('hana', '0')) AS t(who, sees);
SELECT is(pg_temp.seen('iris', 'SELECT count(person -> ''name'') FROM (SELECT object -> ''person'' AS person FROM casework.disclosure_object) o'),
          '0', 'and the information governance lead no name by it');
SELECT is(pg_temp.seen('iris', 'SELECT count(*) FROM casework.agreement'), '0', 'nor what was said of agreement');

-- 2. The impossible.
SELECT alike(pg_temp.outcome('anna', pg_temp.shares('other_legal')), '23514 disclosure_other_legal_check%', 'another power is named');
SELECT alike(pg_temp.outcome('anna', pg_temp.shares('pcsc_2022', 'NULL, true, NULL')), '23514 disclosure_review_check%', 'what goes on is reviewed');
SELECT alike(pg_temp.outcome('anna', 'UPDATE casework.disclosure SET gateway = ''pcsc_2022'''), '42501%', 'the register is not rewritten');
SELECT alike(pg_temp.outcome('anna', 'DELETE FROM casework.disclosure'), '42501%', 'nor emptied');
SELECT throws_ok('DELETE FROM casework.disclosure', 'TL409', NULL, 'not by the owner either');

-- 3. Agreement is withdrawn.
SELECT alike(pg_temp.outcome(who, pg_temp.withdraws('sharing')), '42501%', coalesce(who, 'nobody') || ' cannot say so')
  FROM (VALUES ('ewan'), ('nora'), ('iris'), ('hana')) AS t(who);
SELECT is(pg_temp.outcome('petra', pg_temp.withdraws('sharing')), '1', 'a project officer can');
SELECT results_eq('SELECT ongoing, flagged_by IS NOT NULL FROM casework.disclosure ORDER BY 1', 'VALUES (false, false), (true, true)',
                  'what goes on is marked');
SELECT is((SELECT count(*) FROM casework.action a JOIN place p ON p.episode = a.episode_id
            WHERE a.owner_user_id = casework.coordinator_of(a.spoke_id, a.person_id)), 1::bigint, 'the coordinator has it to do');
SELECT alike(pg_temp.outcome('petra', pg_temp.withdraws('sharing')), 'TL422%', 'it is withdrawn once');
SELECT alike(pg_temp.outcome('anna', pg_temp.shares('consent_confidentiality')), 'TL422%', 'it carries nothing more');
SELECT alike(pg_temp.outcome('anna', pg_temp.shares('vital_interests')), 'TL422%', 'another power says why');
SELECT is(pg_temp.outcome('anna', pg_temp.shares('vital_interests', '''A threat to life'', false, NULL')), '1', 'and then it may');
SELECT throws_ok(format('SELECT casework.disclosure_made(''transfer'', gen_random_uuid(), %L, ''transfer'', ''{identity}'', NULL,
                         ''Elsewhere'', now(), ''consent_confidentiality'')', episode), 'TL409', NULL, 'nor does the product share by itself')
  FROM place WHERE n = 1;
SELECT throws_ok('UPDATE casework.agreement SET change = ''given''', 'TL409', NULL, 'what was said stays');
SELECT * FROM finish();
ROLLBACK;
