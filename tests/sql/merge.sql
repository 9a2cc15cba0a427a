-- Merge and unmerge: over pairs of every sort, parting leaves each table of
-- casework as it was, byte for byte but for versions and logs.
BEGIN;
SELECT plan(40);
\ir ../support/sessions.sql
SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna,
       pg_temp.signed_in('both', 'spoke_coordinator', 'bristol') AS both,
       pg_temp.signed_in('petra', 'project_officer', 'bristol') AS petra,
       pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom') AS nora \gset
SELECT access.admin_role_grant('both@tap.test', 'spoke_coordinator', 'northsom') \gset

-- Six pairs: n is the survivor, n + 10 merged into it. 1 and 2 are Bristol's,
-- 3 and 4 known in two spokes, 5 and 6 one in each.
CREATE TEMPORARY TABLE record AS
SELECT n, ('aaaaaaaa-0000-4000-8000-0000000000' || lpad(n::text, 2, '0'))::uuid AS id,
       ('eeeeeeee-0000-4000-8000-0000000000' || lpad(n::text, 2, '0'))::uuid AS episode,
       CASE WHEN n IN (1, 2, 11, 12, 3, 5, 6) THEN '{bristol}' WHEN n IN (4, 13, 14) THEN '{bristol,northsom}'
            ELSE '{northsom}' END::text[] AS spokes
  FROM unnest(ARRAY[1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16]) AS n;
INSERT INTO casework.person (id, spoke_ids, display_name, born_on, born_precision)
SELECT id, ARRAY(SELECT reference.spoke_id(s) FROM unnest(spokes) AS s), 'Tap ' || n, date '2010-01-01' + n, 'exact' FROM record;
INSERT INTO casework.person_name (person_id, kind, given_name, family_name)
SELECT id, kind, 'Tap' || n, CASE kind WHEN 'legal' THEN 'Merge' END FROM record, unnest(ARRAY['legal', 'street']) AS kind;
INSERT INTO casework.referral (id, spoke_id, person_id, state, source, agency_id, narrative, concern_on, urgency, family_informed,
       support_agreement, sharing_gateway)
SELECT episode, reference.spoke_id(spokes[1]), id, 'draft', 'school', reference.agency_id('opcc_hub'), 'Said.', '2026-01-02', 'standard',
       (SELECT code FROM reference.family_informed LIMIT 1), (SELECT code FROM reference.support_agreement LIMIT 1), 'pcsc_2022' FROM record;
UPDATE casework.referral SET state = 'submitted', submitted_at = now() WHERE id IN (SELECT episode FROM record);
UPDATE casework.referral SET state = 'in_triage' WHERE id IN (SELECT episode FROM record);
UPDATE casework.referral SET state = 'out_of_area' WHERE id IN (SELECT episode FROM record WHERE n % 2 = 0);
INSERT INTO casework.episode (id, spoke_id, person_id, state, opened_on)
SELECT episode, reference.spoke_id(spokes[1]), id, 'active_monitoring', '2026-01-05' FROM record;
INSERT INTO casework.note (spoke_id, person_id, episode_id, kind, text, happened_at)
SELECT reference.spoke_id(spokes[1]), id, episode, 'general', 'Of ' || n, now() FROM record;
INSERT INTO casework.contact (spoke_id, person_id, type, happened_at, seen, agency_id)
SELECT reference.spoke_id(s), id, 'home_visit', now(), true, reference.agency_id('opcc_hub') FROM record, unnest(spokes) AS s;
UPDATE casework.episode SET state = 'closed', closed_on = '2026-02-01', closure_reason = 'moved', closure_summary = 'x',
       closing_risk_level = 'low', young_person_told_on = '2026-02-01', referrer_told_on = '2026-02-01',
       re_referral_route = 'school', outcomes_recorded = false, retention_trigger_on = '2040-01-01'
 WHERE id IN (SELECT episode FROM record WHERE n > 10 AND n % 2 = 1);

-- Every row of every table, without what counts writes.
CREATE FUNCTION pg_temp.picture() RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    relation text;
    seen text;
    shown jsonb := '{}';
BEGIN
    FOR relation IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'casework'::regnamespace AND c.relkind = 'r'
              AND c.relname NOT IN ('person_merge', 'journey_version', 'name_word') LOOP
        EXECUTE format($q$SELECT coalesce(md5(string_agg(x, E'\n' ORDER BY x)), '') FROM (
            SELECT (to_jsonb(r) - '{version,updated_at,updated_by}'::text[])::text AS x FROM casework.%I r) s$q$, relation) INTO seen;
        shown := shown || jsonb_build_object(relation, seen);
    END LOOP;
    RETURN shown;
END $$;
CREATE FUNCTION pg_temp.merge(n integer) RETURNS text LANGUAGE sql AS $$
    SELECT format('INSERT INTO casework.person_merge (survivor_id, merged_id, reason) VALUES (%L, %L, ''Same'')', s.id, m.id)
      FROM record s, record m WHERE s.n = merge.n AND m.n = merge.n + 10 $$;
CREATE FUNCTION pg_temp.part(n integer) RETURNS text LANGUAGE sql AS $$
    SELECT format('UPDATE casework.person_merge SET undo_reason = ''Not'' WHERE survivor_id = %L AND undone_at IS NULL', s.id)
      FROM record s WHERE s.n = part.n $$;
CREATE TEMPORARY TABLE picture AS SELECT pg_temp.picture() AS at_first;

SELECT ok((SELECT count(*) FROM picture, jsonb_object_keys(at_first)) > 20, 'the picture is of all tables');

-- 1. Each pair, merged and parted.
SELECT is(pg_temp.outcome('both', pg_temp.merge(n)), '1', format('pair %s is merged', n)) FROM generate_series(1, 6) AS n;
SELECT isnt(pg_temp.picture(), at_first, 'and that shows') FROM picture;
SELECT is(pg_temp.outcome('both', format('SELECT FROM casework.person WHERE merged_into = %L', id)), '1', 'a pointer to ' || n)
  FROM record WHERE n <= 6;
SELECT is(pg_temp.seen('nora', format('SELECT count(*) FROM casework.person WHERE id = %L', id)), '1',
          format('North Somerset sees survivor %s', n)) FROM record WHERE n IN (3, 4, 5, 6);
SELECT is(pg_temp.seen('nora', format('SELECT count(*) FROM casework.note WHERE person_id = %L', id)), '0',
          'and nothing that Bristol wrote') FROM record WHERE n = 5;
SELECT is(pg_temp.seen('nora', format('SELECT cardinality(casework.person_group(%L))', id)), '2', 'both are a group')
  FROM record WHERE n IN (5, 15);
SELECT is(pg_temp.outcome('both', pg_temp.part(n)), '1', format('pair %s is parted', n)) FROM generate_series(1, 6) AS n;
SELECT is(pg_temp.picture(), at_first, 'and all is as it was') FROM picture;
SELECT is((SELECT count(*) FROM audit.access_log WHERE record_kind = 'person_merge'), 24::bigint, 'each stands in the log of both');

-- 2. Who may not, and what is refused.
SELECT alike(pg_temp.outcome('petra', pg_temp.merge(1)), 'TL409%', 'a project officer');
SELECT alike(pg_temp.outcome('anna', pg_temp.merge(3)), 'TL409: North Somerset also know%ask%', 'one of two spokes'' coordinators');
SELECT alike(pg_temp.outcome('anna', pg_temp.merge(5)), '%', 'nor with a record of another spoke');
SELECT alike(pg_temp.outcome('anna', replace(pg_temp.merge(1), r.id::text, s.id::text)), 'TL404%', 'with itself')
  FROM record r, record s WHERE r.n = 11 AND s.n = 1;
SELECT is(pg_temp.outcome('anna', pg_temp.merge(1)), '1', 'again');
SELECT alike(pg_temp.outcome('anna', pg_temp.merge(1)), 'TL409%merged already%', 'twice');
SELECT alike(pg_temp.outcome('petra', pg_temp.part(1)), '0', 'parted by a project officer');
SELECT alike(pg_temp.outcome('anna', format('UPDATE casework.person SET phone = ''1'' WHERE id = %L', id)), 'TL409%', 'the merged record is not changed')
  FROM record WHERE n = 11;
SELECT alike(pg_temp.outcome('anna', format('UPDATE casework.person SET merged_into = NULL WHERE id = %L', id)), '42501%', 'nor its pointer by hand')
  FROM record WHERE n = 11;

-- 3. Work a spoke recorded with the survivor meanwhile stays, and so does it.
SELECT pg_temp.outcome('both', pg_temp.merge(5)) \gset
INSERT INTO casework.contact (spoke_id, person_id, type, happened_at, seen, agency_id)
SELECT reference.spoke_id('northsom'), id, 'home_visit', now(), true, reference.agency_id('opcc_hub') FROM record WHERE n = 5;
SELECT is(pg_temp.outcome('both', pg_temp.part(5)), '1', 'parted all the same');
SELECT is((SELECT cardinality(p.spoke_ids) FROM casework.person p JOIN record r USING (id) WHERE r.n = 5), 2, 'North Somerset keeps what it did');

SELECT * FROM finish();
ROLLBACK;
